"""Changes the lists of words: each act checks, changes, records, and tells all processes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from articles.models import User
from articles.workflow import demand
from comments.choices import LetterVerb
from comments.models import NOTE_LENGTH, Decision, LettersSettings, Phrase
from comments.phrases.planning import Change, Plan, plan
from comments.phrases.table import Row, Table

#: Phrases that the log names; of more it says how many there were.
NAMED = 5

FIELDS = ("words", "category", "level", "by_sound", "expires_on", "note")


@transaction.atomic
def keep(phrase: Phrase, *, by: User) -> Phrase:
    """Put a new phrase on its list, or keep one as it was changed."""
    is_new = phrase.pk is None
    demand(by, "comments.add_phrase" if is_new else "comments.change_phrase")
    hold_lists()
    phrase.by, phrase.changed_at = by, timezone.now()
    phrase.save()
    sentence = _("Added: %(phrase)s") if is_new else _("Changed: %(phrase)s")
    record(sentence % {"phrase": in_words(phrase)}, by)
    return phrase


@transaction.atomic
def remove(phrases: Iterable[Phrase], *, by: User) -> int:
    """Take phrases off their lists, in one act."""
    demand(by, "comments.delete_phrase")
    gone = list(phrases)
    if gone:
        hold_lists()
        Phrase.objects.filter(pk__in=[phrase.pk for phrase in gone]).delete()
        named = "\u3001".join(in_words(phrase) for phrase in gone[:NAMED])
        record(_("Removed %(count)d: %(phrases)s") % {"count": len(gone), "phrases": named}, by)
    return len(gone)


@transaction.atomic
def take_in(table: Table, *, by: User, name: str = "") -> Plan:
    """Do what a table says, as the lists stand now; `name` is the file's, for the log."""
    demand(by, "comments.add_phrase")
    demand(by, "comments.change_phrase")
    hold_lists()
    made = plan(table)
    if made.does_something:
        add(made.added, by)
        change(made.changed, by)
        record(f"{name or _('A pasted table')}: {made.in_words()}", by)
    return made


def add(rows: Sequence[Row], by: User) -> None:
    now = timezone.now()
    Phrase.objects.bulk_create(
        (
            Phrase(words=row.words, key=row.key, kind=row.kind, by=by, changed_at=now, **row.given)
            for row in rows
        ),
        batch_size=1000,
    )


def change(changes: Sequence[Change], by: User) -> None:
    now = timezone.now()
    for each in changes:
        for field, value in each.fields.items():
            setattr(each.phrase, field, value)
        each.phrase.by, each.phrase.changed_at = by, now
    phrases = [each.phrase for each in changes]
    Phrase.objects.bulk_update(phrases, [*FIELDS, "by", "changed_at"], batch_size=200)


def hold_lists() -> None:
    """Let each process know that its copy of the lists is old, and nobody else change them until
    this transaction ends: all changes write this one row, and write it first."""
    LettersSettings.note_phrases_changed()


def record(note: str, by: User) -> None:
    note = Truncator(note).chars(NOTE_LENGTH)
    Decision.objects.create(verb=LetterVerb.LIST, by=by, at=timezone.now(), note=note)


def in_words(phrase: Phrase) -> str:
    return _("%(words)s (%(list)s)") % {"words": phrase.words, "list": phrase.get_kind_display()}
