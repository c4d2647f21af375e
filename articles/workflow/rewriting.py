"""Writing an earlier or a merged text over the working copy, with all that hangs on it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import compiling, richtext, text
from articles.choices import DeskVerb, RevisionReason
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    Person,
    Photo,
    PhotoUse,
    Recommendation,
    Revision,
    Section,
    Source,
    Topic,
    User,
)
from articles.workflow import acting
from articles.workflow.rights import PERMISSIONS
from articles.workflow.saving import claim_version, record_save
from articles.workflow.texts import NO_USE

Snapshot = dict[str, Any]
Entry = dict[str, Any]

#: What a use says, but for its photo.
USE_WORDS = tuple(name for name in NO_USE if name != "photo")

REASONS = {
    DeskVerb.REVERT: RevisionReason.REVERT,
    DeskVerb.MERGE: RevisionReason.MERGE,
}
#: Columns that are written as the snapshot has them; the key of the title follows from the title.
COLUMNS = tuple(name for name in compiling.COPIED if name != "title_key")


@transaction.atomic
def rewrite(
    article: Article,
    snapshot: Snapshot,
    *,
    by: User,
    version: int,
    verb: DeskVerb,
    note: str = "",
) -> Revision:
    """Save this text (the shape of `compiling.snapshot`) as the next version of the story.

    `verb` is REVERT or MERGE. What the text names and is no longer here is left out, and the note
    of the act says so, as `left_out` does beforehand. An earlier text brings the time shown to
    readers back only while the story was never out. Raises PermissionDenied, Stale, or Refused
    where the story is put away or locked, or where a column cannot hold the text.
    """
    acting.demand(by, *PERMISSIONS[verb])
    held = acting.lock(article)
    claim_version(held, version, by=by)
    named = named_in(snapshot, held)
    write_columns(held, snapshot, named)
    write_time(held, moment(snapshot["published_at"]), verb)
    held.updated_by, held.updated_at = by, timezone.now()
    held.save()
    write_parts(held, snapshot, named)
    revision = record_save(held, by=by, reason=REASONS[verb])
    Recommendation.objects.resolve([held])
    acting.record(revision.article, verb, by=by, note=" ".join([note, *named.gone]))
    return revision


def left_out(article: Article, snapshot: Snapshot) -> list[str]:
    """What `rewrite` could not bring back now, in sentences; empty when it brings back all."""
    return named_in(snapshot, article).gone


# What a text names


@dataclass(frozen=True, slots=True)
class Named:
    """The rows that a text names, as far as they are still here; `gone` tells of the others."""

    section: Section | None
    topics: list[Topic]
    sources: list[Source]
    credits: list[tuple[str, Person]]
    uses: list[tuple[Entry, Photo | None]]
    targets: Collection[int]
    gone: list[str]


def named_in(snapshot: Snapshot, article: Article) -> Named:
    topics = Topic.objects.in_bulk(snapshot["topic_ids"])
    sources = sources_of(snapshot)
    people = Person.objects.in_bulk({one["person"] for one in snapshot["credits"]})
    uses = uses_of(snapshot, article)
    section = Section.objects.filter(pk=snapshot["section"]).first()
    missing = [
        *names_of(snapshot["sources"], sources),
        *names_of(snapshot["credits"], [people.get(one["person"]) for one in snapshot["credits"]]),
        *names_of(snapshot["topics"], [topics.get(key) for key in snapshot["topic_ids"]]),
    ]
    return Named(
        section=section or (article.section if snapshot["section"] else None),
        topics=list(topics.values()),
        sources=list(dict.fromkeys(source for source in sources if source)),
        credits=[
            (one["role"], people[one["person"]])
            for one in snapshot["credits"]
            if one["person"] in people
        ],
        uses=uses,
        targets=targets_of(snapshot),
        gone=told(missing, uses, lost_section=bool(snapshot["section"] and not section)),
    )


def names_of(entries: Iterable[Entry], rows: Iterable[models.Model | None]) -> list[str]:
    """The names of the entries whose row is gone."""
    return [one["name"] for one, row in zip(entries, rows, strict=True) if row is None]


def sources_of(snapshot: Snapshot) -> list[Source | None]:
    """The source of each line: the one it was, else one known under that name."""
    entries = snapshot["sources"]
    same = Source.objects.in_bulk(snapshot["source_ids"])
    named = Source.objects.by_key(one["name"] for one in entries)
    return [
        same.get(key) or named.get(text.name_key(one["name"]))
        for key, one in zip(snapshot["source_ids"], entries, strict=True)
    ]


def uses_of(snapshot: Snapshot, article: Article) -> list[tuple[Entry, Photo | None]]:
    """The photos of the story, each key once; a key that another story bears is its own."""
    entries = {one["key"]: one for one in snapshot["uses"]}
    others = PhotoUse.objects.filter(key__in=entries).exclude(article=article)
    for key in others.values_list("key", flat=True):
        del entries[key]
    photos = Photo.objects.in_bulk({one["photo"] for one in entries.values() if one["photo"]})
    return [(one, photos.get(one["photo"])) for one in entries.values()]


def targets_of(snapshot: Snapshot) -> set[int]:
    wanted = {one["article"] for one in snapshot["picks"] if one["article"]}
    return set(Article.objects.filter(pk__in=wanted).values_list("pk", flat=True))


def told(
    missing: Sequence[str], uses: Iterable[tuple[Entry, Photo | None]], *, lost_section: bool
) -> list[str]:
    sentences = []
    if lost_section:
        sentences.append(_("The section of that text no longer exists; the story keeps its own."))
    if missing:
        names = "\u3001".join(dict.fromkeys(missing))
        sentences.append(
            _("Left out, because the desk no longer has it: %(names)s") % {"names": names}
        )
    sentences += [
        _("A photo has been deleted; its caption waits for a file again: %(caption)s")
        % {"caption": entry["caption"]}
        for entry, photo in uses
        if entry["photo"] and not photo
    ]
    return sentences


# Writing it


def write_columns(article: Article, snapshot: Snapshot, named: Named) -> None:
    for name in COLUMNS:
        setattr(article, name, snapshot[name])
    refuse_unfit(article, COLUMNS)
    try:
        article.body = richtext.clean(snapshot["body"])
    except richtext.TooLarge as error:
        raise acting.Refused(str(error)) from error
    article.section = named.section


def write_time(article: Article, shown: datetime | None, verb: DeskVerb) -> None:
    """Who merges has seen both times and chosen; once readers saw one, none is taken away."""
    if not article.editions.exists() or (shown and verb == DeskVerb.MERGE):
        article.published_at = shown


def refuse_unfit(row: models.Model, names: Collection[str]) -> None:
    """Refuse what a column cannot hold, in the words in which a form would."""
    others = {field.name for field in row._meta.fields if field.name not in names}
    try:
        row.clean_fields(exclude=others)
    except ValidationError as error:
        raise acting.Refused(
            *(
                _("%(field)s: %(sentence)s")
                % {"field": label_of(row, name), "sentence": " ".join(sentences)}
                for name, sentences in error.message_dict.items()
            )
        ) from error


def label_of(row: models.Model, name: str) -> str:
    field: Any = row._meta.get_field(name)
    return str(field.verbose_name)


def moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def write_parts(article: Article, snapshot: Snapshot, named: Named) -> None:
    article.topics.set(named.topics)
    article.tags.set([tag["name"] for tag in snapshot["tags"]])
    write_sources(article, named.sources)
    write_credits(article, named.credits)
    write_uses(article, named.uses)
    write_picks(article, snapshot["picks"], named.targets)


def write_sources(article: Article, sources: Sequence[Source]) -> None:
    article.source_lines.all().delete()
    ArticleSource.objects.bulk_create(
        ArticleSource(article=article, source=source, rank=rank)
        for rank, source in enumerate(sources)
    )


def write_credits(article: Article, credits: Sequence[tuple[str, Person]]) -> None:
    article.credits.all().delete()
    Credit.objects.bulk_create(
        Credit(article=article, person=person, role=role, rank=rank)
        for rank, (role, person) in enumerate(dict.fromkeys(credits))
    )


def write_uses(article: Article, uses: Sequence[tuple[Entry, Photo | None]]) -> None:
    """Uses keep their rows, so that a photo in the text stays the one it is."""
    kept = {use.key: use for use in article.photo_uses.all()}
    article.photo_uses.exclude(key__in=[entry["key"] for entry, _photo in uses]).delete()
    # The old cover gives way first: the database allows one at any moment.
    article.photo_uses.update(is_cover=False)
    cover = next((entry["key"] for entry, _photo in uses if entry["is_cover"]), None)
    for rank, (entry, photo) in enumerate(uses):
        use = kept.get(entry["key"]) or PhotoUse(article=article, key=entry["key"])
        use.rank, use.photo, use.is_cover = rank, photo, entry["key"] == cover
        for name in USE_WORDS:
            setattr(use, name, entry.get(name, NO_USE[name]))
        refuse_unfit(use, USE_WORDS)
        use.save()


def write_picks(article: Article, entries: Iterable[Entry], targets: Collection[int]) -> None:
    """A story that is no longer here becomes the title that it had, and waits for it."""
    article.recommendations.all().delete()
    taken = {article.pk}
    picks: list[Recommendation] = []
    for entry in entries:
        target = entry["article"] if entry["article"] in targets else None
        if entry["article"] in taken or not (target or entry["title"]):
            continue
        taken.add(target or article.pk)
        pick = Recommendation(article=article, target_id=target, rank=len(picks))
        pick.title, pick.listed_at = entry["title"], moment(entry["at"])
        pick.title_key = text.title_key(pick.title)
        refuse_unfit(pick, ("title",))
        picks.append(pick)
    Recommendation.objects.bulk_create(picks)
