"""Two states of a story set against each other: fields, photos, and the body by paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from difflib import SequenceMatcher
from itertools import count, groupby
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import renditions
from articles.choices import ArticleKind, CreditRole
from articles.comparing import Change, Kind, Run, paragraphs, runs
from articles.models import Article, Credit, Photo, PhotoUse, Section

Snapshot = dict[str, Any]
Entry = dict[str, Any]

#: Columns that are compared character by character, as they stand in a snapshot.
WRITTEN_ABOVE = ("kicker", "title", "subtitle", "list_title", "short_title", "digest", "dateline")
WRITTEN_BELOW = ("original_title", "original_author", "original_url")

SEPARATOR = "\u3001"
#: So many unchanged blocks stay in view beside a change; what lies further off is folded.
CONTEXT = 1
LEAST_FOLDED = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A field of the story and what became of it; `number` counts the changes of the page."""

    label: str
    runs: Sequence[Run]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo of the story, by its key: what became of it and of the words beside it."""

    kind: Kind
    address: str
    is_other_file: bool
    lines: Sequence[Line]
    number: int


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of the body; a photo comes with its picture and caption."""

    change: Change
    address: str = ""
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """One changed block of the body, with its number, or a stretch of unchanged ones without."""

    paragraphs: Sequence[Paragraph]
    number: int = 0
    is_folded: bool = False


@dataclass(slots=True)
class Comparison:
    lines: list[Line] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    body: list[Stretch] = field(default_factory=list)
    #: How many changes there are in all.
    count: int = 0


def compared(old: Snapshot, new: Snapshot) -> Comparison:
    """Two snapshots, as the pages show them."""
    numbers = count(1)
    tray = Tray.of(old, new)
    found = Comparison()
    found.lines = [
        Line(line.label, line.runs, next(numbers)) for line in lines(old, new) if changed(line)
    ]
    found.pictures = list(pictures(tray, numbers))
    blocks = [tray.placed(change) for change in paragraphs(old["body"], new["body"])]
    found.body = list(stretches(blocks, numbers))
    found.count = next(numbers) - 1
    return found


# Fields


def changed(line: Line) -> bool:
    return any(run.kind != Kind.KEPT for run in line.runs)


def lines(old: Snapshot, new: Snapshot) -> Iterator[Line]:
    """Every field but the body and the photos, changed or not."""
    for name in WRITTEN_ABOVE:
        yield written(name, old, new)
    yield Line(label_of("section"), whole(*names_of_sections(old, new)))
    yield listed(label_of("topics"), old, new, lambda one: names(one["topics"]))
    yield listed(label_of("tags"), old, new, lambda one: names(one["tags"]))
    yield Line(
        label_of("kind"), whole(*(str(ArticleKind(one["kind"]).label) for one in (old, new)))
    )
    for name in WRITTEN_BELOW:
        yield written(name, old, new)
    yield listed(label_of("sources"), old, new, lambda one: names(one["sources"]))
    yield listed(str(Credit._meta.verbose_name_plural), old, new, credits)
    yield Line(label_of("published_at"), whole(*(time_of(one) for one in (old, new))))
    yield listed(_("Recommended"), old, new, lambda one: [pick["title"] for pick in one["picks"]])


def label_of(name: str, model: type[Model] = Article) -> str:
    column: Any = model._meta.get_field(name)
    return str(column.verbose_name)


def written(name: str, old: Snapshot, new: Snapshot) -> Line:
    return Line(label_of(name), runs(old[name], new[name]))


def whole(old: str, new: str) -> list[Run]:
    """A value that is chosen, not written: it is another one, or the same."""
    both = (Run(Kind.REMOVED, old), Run(Kind.ADDED, new))
    return [run for run in ((Run(Kind.KEPT, old),) if old == new else both) if run.text]


def listed(label: str, old: Snapshot, new: Snapshot, read: Callable[[Snapshot], list[str]]) -> Line:
    """A row of names, each of them kept, added or removed as a whole."""
    one, other = read(old), read(new)
    found: list[Run] = []
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag == "equal":
            found += [Run(Kind.KEPT, name) for name in one[i1:i2]]
            continue
        found += [Run(Kind.REMOVED, name) for name in one[i1:i2]]
        found += [Run(Kind.ADDED, name) for name in other[j1:j2]]
    return Line(label, list(parted(found)))


def parted(found: Sequence[Run]) -> Iterator[Run]:
    for place, run in enumerate(found):
        if place:
            yield Run(Kind.KEPT, SEPARATOR)
        yield run


def names(entries: Sequence[Entry]) -> list[str]:
    return [entry["name"] for entry in entries]


def credits(snapshot: Snapshot) -> list[str]:
    return [f"{CreditRole(one['role']).label} {one['name']}" for one in snapshot["credits"]]


def names_of_sections(*snapshots: Snapshot) -> list[str]:
    sections = Section.objects.in_bulk({one["section"] for one in snapshots if one["section"]})
    gone = _("A section that no longer exists")
    return [str(sections.get(one["section"], gone)) if one["section"] else "" for one in snapshots]


def time_of(snapshot: Snapshot) -> str:
    at = snapshot["published_at"]
    return date_format(timezone.localtime(datetime.fromisoformat(at)), "Y-m-d H:i") if at else ""


# Photos

#: What an entry says of a photo; its row's number says nothing, for a photo may get a new row.
TOLD = ("photo", "caption", "credit", "alt", "is_cover", "cover_caption", "in_gallery")


@dataclass(frozen=True, slots=True)
class Tray:
    """The photos of both states by their key, and the files that they show."""

    old: dict[str, Entry]
    new: dict[str, Entry]
    files: dict[int, Photo]

    @classmethod
    def of(cls, old: Snapshot, new: Snapshot) -> Tray:
        files = {use["photo"] for one in (old, new) for use in one["uses"] if use["photo"]}
        by_key = [{use["key"]: use for use in one["uses"]} for one in (old, new)]
        return cls(by_key[0], by_key[1], Photo.objects.in_bulk(files))

    def address(self, entry: Entry) -> str:
        return renditions.smallest_url(self.files.get(entry.get("photo") or 0))

    def placed(self, change: Change) -> Paragraph:
        entry = self.new.get(change.photo) or self.old.get(change.photo) or {}
        return Paragraph(change, self.address(entry), entry.get("caption", ""))


def pictures(tray: Tray, numbers: Iterator[int]) -> Iterator[Picture]:
    """The photos that came, went, or got other words or another file."""
    for key in dict.fromkeys([*tray.new, *tray.old]):
        old, new = tray.old.get(key, {}), tray.new.get(key, {})
        if any((old.get(name) or "") != (new.get(name) or "") for name in TOLD):
            yield Picture(
                kind=Kind.CHANGED if old and new else Kind.ADDED if new else Kind.REMOVED,
                address=tray.address(new or old),
                is_other_file=bool(old and new) and old["photo"] != new["photo"],
                lines=[line for line in words_of(old, new) if line.runs],
                number=next(numbers),
            )


def words_of(old: Entry, new: Entry) -> Iterator[Line]:
    for name in ("caption", "credit", "alt", "cover_caption"):
        yield Line(label_of(name, PhotoUse), runs(old.get(name, ""), new.get(name, "")))
    for name in ("is_cover", "in_gallery"):
        said = [_("yes") if one.get(name) else "" for one in (old, new)]
        yield Line(label_of(name, PhotoUse), whole(*said))


# The body


def stretches(blocks: Sequence[Paragraph], numbers: Iterator[int]) -> Iterator[Stretch]:
    """Changed blocks one by one; of what lies between them, all but the edges folded."""
    done = 0
    for is_change, found in groupby(blocks, is_marked):
        group = list(found)
        if is_change:
            yield from (Stretch([block], next(numbers)) for block in group)
        else:
            head = CONTEXT if done else 0
            tail = CONTEXT if done + len(group) < len(blocks) else 0
            yield from folded(group, head, len(group) - tail)
        done += len(group)


def is_marked(block: Paragraph) -> bool:
    return block.change.kind != Kind.KEPT or block.change.moved


def folded(blocks: Sequence[Paragraph], head: int, tail: int) -> Iterator[Stretch]:
    """The blocks with those from `head` to before `tail` put away, if that saves any room."""
    if tail - head < LEAST_FOLDED:
        yield Stretch(blocks)
        return
    cut = ((blocks[:head], False), (blocks[head:tail], True), (blocks[tail:], False))
    yield from (Stretch(part, is_folded=fold) for part, fold in cut if part)
