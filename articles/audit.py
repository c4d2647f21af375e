"""The log of the desk as a chain: adds rows, each hashing the one before, and checks them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from articles.models import DeskAct, LogHead

#: What the first row names as the hash of the row before it.
START = "0" * 64

#: Rows that are read at once when the chain is walked.
PAGE = 1000


def hashed(act: DeskAct) -> list[Any]:
    """The values that a row's hash vouches for, in their order; the last is the hash before."""
    return [
        act.number,
        act.article_id,
        act.title,
        act.verb,
        act.by_id,
        act.at and act.at.astimezone(UTC).isoformat(timespec="microseconds"),
        act.edition_id,
        act.version,
        act.round,
        act.level,
        act.text_hash,
        act.note,
        act.previous,
    ]


def row_hash(act: DeskAct) -> str:
    """SHA-256 over the row's values and the hash of the row before, as 64 hexadecimal digits."""
    return hashlib.sha256(json.dumps(hashed(act), ensure_ascii=False).encode()).hexdigest()


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


# Checking


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold: the number due there, and what is wrong.

    `act` is the row that stands there, if one does.
    """

    number: int
    sentence: str
    act: DeskAct | None = None


@dataclass(slots=True)
class Verdict:
    """How many rows hold up to the first break, and the hash of the last that was read.

    `expected_at` is the number of the row among them that bears the hash one looked for.
    """

    rows: int = 0
    last_hash: str = START
    broken: Break | None = None
    expected_at: int | None = None


def nobody(rows: int) -> None:
    """Tell nobody how far it has come."""


def verify(expect: str = "", tell: Callable[[int], None] = nobody) -> Verdict:
    """Walk the whole chain in constant memory and compare its end with the end that is noted.

    A chain that was written anew from some row on, end and all, holds in itself; only a hash
    noted elsewhere betrays it. `expect` is such a hash. `tell` hears how many rows were read.
    """
    walked = Verdict(expected_at=0 if expect == START else None)
    go_on(walked, expect, tell)
    # Read after the rows: acts that are being done meanwhile have moved the end, not broken it.
    head = LogHead.objects.filter(pk=1).first()
    if head and not walked.broken:
        go_on(walked, expect, tell, upto=head.number)
    walked.broken = walked.broken or fault_of_end(walked, head)
    if walked.broken:
        walked.rows = walked.broken.number - 1
    return walked


def go_on(
    walked: Verdict, expect: str, tell: Callable[[int], None], upto: int | None = None
) -> None:
    for act in in_order(after=walked.rows or -1, upto=upto):
        walked.broken = fault(act, walked)
        if walked.broken:
            return
        walked.rows, walked.last_hash = act.number, act.row_hash
        if act.row_hash == expect:
            walked.expected_at = act.number
        tell(walked.rows)


def in_order(after: int, upto: int | None = None) -> Iterator[DeskAct]:
    """The rows by number, a page at a time: nothing is held open between two pages."""
    rows = DeskAct.objects.order_by("number")
    if upto is not None:
        rows = rows.filter(number__lte=upto)
    while page := readable(rows.filter(number__gt=after)[:PAGE]):
        yield from page
        after = page[-1].number


def readable(rows: QuerySet[DeskAct]) -> list[DeskAct]:
    """The rows. SQLite keeps a time that is none, and then each row's time is read when needed."""
    try:
        return list(rows)
    except ValueError:
        return list(rows.defer("at"))


def fault(act: DeskAct, walked: Verdict) -> Break | None:
    """What is wrong with the row that comes after those walked; None when nothing is."""
    due = walked.rows + 1
    if act.number != due:
        return Break(due, _("This row is missing."), act)
    if act.previous != walked.last_hash:
        return Break(due, _("This row does not follow the one before it."), act)
    if not is_as_written(act):
        return Break(due, _("This row has been changed since it was written."), act)
    return None


def is_as_written(act: DeskAct) -> bool:
    try:
        return act.row_hash == row_hash(act)
    except ValueError:
        return False


def fault_of_end(walked: Verdict, head: LogHead | None) -> Break | None:
    """What is wrong with the end of the chain, all of whose rows hold together."""
    number, noted_hash = (head.number, head.row_hash) if head else (0, START)
    if number > walked.rows:
        return Break(walked.rows + 1, _("This row and all after it are missing."))
    if number < walked.rows:
        sentence = _("The end of the log was noted before this row: it came in another way.")
        return Break(number + 1, sentence, DeskAct.objects.filter(number=number + 1).first())
    if noted_hash != walked.last_hash:
        sentence = _("This row is not the one that was noted as the end of the log.")
        return Break(number, sentence, DeskAct.objects.filter(number=number).first())
    return None
