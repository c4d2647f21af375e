"""What a table would do to the lists: which phrases are new, which change and how."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from comments.models import Phrase
from comments.phrases.table import Fault, Row, Table


@dataclass(frozen=True, slots=True)
class Change:
    """A phrase of the lists that the table says otherwise: `fields` hold the new values."""

    row: Row
    phrase: Phrase
    fields: dict[str, Any]


@dataclass(slots=True)
class Plan:
    added: list[Row] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    faults: Sequence[Fault] = ()

    @property
    def does_something(self) -> bool:
        return bool(self.added or self.changed)

    def in_words(self) -> str:
        """What it comes to, for the log and for who did it."""
        sentence = _("%(added)d added, %(changed)d changed, %(same)d as before, %(faulty)d faulty")
        return sentence % {
            "added": len(self.added),
            "changed": len(self.changed),
            "same": self.unchanged,
            "faulty": len(self.faults),
        }


def plan(table: Table) -> Plan:
    """Compare a table with the lists as they stand: two queries, however long it is."""
    made = Plan(faults=table.faults)
    known = {(phrase.key, phrase.kind): phrase for phrase in Phrase.objects.order_by().iterator()}
    for row in table.rows:
        phrase = known.get((row.key, row.kind))
        if phrase is None:
            made.added.append(row)
        elif fields := differing(row, phrase):
            made.changed.append(Change(row, phrase, fields))
        else:
            made.unchanged += 1
    return made


def differing(row: Row, phrase: Phrase) -> dict[str, Any]:
    """What the line says otherwise; of what it does not say, the list is right."""
    said = row.given | {"words": row.words}
    return {name: value for name, value in said.items() if getattr(phrase, name) != value}
