"""How comments come in: posted by a reader on our page, or brought along by an imported story."""

from comments.identity import Sender
from comments.limits import Flooded
from comments.posting.admitting import (
    Barred,
    Closed,
    NameTaken,
    NotLive,
    SignInFirst,
    Unanswerable,
)
from comments.posting.importing import rescore, take_in
from comments.posting.receiving import REPEAT_WINDOW, post

__all__ = [
    "REPEAT_WINDOW",
    "Barred",
    "Closed",
    "Flooded",
    "NameTaken",
    "NotLive",
    "Sender",
    "SignInFirst",
    "Unanswerable",
    "post",
    "rescore",
    "take_in",
]
