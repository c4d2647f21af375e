"""What moderators do: each act checks, locks, changes, records and announces."""

from comments.moderation.deciding import (
    PERMISSION,
    Outcome,
    approve,
    decide,
    overtaken_sentence,
    reject,
)

__all__ = ["PERMISSION", "Outcome", "approve", "decide", "overtaken_sentence", "reject"]
