"""Joins the style sheets of the readers' pages into the one that a page loads.

`python -m tests.stylesheet` writes static/site.css from static/css after a change there.
"""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
SITE = STATIC / "site.css"

#: In the order of the cascade: numbers, what holds everywhere, then the parts; paper comes last.
PARTS = (
    "tokens",
    "fonts",
    "base",
    "picture",
    "masthead",
    "preferences",
    "footer",
    "app-banner",
    "breadcrumbs",
    "rows",
    "list",
    "search",
    "topic",
    "archive",
    "about",
    "corrections",
    "front",
    "carousel",
    "hot",
    "story",
    "figure",
    "gallery",
    "lightbox",
    "read-aloud",
    "coverage",
    "comments",
    "message",
    "elder",
    "print",
)
ON_PAPER = frozenset({"print"})

NOTE = "/* Made of static/css by `python -m tests.stylesheet`: change the parts there. */\n"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def joined() -> str:
    """All parts without their comments and empty lines."""
    return NOTE + "".join(map(part, PARTS))


def part(name: str) -> str:
    lines = _COMMENT.sub("", (STATIC / "css" / f"{name}.css").read_text("utf-8")).splitlines()
    rules = "".join(f"{line}\n" for line in lines if line.strip())
    return f"@media print {{\n{rules}}}\n" if name in ON_PAPER else rules


if __name__ == "__main__":
    SITE.write_text(joined(), "utf-8")
