"""The log of the desk as a chain: adds rows, each hashing the one before, and checks them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from articles.models import DeskAct, LogHead

#: What the first row names as the hash of the row before it.
START = "0" * 64


def row_hash(act: DeskAct) -> str:
    """SHA-256 over the row's values and the hash of the row before, as 64 hexadecimal digits."""
    values = [
        act.number,
        act.article_id,
        act.title,
        act.verb,
        act.by_id,
        act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        act.edition_id,
        act.version,
        act.round,
        act.level,
        act.text_hash,
        act.note,
        act.previous,
    ]
    return hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).hexdigest()


def add(**fields: Any) -> DeskAct:
    """Add a row at the end; to be called in the transaction of the act that it records.

    Whoever adds holds the end of the log until that transaction is over, so rows stand in the
    order in which they were committed and no two name the same row before them.
    """
    LogHead.objects.get_or_create(pk=1, defaults={"row_hash": START})
    head = LogHead.objects.select_for_update().get(pk=1)
    act = DeskAct(number=head.number + 1, previous=head.row_hash, **fields)
    act.row_hash = row_hash(act)
    act.save(force_insert=True)
    LogHead.objects.filter(pk=1).update(number=F("number") + 1, row_hash=act.row_hash)
    return act


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: the row's number, and what is wrong."""

    number: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many rows were read up to the first break, and the hash of the last good one."""

    rows: int
    last_hash: str
    broken: Break | None


def verify() -> Verdict:
    """Walk the whole chain in constant memory and compare its end with the end that is noted."""
    rows, before = 0, START
    for act in in_order():
        if trouble := fault(act, rows + 1, before):
            return Verdict(rows, before, Break(act.number, trouble))
        rows, before = rows + 1, act.row_hash
    head = LogHead.objects.filter(pk=1).first()
    if (head.number, head.row_hash) != (rows, before) if head else rows > 0:
        sentence = _("The end of the log is missing: rows after this one have been removed.")
        return Verdict(rows, before, Break(rows, sentence))
    return Verdict(rows, before, None)


def in_order() -> Iterator[DeskAct]:
    return DeskAct.objects.order_by("number").iterator(chunk_size=1000)


def fault(act: DeskAct, number: int, before: str) -> str:
    """What is wrong with this row, which should bear this number; empty when nothing is."""
    if act.number != number:
        return _("The row before this one is missing: number %(number)d.") % {"number": number}
    if act.previous != before:
        return _("This row does not follow the one before it.")
    if act.row_hash != row_hash(act):
        return _("This row has been changed since it was written.")
    return ""
