"""The verdict on a comment before a person reads it, with its reasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from comments.choices import Reason, Verdict


@dataclass(frozen=True, slots=True)
class Finding:
    """One reason. `words` are the writer's own that gave it, as they wrote them."""

    reason: Reason
    words: str = ""
    phrase: str = ""
    category: str = ""
    level: int = 1

    def as_json(self) -> dict[str, Any]:
        told = {"reason": self.reason.value, "words": self.words, "level": self.level}
        return told | {"phrase": self.phrase, "category": self.category}


@dataclass(frozen=True, slots=True)
class Facts:
    """What the words do not say: what posting knows of the sending."""

    #: Comments with the same words within the last day, by anybody.
    repeats: int = 0
    #: Comments of this writer within the last ten minutes, under all stories.
    recent: int = 0
    is_watched: bool = False
    fell_into_trap: bool = False
    is_hasty: bool = False
    lacks_proof: bool = False
    most_links: int = 0


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    findings: tuple[Finding, ...] = ()

    @property
    def level(self) -> int:
        """0 without a finding, else the gravest of them."""
        return max((finding.level for finding in self.findings), default=0)


def judge(name: str, text: str, facts: Facts) -> Judgement:
    """What screening says of a tidied comment. Reads the lists of words, and nothing else."""
    del name, text, facts
    return Judgement(Verdict.SHOW)
