"""Words the desk chooses from: kinds of story, roles of credit, states, severities, desk acts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ArticleKind(models.TextChoices):
    ORIGINAL = "original", _("Original")
    REPRINT = "reprint", _("Reprint")
    COMPILED = "compiled", _("Compiled from several sources")


class CreditRole(models.TextChoices):
    """What a person did for a story; the order is the order of the printed credit line."""

    REPORTER = "reporter", _("Reporter")
    CORRESPONDENT = "correspondent", _("Correspondent")
    PHOTOGRAPHER = "photographer", _("Photographer")
    TRANSLATOR = "translator", _("Translator")
    PLANNER = "planner", _("Planner")
    EDITOR = "editor", _("Editor")
    PROOFREADER = "proofreader", _("Proofreader")
    REVIEWER = "reviewer", _("Reviewer")
    CHIEF_EDITOR = "chief_editor", _("Chief editor")
    PRODUCER = "producer", _("Producer")
    OTHER = "other", _("Other credit")


#: Credits that stand under the headline, with the time and the source.
BYLINE_ROLES = frozenset(
    {CreditRole.REPORTER, CreditRole.CORRESPONDENT, CreditRole.PHOTOGRAPHER, CreditRole.TRANSLATOR}
)


class SourceListing(models.TextChoices):
    """Whether the desk may reprint from a source (the list of permitted news sources)."""

    UNKNOWN = "unknown", _("Not yet checked")
    LISTED = "listed", _("On the list")
    BLOCKED = "blocked", _("Do not use")


class PublicState(models.TextChoices):
    """What readers see of an article now; computed from its editions, never stored."""

    UNPUBLISHED = "unpublished", _("Never published")
    SCHEDULED = "scheduled", _("Scheduled")
    LIVE = "live", _("Published")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class EditionChange(models.TextChoices):
    """Why an edition follows the one before it."""

    FIRST = "first", _("First publication")
    TYPO = "typo", _("Typing error corrected")
    FACT = "fact", _("Fact corrected")
    UPDATE = "update", _("Story updated")
    RESTORE = "restore", _("Restored after withdrawal")


#: Changes that readers are told of by a dated notice on the page.
NOTICED_CHANGES = frozenset({EditionChange.FACT, EditionChange.UPDATE})


class DeskVerb(models.TextChoices):
    """Acts of the desk that are recorded with who, when and why."""

    PUBLISH = "publish", _("Published")
    SCHEDULE = "schedule", pgettext_lazy("act of the desk", "Scheduled")
    UNSCHEDULE = "unschedule", _("Schedule cancelled")
    CORRECT = "correct", _("Corrected")
    WITHDRAW = "withdraw", _("Withdrawn")
    RESTORE = "restore", _("Restored")


class RevisionReason(models.TextChoices):
    IMPORT = "import", _("Imported")
    SAVE = "save", _("Saved")


class ImportOutcome(models.TextChoices):
    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    REJECTED = "rejected", pgettext_lazy("import", "Rejected")


class Severity(models.TextChoices):
    INFO = "info", _("Note")
    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")
