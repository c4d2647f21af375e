"""Writes parsed stories to the database, many at a time; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from articles import compiling, richtext, signals, text
from articles.choices import RevisionReason, Severity
from articles.importers.base import Finding, ImportedStory
from articles.importers.picture_folder import PictureFolder
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    ImportRecord,
    Person,
    PhotoUse,
    Recommendation,
    Revision,
    Source,
    User,
)

TITLE_LENGTH = 1000
NAME_LENGTHS = {"source": 100, "person": 60}


@dataclass(slots=True)
class Piece:
    """One story on its way into the database."""

    stem: str
    sha256: str
    story: ImportedStory
    findings: list[Finding]
    article: Article
    uses: list[PhotoUse] = field(default_factory=list)


def piece_of(
    stem: str, sha256: str, story: ImportedStory, article: Article | None, by: User | None
) -> Piece:
    """Build (or, given an `article`, renew) the working copy in memory.

    Raises richtext.TooLarge.
    """
    article = article or Article()
    piece = Piece(stem, sha256, story, [], article)
    title = story.title
    blocks = [(block.kind, block.text) for block in story.body]
    if len(title) > TITLE_LENGTH:
        blocks.insert(0, ("paragraph", title))
        title = text.excerpt(title, 200)
        message = "The first line is too long for a headline; it stands in the body as well."
        piece.findings.append(Finding("title-cut", Severity.WARNING, message, 1))
    piece.uses = [
        PhotoUse(
            key=use_key(sha256, rank),
            rank=rank,
            caption=block.text,
            credit=(block.credit or "")[:100],
        )
        for rank, block in enumerate(block for block in story.body if block.kind == "photo")
    ]
    keys = iter(piece.uses)
    article.title = title
    article.title_key = text.title_key(title)
    body = richtext.from_blocks(
        (kind, next(keys).key if kind == "photo" else words) for kind, words in blocks
    )
    article.body = richtext.clean(body)
    article.published_at = story.published_at
    article.original_title = story.original_title[:300]
    article.dateline = story.dateline[:100]
    article.updated_by = by
    return piece


def use_key(sha256: str, rank: int) -> str:
    """The same file always gives its photos the same keys, so an import can be repeated."""
    return text.content_hash(sha256, str(rank))[:12]


def store(pieces: Sequence[Piece], folder: PictureFolder | None, by: User | None) -> None:
    """Write new pieces and everything that hangs on them; one transaction is the caller's."""
    Article.objects.bulk_create([piece.article for piece in pieces])
    write_parts(pieces, folder)
    write_revisions([piece.article for piece in pieces], by)


def renew(piece: Piece, now: datetime, folder: PictureFolder | None, by: User | None) -> None:
    """Write a changed file over the story it gave before, which nobody has touched."""
    article = piece.article
    article.version += 1
    article.updated_at = now
    article.save()
    for parts in (article.photo_uses, article.credits, article.source_lines):
        parts.all().delete()
    article.recommendations.all().delete()
    article.tags.clear()
    write_parts([piece], folder)
    write_revisions([Article.objects.get(pk=article.pk)], by)


def write_parts(pieces: Sequence[Piece], folder: PictureFolder | None) -> None:
    write_sources(pieces)
    write_credits(pieces)
    for piece in pieces:
        for use in piece.uses:
            use.article = piece.article
        if folder:
            piece.findings.extend(folder.fill(piece.stem, piece.uses))
    PhotoUse.objects.bulk_create([use for piece in pieces for use in piece.uses])
    write_recommendations(pieces)
    for piece in pieces:
        if piece.story.tags:
            piece.article.tags.add(*piece.story.tags)
    comments = {piece.article.pk: piece.story.comments for piece in pieces if piece.story.comments}
    if comments:
        signals.comments_arrived.send(sender=ImportRecord, comments_by_article=comments)


def fitting(piece: Piece, names: Iterable[str], what: str) -> list[str]:
    """The names that fit their column, once each; a longer one is no name and becomes a finding."""
    kept = []
    for name in dict.fromkeys(names):
        if len(name) <= NAME_LENGTHS[what]:
            kept.append(name)
        else:
            message = "This is too long for a name and was left out: %s"
            finding = Finding("name-too-long", Severity.WARNING, message % name[:80])
            piece.findings.append(finding)
    return kept


def write_sources(pieces: Sequence[Piece]) -> None:
    wanted = {id(piece): fitting(piece, piece.story.sources, "source") for piece in pieces}
    names = dict.fromkeys(name for found in wanted.values() for name in found)
    known = Source.objects.by_key(names)
    missing = {key: name for name in names if (key := text.name_key(name)) not in known and key}
    created = Source.objects.bulk_create(
        [Source(name=name, key=key) for key, name in missing.items()]
    )
    known.update({source.key: source for source in created})
    lines = []
    for piece in pieces:
        sources = (known.get(text.name_key(name)) for name in wanted[id(piece)])
        unique = {source.pk: source for source in sources if source}
        lines += [
            ArticleSource(article=piece.article, source=source, rank=rank)
            for rank, source in enumerate(unique.values())
        ]
    ArticleSource.objects.bulk_create(lines)


def write_credits(pieces: Sequence[Piece]) -> None:
    names = {credit.name for piece in pieces for credit in piece.story.credits}
    people: dict[str, Person] = {}
    for person in Person.objects.filter(name__in=names).order_by("-id"):
        people[person.name] = person  # Of several with this name, the oldest.
    rows = []
    for piece in pieces:
        kept = set(fitting(piece, (credit.name for credit in piece.story.credits), "person"))
        given = dict.fromkeys(credit for credit in piece.story.credits if credit.name in kept)
        for rank, credit in enumerate(given):
            if credit.name not in people:
                people[credit.name] = Person.objects.create(name=credit.name)
            rows.append(
                Credit(
                    article=piece.article, person=people[credit.name], role=credit.role, rank=rank
                )
            )
    Credit.objects.bulk_create(rows)


def write_recommendations(pieces: Sequence[Piece]) -> None:
    rows = [
        Recommendation(
            article=piece.article,
            rank=rank,
            title=pick.title[:TITLE_LENGTH],
            title_key=text.title_key(pick.title),
            listed_at=pick.published_at,
        )
        for piece in pieces
        for rank, pick in enumerate(piece.story.recommended)
    ]
    Recommendation.objects.bulk_create(rows)
    keys = {row.title_key for row in rows if row.title_key}
    bearers = Article.objects.filter(title_key__in=keys).only("title_key")
    Recommendation.objects.resolve([*bearers, *(piece.article for piece in pieces)])


def write_revisions(articles: Sequence[Article], by: User | None) -> None:
    compiling.fetch_parts(articles)
    rows = []
    for article in articles:
        kept = compiling.snapshot(article)
        rows.append(
            Revision(
                article=article,
                version=article.version,
                reason=RevisionReason.IMPORT,
                by=by,
                at=article.updated_at,
                text_hash=compiling.hash_of(kept),
                snapshot=kept,
            )
        )
    Revision.objects.bulk_create(rows)
