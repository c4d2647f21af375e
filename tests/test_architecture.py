"""The law of imports: they point one way, in every file, deferred ones too."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

#: A package may import those before it, never those after it.
APPS = ("articles", "comments", "newsroom")

#: The shelves of an app, lowest first; what two rooms share moves down, never sideways up.
SHELVES: dict[str, tuple[frozenset[str], ...]] = {
    "articles": (
        frozenset({"choices", "text", "markup", "typesetting", "richtext", "proofing", "signals"})
        | {"aligning", "bigrams", "comparing", "merging", "nearness", "pictures"},
        frozenset({"models"}),
        frozenset(
            {
                "audit",
                "cards",
                "board",
                "checklist",
                "compiling",
                "coverage",
                "hot",
                "incoming",
                "jobs",
                "notices",
                "likeness",
                "photodesk",
                "readership",
                "related",
                "renditions",
                "search",
                "tasks",
                "visitors",
                "wechat",
                "workflow",
            }
        ),
        frozenset({"importers", "exporters"}),
        frozenset(
            {
                "authors",
                "schema_org",
                "editor",
                "forms",
                "views",
                "feeds",
                "sitemaps",
                "api",
                "admin",
                "templatetags",
                "management",
                "checks",
                "urls",
                "apps",
                "migrations",
            }
        ),
    ),
    "comments": (
        frozenset({"choices", "normal", "ranking", "signals"}),
        frozenset({"models"}),
        frozenset(
            {
                "challenge",
                "complaining",
                "disclosing",
                "handover",
                "hot",
                "identity",
                "jobs",
                "liking",
                "limits",
                "moderation",
                "paging",
                "phrases",
                "posting",
                "receivers",
                "regions",
                "replies",
                "ruling",
                "screening",
                "sealing",
                "standing",
                "tallies",
                "trust",
            }
        ),
        frozenset(
            {
                "forms",
                "views",
                "feeds",
                "api",
                "admin",
                "templatetags",
                "management",
                "checks",
                "urls",
                "apps",
                "migrations",
            }
        ),
    ),
}

FORBIDDEN_ROOMS = frozenset({"utils", "helpers", "core", "common", "services"})


def sources() -> Iterator[Path]:
    for app in APPS:
        yield from sorted((ROOT / app).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Every module that a file imports, wherever the statement stands, as absolute names."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{module}.{alias.name}") for alias in node.names)


def shelf(name: str) -> int | None:
    app, _, rest = name.partition(".")
    room = rest.split(".")[0]
    for height, rooms in enumerate(SHELVES.get(app, ())):
        if room in rooms:
            return height
    return None


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def offences(path: Path) -> Iterator[str]:
    name = module_name(path)
    app = name.split(".")[0]
    for line, target in imported(path):
        where = f"{path.relative_to(ROOT)}:{line} imports {target}"
        goal = target.split(".")[0]
        if goal in APPS and APPS.index(goal) > APPS.index(app):
            yield f"{where}: {app} stands below {goal}"
        mine, theirs = shelf(name), shelf(target)
        if goal == app and mine is not None and theirs is not None and theirs > mine:
            yield f"{where}: shelf {mine} must not know shelf {theirs}"


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_imports_only_what_stands_below_it(path: Path) -> None:
    assert list(offences(path)) == []


@pytest.mark.parametrize("path", list(sources()), ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stands_in_a_named_room(path: Path) -> None:
    parts = module_name(path).split(".")
    assert not FORBIDDEN_ROOMS & set(parts)
    if parts[0] in SHELVES and len(parts) > 1:
        assert shelf(".".join(parts)) is not None, "Give the room a shelf in SHELVES."


def test_the_law_catches_a_deferred_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = tmp_path / "articles" / "text.py"
    room.parent.mkdir()
    room.write_text("def late():\n    from articles import models\n    import newsroom.urls\n")
    monkeypatch.setattr("tests.test_architecture.ROOT", tmp_path)
    assert len(list(offences(room))) == 2


def test_only_richtext_calls_text_safe() -> None:
    callers = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if "mark_safe(" in path.read_text() and path.name != "richtext.py"
    ]
    assert callers == []


def test_no_template_calls_text_safe() -> None:
    marked = [
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "templates").rglob("*.html")
        if "|safe" in path.read_text().replace(" ", "")
    ]
    assert marked == []


def test_every_file_says_what_belongs_in_it() -> None:
    silent = [
        path.relative_to(ROOT).as_posix()
        for path in sources()
        if path.read_text().strip()
        and "migrations" not in path.parts
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert silent == []
