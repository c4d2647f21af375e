"""What the desk does to a story: an act checks, changes in one transaction, records, announces."""

from articles.workflow.acting import Refused, Stale, demand, stale_sentence
from articles.workflow.afterwards import repeat, restore, withdraw
from articles.workflow.hindrances import hindrances
from articles.workflow.keeping import (
    BIN_DAYS,
    archive,
    discard,
    purge,
    recover,
    unarchive,
)
from articles.workflow.presence import break_, company, leave, release, seen, take
from articles.workflow.publishing import publish, unschedule
from articles.workflow.reviewing import (
    green,
    pass_,
    return_,
    review_afterwards,
    sign_off,
    submit,
    take_back,
)
from articles.workflow.rewriting import left_out, rewrite
from articles.workflow.rights import PERMISSIONS, Facts, facts_of, may, reviewers
from articles.workflow.saving import against_saving, claim_version, keep_aside, record_save
from articles.workflow.unsaved import drop_typed, forget_old, keep_typed, typed, unsaved_of

__all__ = [
    "BIN_DAYS",
    "PERMISSIONS",
    "Facts",
    "Refused",
    "Stale",
    "against_saving",
    "archive",
    "break_",
    "claim_version",
    "company",
    "demand",
    "discard",
    "drop_typed",
    "facts_of",
    "forget_old",
    "green",
    "hindrances",
    "keep_aside",
    "keep_typed",
    "leave",
    "left_out",
    "may",
    "pass_",
    "publish",
    "purge",
    "record_save",
    "recover",
    "release",
    "repeat",
    "restore",
    "return_",
    "review_afterwards",
    "reviewers",
    "rewrite",
    "seen",
    "sign_off",
    "stale_sentence",
    "submit",
    "take",
    "take_back",
    "typed",
    "unarchive",
    "unsaved_of",
    "unschedule",
    "withdraw",
]
