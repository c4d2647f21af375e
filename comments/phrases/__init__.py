"""The lists of words as editors change them: one by one, or from a table and back."""

from comments.phrases.acts import keep, remove, take_in
from comments.phrases.cells import BadCell, demand_sound, heading, read_words, told
from comments.phrases.planning import Change, Plan, plan
from comments.phrases.table import (
    MOST_BYTES,
    MOST_LINES,
    Fault,
    Row,
    Table,
    Unreadable,
    as_csv,
    decoded,
    read,
    read_text,
)

__all__ = [
    "MOST_BYTES",
    "MOST_LINES",
    "BadCell",
    "Change",
    "Fault",
    "Plan",
    "Row",
    "Table",
    "Unreadable",
    "as_csv",
    "decoded",
    "demand_sound",
    "heading",
    "keep",
    "plan",
    "read",
    "read_text",
    "read_words",
    "remove",
    "take_in",
    "told",
]
