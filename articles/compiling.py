"""What turns a working copy into the columns of an edition, and into a revision's snapshot."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from articles import richtext, text
from articles.choices import CreditRole
from articles.models import Article, PhotoUse, Recommendation, Tag

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

ROLE_ORDER = {role: place for place, role in enumerate(CreditRole.values)}


def columns(article: Article) -> dict[str, Any]:
    """The content of an edition: everything a reader will see, without dates and interval.

    Shapes of the JSON columns:
    sources  [{"name", "url", "is_own"}]
    credits  [{"role", "name", "person"}], in the order of the printed line
    tags, topics  [{"name", "slug"}]
    photos   [{"key", "caption", "credit", "alt", "photo": {"token", "width", "height",
             "widths"} or null}], in the order of the body; null while the file is awaited
    cover    one of the photos, or null
    picks    [{"article": id or null, "title", "title_key", "at": ISO 8601 or null}]
    """
    fetch_parts([article])
    body = richtext.clean(article.body)
    uses = {use.key: use for use in article.photo_uses.all()}
    photos = [photo_entry(uses[key]) for key in richtext.photo_keys(body) if key in uses]
    cover = article.cover_use()
    content: dict[str, Any] = {name: getattr(article, name) for name in COPIED}
    content |= {
        "body": body,
        "photos": photos,
        "cover": photo_entry(cover) if cover else None,
        "sources": source_entries(article),
        "credits": credit_entries(article),
        "tags": [
            {"name": tag.name, "slug": tag.slug} for tag in sorted(article.tags.all(), key=id_of)
        ],
        "topics": [{"name": topic.name, "slug": topic.slug} for topic in article.topics.all()],
        "picks": [pick_entry(pick) for pick in article.recommendations.all()],
    }
    return content


def fetch_parts(articles: Sequence[Article]) -> None:
    """Load all that hangs on these stories in a fixed number of queries; once an instance."""
    prefetch_related_objects(
        articles,
        "photo_uses__photo",
        "source_lines__source",
        "credits__person",
        "recommendations__target",
        "tags",
        "topics",
    )


def id_of(tag: Tag) -> int:
    return tag.pk


def hash_of(content: dict[str, Any]) -> str:
    """SHA-256 of the content in a canonical JSON form, as 64 hexadecimal digits."""
    return text.content_hash(json.dumps(content, sort_keys=True, ensure_ascii=False, default=str))


def photo_entry(use: PhotoUse) -> dict[str, Any]:
    photo = use.photo
    file = photo and {
        "token": photo.token,
        "width": photo.width,
        "height": photo.height,
        "widths": photo.widths,
    }
    return {
        "key": use.key,
        "caption": use.caption,
        "credit": use.credit,
        "alt": use.alt,
        "photo": file,
    }


def source_entries(article: Article) -> list[dict[str, Any]]:
    return [
        {"name": line.source.name, "url": line.source.url, "is_own": line.source.is_own}
        for line in article.source_lines.all()
    ]


def credit_entries(article: Article) -> list[dict[str, Any]]:
    lines = sorted(
        article.credits.all(),
        key=lambda credit: (ROLE_ORDER[credit.role], credit.rank, credit.pk),
    )
    return [
        {"role": credit.role, "name": credit.person.name, "person": credit.person_id}
        for credit in lines
    ]


def pick_entry(pick: Recommendation) -> dict[str, Any]:
    return {
        "article": pick.target_id,
        "title": pick.target.title if pick.target else pick.title,
        "title_key": pick.target.title_key if pick.target else pick.title_key,
        "at": pick.listed_at.isoformat() if pick.listed_at else None,
    }


def snapshot(article: Article) -> dict[str, Any]:
    """The whole working copy as JSON, for a revision."""
    return columns(article) | {
        "section": article.section_id,
        "published_at": article.published_at.isoformat() if article.published_at else None,
        "uses": [
            photo_entry(use) | {"photo": use.photo_id, "is_cover": use.is_cover}
            for use in article.photo_uses.all()
        ],
    }
