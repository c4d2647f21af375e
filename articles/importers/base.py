"""The shapes every parser returns: a story, its blocks, and findings about what was read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, Protocol

from articles.choices import CreditRole, Severity

BlockKind = Literal["paragraph", "heading", "photo"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark about the input; `line` counts from 1, None when it concerns the whole file."""

    code: str
    severity: Severity
    message: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the body in its order.

    A photo's `text` is its caption without the leading mark and without its credit.
    """

    kind: BlockKind
    text: str
    credit: str | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class ImportedCredit:
    role: CreditRole
    name: str


@dataclass(frozen=True, slots=True)
class ImportedRecommendation:
    title: str
    published_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ImportedComment:
    author: str
    text: str
    posted_at: datetime | None = None
    likes: int = 0


@dataclass(slots=True)
class ImportedStory:
    """A story as a parser understood it. Datetimes are aware; text is plain, never markup."""

    title: str
    published_at: datetime | None = None
    sources: list[str] = field(default_factory=list)
    credits: list[ImportedCredit] = field(default_factory=list)
    body: list[Block] = field(default_factory=list)
    recommended: list[ImportedRecommendation] = field(default_factory=list)
    comments: list[ImportedComment] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    original_title: str = ""
    dateline: str = ""


@dataclass(slots=True)
class Parsed:
    """What one input gave: a story, or None where nothing could be read, and the findings."""

    story: ImportedStory | None
    findings: list[Finding] = field(default_factory=list)

    @property
    def rejected(self) -> bool:
        return self.story is None

    def errors(self) -> Iterator[Finding]:
        return (finding for finding in self.findings if finding.severity == Severity.ERROR)


class Parser(Protocol):
    """A format's reader: pure, no database, no files but the bytes it is given."""

    format: str

    def accepts(self, raw: bytes, name: str) -> bool:
        """Whether `raw` (named `name`) looks like this format; asked for --format auto."""

    def parse(self, raw: bytes) -> Parsed:
        """Read one story. Bad input is a finding, never an exception."""
