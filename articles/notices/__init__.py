"""Tells people of the desk what concerns them: in the desk at once, by letter in batches."""

from articles.notices.choosing import DESK, MAIL, WAYS, choose, is_on
from articles.notices.letters import Undelivered, send_letters
from articles.notices.mentions import Piece, Suggestion, pieces, suggested
from articles.notices.notes import add_note, colleagues
from articles.notices.telling import listed, mark_read, path_of, tell, tell_of_act, unread

__all__ = [
    "DESK",
    "MAIL",
    "WAYS",
    "Piece",
    "Suggestion",
    "Undelivered",
    "add_note",
    "choose",
    "colleagues",
    "is_on",
    "listed",
    "mark_read",
    "path_of",
    "pieces",
    "send_letters",
    "suggested",
    "tell",
    "tell_of_act",
    "unread",
]
