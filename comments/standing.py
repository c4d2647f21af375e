"""How a story stands on the letters page: who may write, what is read first, how many are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, Subquery

from articles.models import Article
from comments.choices import Posting, Reviewing
from comments.models import LettersRule, LettersSettings, Tally


@dataclass(frozen=True, slots=True)
class Standing:
    """`shown` counts answers too, `threads` only comments on the story itself."""

    posting: Posting
    reviewing: Reviewing
    shows_region: bool = False
    shown: int = 0
    threads: int = 0


def standing(article_id: int) -> Standing:
    """In one query, whatever rules there are: the story's own, its section's, that one's parent's,
    the site's. A story that nobody knows stands as the site does."""
    row = Article.objects.filter(pk=article_id).order_by().annotate(**ASKED)
    found: dict[str, Any] = row.values(*COLUMNS).first() or {}
    default = LettersSettings()
    return Standing(
        posting=Posting(strongest(found, "posting") or default.posting),
        reviewing=Reviewing(strongest(found, "reviewing") or default.reviewing),
        shows_region=bool(found.get("site_shows_region")),
        shown=found.get("shown") or 0,
        threads=found.get("threads") or 0,
    )


def strongest(found: dict[str, Any], name: str) -> str:
    values = (found.get(f"{where}_{name}") for where in (*RULES, "site"))
    return next((value for value in values if value), "")


#: Where a rule may stand, the strongest first, and how a story leads there.
RULES = {
    "story": {"article": OuterRef("pk")},
    "section": {"section": OuterRef("section")},
    "parent": {"section": OuterRef("section__parent")},
}


def asked() -> dict[str, Subquery]:
    columns = {}
    for name in ("posting", "reviewing"):
        for where, leads in RULES.items():
            rule = LettersRule.objects.filter(**leads).order_by()
            columns[f"{where}_{name}"] = Subquery(rule.values(name)[:1])
    site = LettersSettings.objects.filter(pk=1).order_by()
    for name in ("posting", "reviewing", "shows_region"):
        columns[f"site_{name}"] = Subquery(site.values(name)[:1])
    tally = Tally.objects.filter(article=OuterRef("pk"))
    for name in ("shown", "threads"):
        columns[name] = Subquery(tally.values(name)[:1])
    return columns


ASKED = asked()
COLUMNS = tuple(ASKED)
