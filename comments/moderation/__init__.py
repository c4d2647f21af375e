"""What moderators do: each act checks, locks, changes, records and announces."""

from comments.moderation.acting import PERMISSION
from comments.moderation.deciding import (
    Outcome,
    approve,
    decide,
    overtaken_sentence,
    refuse_by_screening,
    reject,
)

__all__ = [
    "PERMISSION",
    "Outcome",
    "approve",
    "decide",
    "overtaken_sentence",
    "refuse_by_screening",
    "reject",
]
