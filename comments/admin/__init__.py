"""The desk of the letters page."""

from comments.admin.ban import BanAdmin
from comments.admin.comment import CommentAdmin
from comments.admin.disclosure import DisclosureAdmin
from comments.admin.log import DecisionAdmin
from comments.admin.phrase import PhraseAdmin
from comments.admin.rules import LettersRuleAdmin, LettersSettingsAdmin
from comments.admin.writer import WriterAdmin

__all__ = [
    "BanAdmin",
    "CommentAdmin",
    "DecisionAdmin",
    "DisclosureAdmin",
    "LettersRuleAdmin",
    "LettersSettingsAdmin",
    "PhraseAdmin",
    "WriterAdmin",
]
