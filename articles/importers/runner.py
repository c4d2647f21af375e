"""The one runner of imports: decides what becomes of each input, and answers for each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import richtext, text, workflow
from articles.choices import ImportOutcome, ReviewState, Severity
from articles.importers import storing
from articles.importers.base import Finding, ImportedStory, Parsed, Parser
from articles.importers.intake import STANDARD_INPUT, Incoming
from articles.importers.picture_folder import PictureFolder
from articles.importers.text import TextParser
from articles.models import Article, ImportRecord, User

PARSERS: tuple[Parser, ...] = (TextParser(),)

#: Inputs that are stored in one transaction.
CHUNK = 100

#: Share of common 4-character shingles from which two texts count as the same story.
SAME_STORY = 0.5


@dataclass(slots=True)
class Result:
    """The answer for one input."""

    file: str
    format: str
    outcome: ImportOutcome
    article_id: int | None = None
    story: ImportedStory | None = None
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class Job:
    """One input with what is known of it before anything is stored."""

    incoming: Incoming
    sha256: str
    format: str
    parsed: Parsed

    def answer(self, outcome: ImportOutcome, article_id: int | None = None) -> Result:
        story = self.parsed.story
        found = list(self.parsed.findings)
        return Result(self.incoming.name, self.format, outcome, article_id, story, found)


class Run:
    """One import: `by` whom, in which `format` ("auto" asks the parsers), with which pictures.

    A dry run does everything and takes it back.
    """

    def __init__(
        self,
        *,
        by: User | None = None,
        format: str = "auto",
        dry_run: bool = False,
        pictures: PictureFolder | None = None,
    ) -> None:
        self.by = by
        self.parsers = [parser for parser in PARSERS if format in ("auto", parser.format)]
        self.dry_run = dry_run
        self.pictures = None if dry_run else pictures
        self.seen_dry: set[str] = set()

    def results(self, inputs: Iterable[Incoming]) -> Iterator[Result]:
        """Import every input; a chunk is stored whole before its results are answered."""
        for chunk in chunks(inputs, CHUNK):
            jobs = [self.prepare(incoming) for incoming in chunk]
            try:
                results = self.store(jobs)
            except DatabaseError:
                # One input that the database refuses must not take the others with it.
                results = [self.store_alone(job) for job in jobs]
            self.seen_dry.update(job.sha256 for job in jobs)
            yield from results

    def prepare(self, incoming: Incoming) -> Job:
        sha256 = hashlib.sha256(incoming.raw).hexdigest()
        if incoming.trouble:
            return Job(incoming, sha256, "", Parsed(None, [incoming.trouble]))
        parser = self.parser_for(incoming)
        return Job(incoming, sha256, parser.format, parser.parse(incoming.raw))

    def parser_for(self, incoming: Incoming) -> Parser:
        """The first that knows the format; plain text, the last, says what is wrong with others."""
        accepting = (p for p in self.parsers if p.accepts(incoming.raw, incoming.name))
        return next(accepting, self.parsers[-1])

    def store_alone(self, job: Job) -> Result:
        try:
            return self.store([job])[0]
        except DatabaseError as error:
            message = _("The database refused this story: %(reason)s")
            finding = Finding("not-stored", Severity.ERROR, message % {"reason": error})
            refused = Job(job.incoming, job.sha256, job.format, Parsed(None, [finding]))
            return refused.answer(ImportOutcome.REJECTED)

    def store(self, jobs: Sequence[Job]) -> list[Result]:
        """Decide and write one chunk in one transaction; the answers stand in the jobs' order."""
        with transaction.atomic():
            chunk = Chunk(self, jobs)
            results = chunk.store()
            if self.dry_run:
                transaction.set_rollback(True)
        if self.dry_run:
            for result in results:
                if result.outcome == ImportOutcome.CREATED:
                    result.article_id = None
        return results


class Chunk:
    """The jobs of one transaction, and what the database already knows of them."""

    def __init__(self, run: Run, jobs: Sequence[Job]) -> None:
        self.run = run
        self.jobs = jobs
        self.now = timezone.now()
        self.known = records_by_hash(job.sha256 for job in jobs)
        self.earlier = records_by_origin(job.incoming.origin for job in jobs)
        self.pieces: dict[str, storing.Piece] = {}

    def store(self) -> list[Result]:
        results = [self.decide(job) for job in self.jobs]
        new = [piece for piece in self.pieces.values() if piece.article.pk is None]
        self.warn_of_twins(new)
        storing.store(new, self.run.pictures, self.run.by)
        for job, result in zip(self.jobs, results, strict=True):
            piece = self.pieces.get(job.sha256)
            if piece:
                result.article_id = piece.article.pk
                if result.outcome != ImportOutcome.UNCHANGED:
                    result.findings.extend(piece.findings)
        self.keep_records(results)
        return results

    def decide(self, job: Job) -> Result:
        story, record = job.parsed.story, self.known.get(job.sha256)
        if story is None:
            return job.answer(ImportOutcome.REJECTED)
        if record and record.outcome != ImportOutcome.REJECTED:
            return job.answer(ImportOutcome.UNCHANGED, record.article_id)
        if job.sha256 in self.pieces or job.sha256 in self.run.seen_dry:
            return job.answer(ImportOutcome.UNCHANGED)
        before = self.earlier.get(job.incoming.origin)
        try:
            if before and before.article and is_same_story(story, before.article):
                return self.follow(job, story, before, before.article)
            self.pieces[job.sha256] = self.piece(job, story, None)
        except richtext.TooLarge as error:
            job.parsed.story = None
            job.parsed.findings.append(Finding("body-too-large", Severity.ERROR, str(error)))
            return job.answer(ImportOutcome.REJECTED)
        return job.answer(ImportOutcome.CREATED)

    def piece(self, job: Job, story: ImportedStory, article: Article | None) -> storing.Piece:
        return storing.piece_of(job.incoming.stem, job.sha256, story, article, self.run.by)

    def follow(
        self, job: Job, story: ImportedStory, before: ImportRecord, article: Article
    ) -> Result:
        """A file that gave a story before has other bytes now: renew it, if nobody worked on it."""
        if is_touched(article, before):
            return self.left_alone(job, article)
        piece = self.piece(job, story, article)
        try:
            storing.renew(piece, self.now, self.run.pictures, self.run.by)
        except workflow.Refused:
            return self.left_alone(job, article)
        self.pieces[job.sha256] = piece
        before.article_version = article.version
        return job.answer(ImportOutcome.UPDATED, article.pk)

    def left_alone(self, job: Job, article: Article) -> Result:
        """The new version of a file whose story somebody has worked on."""
        result = job.answer(ImportOutcome.UNCHANGED, article.pk)
        message = _(
            "Story %(id)s came from this file and has been worked on since, so the new "
            "version was kept aside. Compare it with the story in the desk."
        )
        finding = Finding("article-edited", Severity.WARNING, message % {"id": article.pk})
        result.findings.append(finding)
        return result

    def warn_of_twins(self, new: Sequence[storing.Piece]) -> None:
        """A finding where another story already has this title."""
        keys = {piece.article.title_key for piece in new} - {""}
        twins = dict(
            Article.objects.filter(title_key__in=keys)
            .order_by("-id")
            .values_list("title_key", "id")
        )
        for piece in new:
            twin = twins.get(piece.article.title_key)
            if twin:
                message = _("Story %(id)s has the same title. Check that it is not the same story.")
                finding = Finding("title-twin", Severity.WARNING, message % {"id": twin}, 1)
                piece.findings.append(finding)

    def keep_records(self, results: Sequence[Result]) -> None:
        """Keep the bytes and findings of every input that has bytes and is not known already."""
        rows: dict[str, ImportRecord] = {}
        for job, result in zip(self.jobs, results, strict=True):
            record = self.known.get(job.sha256)
            settled = record and record.outcome != ImportOutcome.REJECTED
            if not settled and not job.incoming.trouble and job.sha256 not in rows:
                rows[job.sha256] = self.record_of(job, result)
        ImportRecord.objects.bulk_create(
            rows.values(),
            update_conflicts=True,
            unique_fields=["sha256"],
            update_fields=[
                "origin",
                "format",
                "outcome",
                "article",
                "article_version",
                "imported_by",
                "imported_at",
                "findings",
            ],
        )

    def record_of(self, job: Job, result: Result) -> ImportRecord:
        before = self.earlier.get(job.incoming.origin)
        piece = self.pieces.get(job.sha256)
        version = piece.article.version if piece else before.article_version if before else None
        return ImportRecord(
            sha256=job.sha256,
            origin=job.incoming.origin[-500:],
            format=result.format,
            outcome=result.outcome,
            article_id=result.article_id,
            article_version=version if result.article_id else None,
            imported_by=self.run.by,
            imported_at=self.now,
            findings=[finding_entry(finding) for finding in result.findings],
            original=job.incoming.raw,
        )


def chunks(inputs: Iterable[Incoming], size: int) -> Iterator[list[Incoming]]:
    chunk: list[Incoming] = []
    for incoming in inputs:
        chunk.append(incoming)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def records_by_hash(hashes: Iterable[str]) -> dict[str, ImportRecord]:
    found = ImportRecord.objects.filter(sha256__in=set(hashes)).defer("original", "findings")
    return {record.sha256: record for record in found}


def records_by_origin(origins: Iterable[str]) -> dict[str, ImportRecord]:
    """The latest record with a story for each path; standard input is no place to come back to."""
    wanted = set(origins) - {STANDARD_INPUT}
    found = (
        ImportRecord.objects.filter(origin__in=wanted, article__isnull=False)
        .defer("original", "findings")
        .select_related("article")
        .order_by("id")
    )
    return {record.origin: record for record in found}


def is_same_story(story: ImportedStory, article: Article) -> bool:
    if text.title_key(story.title) == article.title_key:
        return True
    told = "\n".join(block.text for block in story.body)
    return text.containment(told, richtext.plain_text(article.body)) >= SAME_STORY


def is_touched(article: Article, record: ImportRecord) -> bool:
    """Whether an editor saved, submitted, put away or published it since the import stored it."""
    moved = article.state != ReviewState.DRAFT or article.round or article.discarded_at
    saved = article.version != record.article_version
    return bool(saved or moved or article.archived_at or article.editions.exists())


def finding_entry(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": str(finding.severity),
        "line": finding.line,
        "message": finding.message,
    }
