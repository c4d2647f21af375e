"""The lists of words as editors change them: one by one, or from a table and back."""

from comments.phrases.acts import keep, remove, take_in
from comments.phrases.planning import Change, Plan, plan
from comments.phrases.table import (
    MOST_BYTES,
    MOST_LINES,
    Fault,
    Row,
    Table,
    Unreadable,
    as_csv,
    read,
    read_text,
)

__all__ = [
    "MOST_BYTES",
    "MOST_LINES",
    "Change",
    "Fault",
    "Plan",
    "Row",
    "Table",
    "Unreadable",
    "as_csv",
    "keep",
    "plan",
    "read",
    "read_text",
    "remove",
    "take_in",
]
