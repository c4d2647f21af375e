"""What turns a working copy into the columns of an edition, and into a revision's snapshot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from articles import richtext, text
from articles.choices import CreditRole, PhotoKind
from articles.models import (
    Article,
    Credit,
    PhotoUse,
    Recommendation,
    Source,
    Tag,
    Topic,
)

#: Columns that an edition takes over as they stand.
COPIED = (
    "kicker",
    "title",
    "title_key",
    "subtitle",
    "list_title",
    "short_title",
    "digest",
    "dateline",
    "kind",
    "original_title",
    "original_url",
    "original_author",
)

#: All that `columns` fills.
COLUMNS = (
    *COPIED,
    "body",
    "photos",
    "cover",
    "sources",
    "credits",
    "tags",
    "topics",
    "picks",
)

#: Columns that a pass vouches for, beside photos, sources and credits: what readers read. Section,
#: tags, topics, recommendations and the time only say where the story stands.
REVIEWED = (*(name for name in COPIED if name != "title_key"), "body")

ROLE_ORDER = {role: place for place, role in enumerate(CreditRole.values)}


@dataclass(frozen=True, slots=True)
class Parts:
    """All that hangs on a story, each kind in its order."""

    uses: Sequence[PhotoUse]
    sources: Sequence[Source]
    credits: Sequence[Credit]
    picks: Sequence[Recommendation]
    tags: Sequence[Tag] = ()
    topics: Sequence[Topic] = ()


def parts_of(article: Article) -> Parts:
    """The parts as they stand in the database, in six queries."""
    return Parts(
        uses=list(article.photo_uses.select_related("photo")),
        sources=[line.source for line in article.source_lines.select_related("source")],
        credits=list(article.credits.select_related("person")),
        picks=list(article.recommendations.select_related("target")),
        tags=list(article.tags.order_by("id")),
        topics=list(article.topics.all()),
    )


def columns(article: Article, parts: Parts | None = None) -> dict[str, Any]:
    """The content of an edition: everything a reader will see, without dates and interval.

    Shapes of the JSON columns:
    sources  [{"name", "url", "is_own"}]
    credits  [{"role", "name", "person"}], in the order of the printed line
    tags, topics  [{"name", "slug"}]
    photos   [{"key", "caption", "credit", "alt", "kind", "in_gallery", "photo": {"token",
             "width", "height"} or null}], in the order of the body; null while the file is awaited
    cover    one of the photos, with its caption as the cover, or null
    picks    [{"article": id or null, "title", "title_key", "at": ISO 8601 in UTC or null}]
    """
    parts = parts or parts_of(article)
    body = richtext.clean(article.body)
    uses = {use.key: use for use in parts.uses}
    photos = [photo_entry(uses[key]) for key in richtext.photo_keys(body) if key in uses]
    cover = cover_of(parts.uses)
    content: dict[str, Any] = {name: getattr(article, name) for name in COPIED}
    content |= {
        "body": body,
        "photos": photos,
        "cover": cover_entry(cover) if cover else None,
        "sources": [source_entry(source) for source in parts.sources],
        "credits": credit_entries(parts.credits),
        "tags": [{"name": tag.name, "slug": tag.slug} for tag in parts.tags],
        "topics": [{"name": topic.name, "slug": topic.slug} for topic in parts.topics],
        "picks": [pick_entry(pick) for pick in parts.picks],
    }
    return content


def cover_of(uses: Sequence[PhotoUse]) -> PhotoUse | None:
    """The use marked as cover, else the first with a file."""
    filled = [use for use in uses if use.photo_id]
    return next(iter([use for use in filled if use.is_cover] + filled), None)


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content in a canonical JSON form, as 64 hexadecimal digits."""
    return text.content_hash(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


def text_hash(content: dict[str, Any]) -> str:
    """The hash that passes are bound to, of `columns` or of a `snapshot`: 64 hexadecimal digits.

    Photos count by file and words, sources and people by the names that readers see.
    """
    words: dict[str, Any] = {name: content[name] for name in REVIEWED}
    words["photos"] = [as_read(photo) for photo in content["photos"]]
    words["cover"] = content["cover"] and as_read(content["cover"])
    words["sources"] = [source["name"] for source in content["sources"]]
    words["credits"] = [[credit["role"], credit["name"]] for credit in content["credits"]]
    return hash_of(words)


def as_read(photo: dict[str, Any]) -> list[Any]:
    """A kind that the caption names is read with it; on the scene, nothing is added."""
    file, kind = photo["photo"], photo.get("kind", PhotoKind.SCENE)
    named = [kind] if kind != PhotoKind.SCENE else []
    return [photo["caption"], photo["credit"], photo["alt"], file and file["token"], *named]


def photo_entry(use: PhotoUse) -> dict[str, Any]:
    photo = use.photo
    return {
        "key": use.key,
        "caption": use.caption,
        "credit": use.credit,
        "alt": use.alt,
        "kind": photo.kind if photo else PhotoKind.SCENE.value,
        "in_gallery": use.in_gallery,
        "photo": photo and {"token": photo.token, "width": photo.width, "height": photo.height},
    }


def cover_entry(use: PhotoUse) -> dict[str, Any]:
    return photo_entry(use) | {"caption": use.cover_caption or use.caption}


def source_entry(source: Source) -> dict[str, Any]:
    return {"name": source.name, "url": source.url, "is_own": source.is_own}


def credit_entries(credits: Sequence[Credit]) -> list[dict[str, Any]]:
    lines = sorted(credits, key=lambda credit: (ROLE_ORDER[credit.role], credit.rank))
    return [
        {"role": credit.role, "name": credit.person.name, "person": credit.person_id}
        for credit in lines
    ]


def pick_entry(pick: Recommendation) -> dict[str, Any]:
    return {
        "article": pick.target_id,
        "title": pick.target.title if pick.target else pick.title,
        "title_key": pick.target.title_key if pick.target else pick.title_key,
        "at": moment(pick.listed_at),
    }


def moment(value: datetime | None) -> str | None:
    """ISO 8601 in UTC: one form, whatever zone the value came in, so that hashes compare."""
    return value.astimezone(UTC).isoformat() if value else None


def snapshot(article: Article, parts: Parts | None = None) -> dict[str, Any]:
    """The whole working copy as JSON, for a revision: `columns`, and by id what they name.

    Beside the columns: "section" (id), "published_at" (ISO 8601 in UTC), "source_ids" and
    "topic_ids" in their order, and
    uses  [{"id", "key", "caption", "credit", "alt", "photo": id or null, "is_cover",
          "cover_caption", "in_gallery"}]; snapshots of the first versions lack the last two
    """
    parts = parts or parts_of(article)
    return columns(article, parts) | {
        "section": article.section_id,
        "published_at": moment(article.published_at),
        "source_ids": [source.pk for source in parts.sources],
        "topic_ids": [topic.pk for topic in parts.topics],
        "uses": [
            photo_entry(use)
            | {
                "id": use.pk,
                "photo": use.photo_id,
                "is_cover": use.is_cover,
                "cover_caption": use.cover_caption,
            }
            for use in parts.uses
        ],
    }
