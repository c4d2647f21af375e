"""What a posted form of a story means: the snapshot of the text that it would have saved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy
from typing import Any

from django.db.models import Model

from articles import compiling, text
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    Person,
    PhotoUse,
    Recommendation,
    Source,
    Tag,
    Topic,
)
from articles.workflow.texts import NO_USE

Snapshot = dict[str, Any]
Entry = dict[str, Any]

#: What a snapshot says of rows that were not posted, because their writer may not write them.
UNPOSTED: dict[type[Model], tuple[str, ...]] = {
    PhotoUse: ("uses", "photos", "cover"),
    ArticleSource: ("sources", "source_ids"),
    Credit: ("credits",),
    Recommendation: ("picks",),
}


def typed_snapshot(form: Any, formsets: Iterable[Any], base: Snapshot | None) -> Snapshot:
    """The text as it was typed over `base`; the working copy is neither read nor written.

    Form and rows have been validated, and the body is in order; whatever else was refused is
    taken as it was typed. A row that somebody deleted meanwhile is taken from what was posted
    and from the base. Files that were sent are stored in the photo library.
    """
    known = base or compiling.snapshot(Article.objects.get(pk=form.instance.pk))
    posted = {rows.model: rows for rows in formsets}
    parts = compiling.Parts(
        uses=list(typed_uses(rows_kept(posted.get(PhotoUse)), known["uses"], form.person)),
        sources=typed_sources(rows_kept(posted.get(ArticleSource)), known),
        credits=list(typed_credits(rows_kept(posted.get(Credit)), known["credits"])),
        picks=list(typed_picks(rows_kept(posted.get(Recommendation)), known["picks"])),
        tags=typed_tags(form.cleaned_data.get("tags", [tag["name"] for tag in known["tags"]])),
        topics=typed_topics(form.cleaned_data.get("topics"), known),
    )
    typed = compiling.snapshot(typed_article(form, known), parts)
    absent = [name for model in UNPOSTED.keys() - posted.keys() for name in UNPOSTED[model]]
    return typed | {name: known[name] for name in absent}


def typed_photos(article: Article, rows: Any, base: Snapshot | None, *, by: Any) -> Snapshot:
    """The same where only the photos of the story were posted."""
    known = base or compiling.snapshot(article)
    uses = list(typed_uses(rows_kept(rows), known["uses"], by))
    posted = copy(article)
    posted.body = known["body"]
    parts = compiling.Parts(uses=uses, sources=(), credits=(), picks=())
    typed = compiling.snapshot(posted, parts)
    return known | {name: typed[name] for name in UNPOSTED[PhotoUse]}


# The story itself


def typed_article(form: Any, base: Snapshot) -> Article:
    article: Article = copy(form.instance)
    for name in form.errors:
        if name in compiling.COPIED:
            setattr(article, name, form[name].data or "")
    if "section" in form.errors:
        article.section_id = base["section"]
    article.published_at = typed_time(form, base)
    article.title_key = text.title_key(article.title)
    return article


def typed_time(form: Any, base: Snapshot) -> Any:
    """The field drops what is smaller than a second, which is no change."""
    kept = Article._meta.get_field("published_at").to_python(base["published_at"])
    if "published_at" in form.errors:
        return kept
    typed = form.cleaned_data["published_at"]
    return kept if kept and typed == kept.replace(microsecond=0) else typed


def typed_tags(names: Sequence[str]) -> list[Tag]:
    """The tags that saving would give; one that is new is made when the text is saved."""
    tags: dict[str, Tag] = {}
    for name in names:
        tag = Tag.objects.select_related("synonym_of").filter(name__iexact=name).first()
        tag = (tag.synonym_of or tag) if tag else Tag(name=name, slug=Tag().slugify(name))
        tags.setdefault(tag.name, tag)
    return sorted(tags.values(), key=lambda tag: (tag.pk is None, tag.pk))


def typed_topics(chosen: Any, base: Snapshot) -> list[Topic]:
    topics = Topic.objects.in_bulk(base["topic_ids"]).values() if chosen is None else chosen
    return sorted(topics, key=lambda topic: -topic.pk)


# What hangs on it


def rows_kept(rows: Any) -> list[Any]:
    """The forms of a formset that were not removed, in the order that saving would give them."""
    if rows is None:
        return []
    forms = [row for row in rows.forms if not row.cleaned_data.get("DELETE")]
    known = [row for row in rows.initial_forms if row in forms]
    known.sort(key=lambda row: row.cleaned_data.get("rank") or 0)
    return known + [row for row in rows.extra_forms if row in forms and row.has_changed()]


def posted_key(row: Any, name: str) -> int | None:
    """The number that was posted, be it one of a row that is gone."""
    written = str(row[name].data or "")
    return int(written) if written.isascii() and written.isdigit() else None


def typed_uses(rows: Sequence[Any], base: Sequence[Entry], by: Any) -> Iterator[PhotoUse]:
    before = {use["id"]: use for use in base}
    for row in rows:
        row.take_in(by)
        use, old = row.instance, before.get(posted_key(row, "id"))
        for name in ("credit", "alt"):
            if name in row.errors:
                setattr(use, name, row[name].data or "")
        if old:
            use.key = old["key"]
            use.caption = unless_the_same(use.caption, old["caption"])
            for name in {"is_cover", "cover_caption", "in_gallery"} - row.fields.keys():
                setattr(use, name, old.get(name, NO_USE.get(name)))
            use.cover_caption = unless_the_same(use.cover_caption, old.get("cover_caption", ""))
        yield use


def unless_the_same(typed: str, old: str) -> str:
    """Browsers send every line end as two characters, which is no change."""
    return old if typed.splitlines() == old.splitlines() else typed


def typed_sources(rows: Sequence[Any], base: Snapshot) -> list[Source]:
    before = dict(zip(base["source_ids"], base["sources"], strict=True))
    sources: dict[int, Source] = {}
    for row in rows:
        key = posted_key(row, "source")
        source = row.cleaned_data.get("source")
        if not source and key in before:
            source = Source(pk=key, **before[key])
        if source:
            sources[source.pk] = source
    return list(sources.values())


def typed_credits(rows: Sequence[Any], base: Sequence[Entry]) -> Iterator[Credit]:
    before = {credit["person"]: credit["name"] for credit in base}
    for rank, row in enumerate(rows):
        key = posted_key(row, "person")
        person = row.cleaned_data.get("person")
        if not person and key in before:
            person = Person(pk=key, name=before[key])
        if person and "role" in row.cleaned_data:
            yield Credit(person=person, role=row.cleaned_data["role"], rank=rank)


def typed_picks(rows: Sequence[Any], base: Sequence[Entry]) -> Iterator[Recommendation]:
    """A story that is no longer here leaves the title that it had."""
    before = {pick["article"]: pick["title"] for pick in base if pick["article"]}
    for row in rows:
        target = row.cleaned_data.get("target")
        title = row["title"].data or before.get(posted_key(row, "target"), "")
        if target or title:
            pick = Recommendation(target=target, title=title)
            pick.title_key = text.title_key(title)
            pick.listed_at = row.cleaned_data.get("listed_at")
            yield pick
