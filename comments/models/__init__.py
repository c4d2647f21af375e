"""What the letters page keeps, one noun a file."""

from comments.models.ban import Ban
from comments.models.comment import (
    NOTE_LENGTH,
    REGION_LENGTH,
    TEXT_LENGTH,
    Comment,
    CommentQuerySet,
    Like,
)
from comments.models.complaint import WORDS_LENGTH, Appeal, Report
from comments.models.guards import DECISION, DISCLOSURE
from comments.models.log import Decision
from comments.models.phrase import PHRASE_LENGTH, Phrase
from comments.models.rules import KEEP_DAYS, MOST_BITS, LettersRule, LettersSettings
from comments.models.tally import Tally
from comments.models.whereabouts import Disclosure, Whereabouts
from comments.models.writer import NAME_LENGTH, Writer

__all__ = [
    "DECISION",
    "DISCLOSURE",
    "KEEP_DAYS",
    "MOST_BITS",
    "NAME_LENGTH",
    "NOTE_LENGTH",
    "PHRASE_LENGTH",
    "REGION_LENGTH",
    "TEXT_LENGTH",
    "WORDS_LENGTH",
    "Appeal",
    "Ban",
    "Comment",
    "CommentQuerySet",
    "Decision",
    "Disclosure",
    "LettersRule",
    "LettersSettings",
    "Like",
    "Phrase",
    "Report",
    "Tally",
    "Whereabouts",
    "Writer",
]
