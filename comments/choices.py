"""Words the letters page chooses from: states of a comment, the sets they form, origins, orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentState(models.TextChoices):
    WAITING = "waiting", _("Waiting for review")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


#: States that readers see. Everything public starts from this set.
SHOWN = frozenset({CommentState.APPROVED})

#: States that a moderator gave; each is kept with who and when.
DECIDED = frozenset({CommentState.APPROVED, CommentState.REJECTED})

#: Which state may follow which. A decision can be turned round, but never taken back to waiting.
TRANSITIONS: dict[CommentState, frozenset[CommentState]] = {
    CommentState.WAITING: DECIDED,
    CommentState.APPROVED: frozenset({CommentState.REJECTED}),
    CommentState.REJECTED: frozenset({CommentState.APPROVED}),
}


class CommentOrigin(models.TextChoices):
    """Where a comment was written: on our pages, or on the page a story was imported from."""

    SITE = "site", _("Written here")
    IMPORTED = "imported", _("Imported")


class CommentOrder(models.TextChoices):
    """The orders a reader may choose; ranking.py says what they mean."""

    HOT = "hot", _("Hottest")
    NEW = "new", _("Newest")
