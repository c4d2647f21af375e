"""What the desk's templates ask about the record of a story: who may read it, and how it is set."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template

from articles.comparing import Run
from articles.models import Article
from articles.views import records

register = template.Library()


@register.filter
def record_open_to(article: Article, user: Any) -> bool:
    """Whether to offer this person the pages of the record."""
    return records.may_read(article, user)


@register.filter
def stage_word(stage: str) -> str:
    """What somebody was doing who saved the story in this state."""
    return str(records.STAGES[stage])


@register.filter
def without(runs: Iterable[Run], kind: str) -> list[Run]:
    """One side of a comparison: the old text is without what was added."""
    return [run for run in runs if run.kind != kind]
