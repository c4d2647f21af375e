"""Writes parsed stories to the database, many at a time; decides nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _

from articles import compiling, richtext, search, signals, text, workflow
from articles.choices import ArticleKind, ReviewState, RevisionReason, Severity
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
    sources: list[Source] = field(default_factory=list)
    credits: list[Credit] = field(default_factory=list)
    picks: list[Recommendation] = field(default_factory=list)

    def parts(self) -> compiling.Parts:
        """What was just written, so that the revision need not read it again."""
        tags = list(self.article.tags.order_by("id")) if self.story.tags else []
        return compiling.Parts(self.uses, self.sources, self.credits, self.picks, tags)


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
        message = _("The first line is too long for a headline, so it stands in the body as well.")
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
    if story.original_title:
        article.kind = ArticleKind.REPRINT
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
    write_revisions(pieces, by)


def renew(piece: Piece, now: datetime, folder: PictureFolder | None, by: User | None) -> None:
    """Write a changed file over the story it gave before, which nobody has touched.

    Raises workflow.Refused where somebody has, since the story was read.
    """
    article = piece.article
    workflow.claim_version(article, article.version)
    if article.state != ReviewState.DRAFT or article.out_version:
        raise workflow.Refused(_("The story is on its way already."))
    article.updated_at = now
    article.save()
    named = list(article.photo_uses.exclude(photo=None).values_list("photo", flat=True))
    for parts in (article.photo_uses, article.credits, article.source_lines):
        parts.all().delete()
    article.recommendations.all().delete()
    article.tags.clear()
    write_parts([piece], folder)
    search.index_photos(named)
    write_revisions([piece], by)


def write_parts(pieces: Sequence[Piece], folder: PictureFolder | None) -> None:
    write_sources(pieces)
    write_credits(pieces)
    for piece in pieces:
        for use in piece.uses:
            use.article = piece.article
        if folder:
            piece.findings.extend(folder.fill(piece.stem, piece.uses))
    PhotoUse.objects.bulk_create([use for piece in pieces for use in piece.uses])
    search.index_photos(use.photo_id for piece in pieces for use in piece.uses if use.photo_id)
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
            message = _("This is too long for a name and was left out: %(name)s")
            finding = Finding("name-too-long", Severity.WARNING, message % {"name": name[:80]})
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
        piece.sources = list({source.pk: source for source in sources if source}.values())
        lines += [
            ArticleSource(article=piece.article, source=source, rank=rank)
            for rank, source in enumerate(piece.sources)
        ]
    ArticleSource.objects.bulk_create(lines)


def write_credits(pieces: Sequence[Piece]) -> None:
    names = {credit.name for piece in pieces for credit in piece.story.credits}
    people: dict[str, Person] = {}
    for person in Person.objects.filter(name__in=names).order_by("-id"):
        people[person.name] = person  # Of several with this name, the oldest.
    for piece in pieces:
        kept = set(fitting(piece, (credit.name for credit in piece.story.credits), "person"))
        given = dict.fromkeys(credit for credit in piece.story.credits if credit.name in kept)
        for rank, credit in enumerate(given):
            if credit.name not in people:
                people[credit.name] = Person.objects.create(name=credit.name)
            person = people[credit.name]
            piece.credits.append(
                Credit(article=piece.article, person=person, role=credit.role, rank=rank)
            )
    Credit.objects.bulk_create([credit for piece in pieces for credit in piece.credits])


def write_recommendations(pieces: Sequence[Piece]) -> None:
    """Store the picks, each pointing at its story where that is here, and let those that waited
    for one of the new stories find it."""
    keys = {text.title_key(pick.title) for piece in pieces for pick in piece.story.recommended}
    oldest_last = Article.objects.filter(title_key__in=keys - {""}).order_by("-id")
    bearers = {article.title_key: article for article in oldest_last.only("title", "title_key")}
    for piece in pieces:
        piece.picks = picks_of(piece, bearers)
    Recommendation.objects.bulk_create([pick for piece in pieces for pick in piece.picks])
    Recommendation.objects.resolve([piece.article for piece in pieces])


def picks_of(piece: Piece, bearers: dict[str, Article]) -> list[Recommendation]:
    picks = []
    taken = {piece.article.pk}
    for rank, given in enumerate(piece.story.recommended):
        pick = Recommendation(
            article=piece.article,
            rank=rank,
            title=given.title[:TITLE_LENGTH],
            title_key=text.title_key(given.title),
            listed_at=given.published_at,
        )
        bearer = bearers.get(pick.title_key)
        if bearer and bearer.pk not in taken:
            taken.add(bearer.pk)
            pick.target = bearer
        picks.append(pick)
    return picks


def write_revisions(pieces: Sequence[Piece], by: User | None) -> None:
    rows = []
    for piece in pieces:
        article = piece.article
        kept = compiling.snapshot(article, piece.parts())
        rows.append(
            Revision(
                article=article,
                version=article.version,
                reason=RevisionReason.IMPORT,
                by=by,
                at=article.updated_at,
                text_hash=compiling.text_hash(kept),
                snapshot=kept,
            )
        )
    Revision.objects.bulk_create(rows)
