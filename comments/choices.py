"""Words the letters page chooses from: states, verdicts and their reasons, acts, modes, orders."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class CommentState(models.TextChoices):
    WAITING = "waiting", _("Waiting for review")
    AHEAD = "ahead", _("Shown, to be reviewed")
    APPROVED = "approved", _("Approved")
    REJECTED = "rejected", _("Rejected")


#: States that readers see. Everything public starts from `Comment.visible`, which is made of it.
SHOWN = frozenset({CommentState.AHEAD, CommentState.APPROVED})

#: States in which a person still has to read the comment.
OPEN = frozenset({CommentState.WAITING, CommentState.AHEAD})

#: States that a moderator gave; each is kept with who and when.
DECIDED = frozenset({CommentState.APPROVED, CommentState.REJECTED})

#: Which state may follow which by a decision. One can be turned round; only the act that undoes
#: it gives the comment back the state it had before.
TRANSITIONS: dict[CommentState, frozenset[CommentState]] = {
    CommentState.WAITING: DECIDED,
    CommentState.AHEAD: DECIDED,
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


# Screening


class Verdict(models.TextChoices):
    """What screening says of a comment, the mildest first."""

    SHOW = "show", _("May be shown")
    HOLD = "hold", _("A person has to read it")
    REFUSE = "refuse", _("Not accepted")


class Reason(models.TextChoices):
    """Why screening held or refused a comment."""

    BANNED_WORDS = "banned_words", _("Banned words")
    SUSPECT_WORDS = "suspect_words", _("Suspect words")
    LINK = "link", _("A link")
    CONTACT = "contact", _("A number to call or write to")
    REPEAT = "repeat", _("The same text again")
    CROWDED = "crowded", _("Many comments in a short time")
    TRAP = "trap", _("Filled in a field that people do not see")
    HASTE = "haste", _("Sent faster than a person writes")
    NO_PROOF = "no_proof", _("Sent without the proof of work")
    WATCHED = "watched", _("The writer is watched")
    ODD = "odd", _("Odd characters")


class Guess(models.TextChoices):
    """Why it is not sure that a comment says a phrase: read before the phrase that it may be."""

    SOUND = "sound", pgettext_lazy("guess", "sounds like")
    SHAPE = "shape", pgettext_lazy("guess", "looks like")
    APART = "apart", pgettext_lazy("guess", "across two clauses:")


class PhraseKind(models.TextChoices):
    """What a phrase of the list does to a comment that says it."""

    BANNED = "banned", pgettext_lazy("list of words", "Banned")
    SUSPECT = "suspect", pgettext_lazy("list of words", "Suspect")
    ALLOWED = "allowed", pgettext_lazy("list of words", "Allowed")


class PhraseLevel(models.IntegerChoices):
    """How grave a phrase is; the graver, the sooner a moderator reads the comment."""

    LOW = 1, pgettext_lazy("grave", "Low")
    MIDDLE = 2, pgettext_lazy("grave", "Middle")
    HIGH = 3, pgettext_lazy("grave", "High")


# Who may write, and what is read first


class Posting(models.TextChoices):
    """Who may write under a story."""

    OPEN = "open", _("Everybody, with a nickname")
    SIGNED_IN = "signed_in", _("Only readers who signed in")
    CLOSED = "closed", _("Nobody")


class Reviewing(models.TextChoices):
    """When a comment is read: before it is shown, or afterwards where its writer is trusted."""

    BEFORE = "before", _("Reviewed before it is shown")
    AFTER = "after", _("Comments of trusted writers are shown at once and reviewed afterwards")


class Trust(models.TextChoices):
    """How far a writer is trusted."""

    EARNED = "earned", _("By what was approved")
    TRUSTED = "trusted", _("Trusted")
    WATCHED = "watched", _("Watched")


# Complaints


class ReportReason(models.TextChoices):
    ABUSE = "abuse", _("Insult or attack")
    PRIVACY = "privacy", _("Somebody\u2019s private details")
    FALSE = "false", _("False information")
    ADVERTISING = "advertising", _("Advertising or fraud")
    UNLAWFUL = "unlawful", _("Against the law")
    OTHER = "other", _("Something else")


class ReportOutcome(models.TextChoices):
    OPEN = "", _("Not settled")
    UPHELD = "upheld", _("Upheld: the comment was rejected")
    DISMISSED = "dismissed", _("Dismissed: the comment stays")


class AppealOutcome(models.TextChoices):
    OPEN = "", _("Not settled")
    GRANTED = "granted", _("Granted: the comment was approved")
    DENIED = "denied", _("Denied: the comment stays rejected")


# Acts


class LetterVerb(models.TextChoices):
    """What the log of the letters page records."""

    APPROVE = "approve", pgettext_lazy("act", "Approve")
    REJECT = "reject", pgettext_lazy("act", "Reject")
    UNDO = "undo", pgettext_lazy("act", "Undo")
    PICK = "pick", pgettext_lazy("act", "Pick")
    UNPICK = "unpick", pgettext_lazy("act", "Unpick")
    DISMISS = "dismiss", pgettext_lazy("act", "Dismiss reports")
    DENY = "deny", pgettext_lazy("act", "Deny an appeal")
    TRUST = "trust", pgettext_lazy("act", "Set the trust")
    BAN = "ban", pgettext_lazy("act", "Ban")
    LIFT = "lift", pgettext_lazy("act", "Lift a ban")
    VIEW_ADDRESS = "view_address", pgettext_lazy("act", "View an address")
    DISCLOSE = "disclose", pgettext_lazy("act", "Hand over to an authority")
    LIST = "list", pgettext_lazy("act", "Change the lists of words")
    RULES = "rules", pgettext_lazy("act", "Change the rules")


#: Acts that give a comment another state; of those the log keeps both.
DECIDING = frozenset({LetterVerb.APPROVE, LetterVerb.REJECT, LetterVerb.UNDO})
