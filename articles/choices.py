"""Words the desk chooses from: kinds, roles, review states and their transitions, desk acts."""

from enum import Enum

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


#: Who wrote a story; whoever is named so does not review it.
WRITER_ROLES = frozenset({CreditRole.REPORTER, CreditRole.CORRESPONDENT})


class SourceListing(models.TextChoices):
    """Whether the desk may reprint from a source (the list of permitted news sources)."""

    UNKNOWN = "unknown", _("Not yet checked")
    LISTED = "listed", _("On the list")
    BLOCKED = "blocked", _("Do not use")


class PhotoKind(models.TextChoices):
    """What a picture shows; all but the first are named in its caption."""

    SCENE = "scene", _("Taken on the scene")
    ARCHIVE = "archive", _("Archive picture")
    DIAGRAM = "diagram", _("Illustration")
    AI = "ai", _("AI-generated")


class Licence(models.TextChoices):
    """By what right a picture is used."""

    UNCLEAR = "unclear", _("Not yet clear")
    OWN = "own", _("Taken by our own staff")
    AGENCY = "agency", _("Licensed by an agency")
    HANDOUT = "handout", _("Given to us for use")
    OPEN = "open", _("Open licence")


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


class ReviewState(models.TextChoices):
    """Where the working copy stands in the three reviews; what readers see is another matter."""

    DRAFT = "draft", _("Draft")
    FIRST = "first", _("Waits for the first review")
    SECOND = "second", _("Waits for the second review")
    FINAL = "final", _("Waits for the final review")
    SIGNED = "signed", _("Signed, to be published")
    RETURNED = "returned", pgettext_lazy("story", "Returned")


#: Somebody has to review the text next.
WAITING = frozenset({ReviewState.FIRST, ReviewState.SECOND, ReviewState.FINAL})
#: The text is with its writer.
WITH_WRITER = frozenset({ReviewState.DRAFT, ReviewState.RETURNED})
#: A change of the text makes passes void.
UNDER_REVIEW = WAITING | {ReviewState.SIGNED}


class Level(models.IntegerChoices):
    """The three reviews, in their order; the final one is the signature."""

    FIRST = 1, _("First review")
    SECOND = 2, _("Second review")
    FINAL = 3, _("Final review and signature")


#: The levels that a story goes through, by how many its section asks for.
LEVELS: dict[int, tuple[Level, ...]] = {
    1: (Level.FINAL,),
    2: (Level.FIRST, Level.FINAL),
    3: (Level.FIRST, Level.SECOND, Level.FINAL),
}
MOST_LEVELS = max(LEVELS)

STATE_OF_LEVEL = {
    Level.FIRST: ReviewState.FIRST,
    Level.SECOND: ReviewState.SECOND,
    Level.FINAL: ReviewState.FINAL,
}
LEVEL_OF_STATE = {state: level for level, state in STATE_OF_LEVEL.items()}


class DeskVerb(models.TextChoices):
    """Acts of the desk that are recorded with who, when and why."""

    SUBMIT = "submit", _("Submitted")
    TAKE_BACK = "take_back", _("Taken back")
    PASS_FIRST = "pass_first", _("Passed the first review")
    PASS_SECOND = "pass_second", _("Passed the second review")
    SIGN_OFF = "sign_off", _("Signed")
    RETURN = "return", pgettext_lazy("act of the desk", "Returned")
    GREEN = "green", _("Signed through the green channel")
    REVIEW_AFTER = "review_after", _("Reviewed afterwards")
    EDIT = "edit", _("Changed after a pass")
    REVERT = "revert", _("Earlier text restored")
    MERGE = "merge", _("Two texts merged")
    PUBLISH = "publish", _("Published")
    SCHEDULE = "schedule", pgettext_lazy("act of the desk", "Scheduled")
    UNSCHEDULE = "unschedule", _("Schedule cancelled")
    CORRECT = "correct", _("Corrected")
    WITHDRAW = "withdraw", _("Withdrawn")
    RESTORE = "restore", _("Restored")
    ARCHIVE = "archive", _("Archived")
    UNARCHIVE = "unarchive", _("Taken out of the archive")
    DISCARD = "discard", _("Moved to the recycle bin")
    RECOVER = "recover", _("Taken out of the recycle bin")
    PURGE = "purge", _("Deleted for good")
    BREAK_LOCK = "break_lock", _("Lock broken")


class Goal(Enum):
    """Where a transition leads when that depends on the story and its section."""

    #: The lowest level of the section that has no valid pass; signed when there is none.
    NEXT = "next"
    #: The same, and a draft once the text has been put out: a change then begins a new round.
    AGAIN = "again"
    #: Where it is.
    STAY = "stay"


#: What each act does to the state of the working copy; a cell that is missing is refused.
TRANSITIONS: dict[DeskVerb, dict[ReviewState, ReviewState | Goal]] = {
    DeskVerb.SUBMIT: dict.fromkeys(WITH_WRITER, Goal.NEXT),
    DeskVerb.TAKE_BACK: dict.fromkeys(WAITING, ReviewState.DRAFT),
    DeskVerb.PASS_FIRST: {ReviewState.FIRST: Goal.NEXT},
    DeskVerb.PASS_SECOND: {ReviewState.SECOND: Goal.NEXT},
    DeskVerb.SIGN_OFF: {ReviewState.FINAL: ReviewState.SIGNED},
    DeskVerb.RETURN: dict.fromkeys(UNDER_REVIEW, ReviewState.RETURNED),
    DeskVerb.GREEN: dict.fromkeys(WITH_WRITER | WAITING, ReviewState.SIGNED),
    DeskVerb.REVIEW_AFTER: dict.fromkeys(ReviewState, Goal.STAY),
    DeskVerb.EDIT: {
        **dict.fromkeys(WITH_WRITER, Goal.STAY),
        **dict.fromkeys(UNDER_REVIEW, Goal.AGAIN),
    },
    DeskVerb.PUBLISH: {ReviewState.SIGNED: Goal.STAY},
    DeskVerb.SCHEDULE: {ReviewState.SIGNED: Goal.STAY},
    DeskVerb.CORRECT: {ReviewState.SIGNED: Goal.STAY},
    DeskVerb.UNSCHEDULE: dict.fromkeys(ReviewState, Goal.STAY),
    DeskVerb.WITHDRAW: dict.fromkeys(ReviewState, Goal.STAY),
    DeskVerb.RESTORE: dict.fromkeys(ReviewState, Goal.STAY),
    DeskVerb.ARCHIVE: dict.fromkeys(WITH_WRITER | {ReviewState.SIGNED}, Goal.STAY),
    DeskVerb.UNARCHIVE: dict.fromkeys(ReviewState, Goal.STAY),
    DeskVerb.DISCARD: dict.fromkeys(WITH_WRITER, Goal.STAY),
    DeskVerb.RECOVER: dict.fromkeys(ReviewState, Goal.STAY),
}

PASS_OF_LEVEL = {
    Level.FIRST: DeskVerb.PASS_FIRST,
    Level.SECOND: DeskVerb.PASS_SECOND,
    Level.FINAL: DeskVerb.SIGN_OFF,
}


class Strictness(models.TextChoices):
    """How a section takes a rule of the checklist."""

    OFF = "off", _("Off")
    ADVISED = "advised", _("Advised")
    REQUIRED = "required", _("Required")


class NoticeKind(models.TextChoices):
    """What a person of the desk is told of; each can be switched off."""

    WAITS = "waits", _("A story waits for my review")
    RETURNED = "returned", _("A story of mine was returned")
    PASSED = "passed", _("A story of mine passed a review")
    PUBLISHED = "published", _("A story of mine was published")
    AFTERWARDS = "afterwards", _("A story of mine was corrected or withdrawn")
    MENTIONED = "mentioned", _("Somebody mentioned me in a note")
    LOCK = "lock", _("Somebody broke my lock")


class RevisionReason(models.TextChoices):
    IMPORT = "import", _("Imported")
    SAVE = "save", _("Saved")
    REVERT = "revert", _("Earlier text restored")
    MERGE = "merge", _("Two texts merged")
    #: The losing text of a collision; it was never the working copy.
    ASIDE = "aside", _("Kept aside")


class ImportOutcome(models.TextChoices):
    CREATED = "created", _("Created")
    UPDATED = "updated", _("Updated")
    UNCHANGED = "unchanged", _("Unchanged")
    REJECTED = "rejected", pgettext_lazy("import", "Rejected")


class Severity(models.TextChoices):
    INFO = "info", _("Note")
    WARNING = "warning", _("Warning")
    ERROR = "error", _("Error")
