"""What moderators do: each act checks, locks, changes, records and announces."""

from comments.moderation.acting import AT_ONCE, PERMISSION
from comments.moderation.banning import BAN_DAYS, ban_network, ban_writer, batch_of, lift
from comments.moderation.complaints import deny, dismiss_reports
from comments.moderation.deciding import (
    Outcome,
    approve,
    decide,
    overtaken_sentence,
    refuse_by_screening,
    reject,
)
from comments.moderation.everywhere import decide_same, same_text
from comments.moderation.picking import pick, unpick
from comments.moderation.trusting import set_trust
from comments.moderation.undoing import UNDO_WITHIN, undo
from comments.moderation.watching import look, others

__all__ = [
    "AT_ONCE",
    "BAN_DAYS",
    "PERMISSION",
    "UNDO_WITHIN",
    "Outcome",
    "approve",
    "ban_network",
    "ban_writer",
    "batch_of",
    "decide",
    "decide_same",
    "deny",
    "dismiss_reports",
    "lift",
    "look",
    "others",
    "overtaken_sentence",
    "pick",
    "refuse_by_screening",
    "reject",
    "same_text",
    "set_trust",
    "undo",
    "unpick",
]
