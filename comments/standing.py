"""How a story stands on the letters page: who may write, what is read first, how many are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Subquery

from articles.models import Article
from comments.choices import Posting, Reviewing
from comments.models import LettersSettings


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
    row = Article.objects.filter(pk=article_id).order_by().annotate(**SITE).values(*COLUMNS)
    return of_columns(row.first() or {})


def of_columns(found: Mapping[str, Any]) -> Standing:
    """From the columns of `standing`, by their names; what is not among them is not known."""
    default = LettersSettings()
    return Standing(
        posting=Posting(strongest(found, "posting") or default.posting),
        reviewing=Reviewing(strongest(found, "reviewing") or default.reviewing),
        shows_region=bool(found.get("site_shows_region")),
        shown=found.get("letters_tally__shown") or 0,
        threads=found.get("letters_tally__threads") or 0,
    )


def strongest(found: Mapping[str, Any], name: str) -> str:
    values = (found.get(f"{where}{name}") for where in RULES)
    return next((value for value in values if value), "")


#: Where a rule may stand, the strongest first. They are joined: a subquery for each column would
#: cost every story page two milliseconds more to put into words.
RULES = (
    "letters_rule__",
    "section__letters_rule__",
    "section__parent__letters_rule__",
    "site_",
)

site_row = LettersSettings.objects.filter(pk=1).order_by()
SITE = {
    f"site_{name}": Subquery(site_row.values(name))
    for name in ("posting", "reviewing", "shows_region")
}
#: The rules beneath the site's.
RULE_COLUMNS = tuple(f"{where}{name}" for name in ("posting", "reviewing") for where in RULES[:-1])
COLUMNS = (
    *RULE_COLUMNS,
    "letters_tally__shown",
    "letters_tally__threads",
    *SITE,
)
