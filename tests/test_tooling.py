"""What linters, the type checker and Django's own checks say; one test command runs them all."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.core.management import call_command
from django.template import engines

pytestmark = pytest.mark.tooling

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
LOCKS = ("requirements.txt", "requirements-dev.txt")

#: A deployment as it should be.
PRODUCTION = {
    "SITE_URL": "https://news.example.org",
    "ALLOWED_HOSTS": "news.example.org",
    "TRUSTED_PROXIES": "1",
    "WORKERS": "2",
    "DATABASE_URL": "postgres://news:secret@db.example.org/news",
    "CACHE_URL": "redis://cache.example.org:6379/0",
    "STORAGE_URL": "s3://key:secret@store.example.org/news",
    "EMAIL_URL": "smtps://desk:secret@mail.example.org",
    "TASK_QUEUE": "database",
    "LETTERS_KEY": "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
}


def run(*command: str, **given: str) -> subprocess.CompletedProcess[str]:
    """A tool of the environment that runs the tests, from the project's root."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO")}
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=kept | given,
        capture_output=True,
        text=True,
        check=False,
    )


def tool(name: str) -> str:
    """A program installed beside this Python."""
    return str(Path(sys.executable).with_name(name))


def clean(command: list[str]) -> None:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_finds_nothing() -> None:
    clean([tool("ruff"), "check", "."])


def test_ruff_would_format_nothing() -> None:
    clean([tool("ruff"), "format", "--check", "."])


def test_mypy_finds_nothing() -> None:
    clean([tool("mypy"), "articles", "comments", "newsroom"])


def test_djade_would_format_nothing() -> None:
    clean([tool("djade"), "--check", *map(str, TEMPLATES)])


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_a_good_deployment_passes_every_check(tmp_path: Path) -> None:
    given = PRODUCTION | {"NEWSROOM_VAR": str(tmp_path)}
    # Our own files are enough for the checks; those of packages take half a minute to compress.
    packages = [f"--ignore={name}" for name in ("admin", "ckeditor", "ninja", "unfold")]
    collected = run("manage.py", "collectstatic", "--noinput", "--verbosity=0", *packages, **given)
    assert collected.returncode == 0, collected.stderr
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **given)
    assert done.returncode == 0, done.stderr


def test_the_embedded_default_is_no_deployment(tmp_path: Path) -> None:
    """The same command must be able to fail."""
    given = dict.fromkeys(PRODUCTION, "") | {"NEWSROOM_VAR": str(tmp_path)}
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", **given)
    assert done.returncode != 0
    assert "newsroom.E003" in done.stderr


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(
        r"^\s*(-i|--index-url|--extra-index-url|-f|--find-links|-e)\b", text, re.MULTILINE
    )


@pytest.mark.parametrize("lock", LOCKS)
def test_every_package_of_a_lock_is_pinned_with_its_hash(lock: str) -> None:
    requirements = (ROOT / lock).read_text().replace("\\\n", " ").splitlines()
    lines = [line for line in requirements if line.strip() and not line.startswith("#")]
    assert len(lines) > 10
    assert [line for line in lines if "==" not in line or "--hash=sha256:" not in line] == []


def pins(lock: str) -> dict[str, str]:
    return dict(
        re.findall(
            r"^([a-z0-9._-]+)==([^ \\]+)", (ROOT / lock).read_text(), re.MULTILINE | re.IGNORECASE
        )
    )


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", line)[0].lower() for line in requirements}


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = names(project["dependencies"])
    assert asked - pins("requirements.txt").keys() == set()
    extras = names(project["optional-dependencies"]["dev"])
    assert extras - pins("requirements-dev.txt").keys() == set()


def test_the_two_locks_agree() -> None:
    plain, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    assert {name: version for name, version in plain.items() if dev.get(name) != version} == {}


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_can_be_read(path: Path) -> None:
    engines["django"].from_string(path.read_text())


class Inline(HTMLParser):
    """Collects what a readers' policy would block: handlers, styles and scripts in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [name for name in given if name == "style" or name.startswith("on")]
        data = (given.get("type") or "").endswith("json")
        if tag == "style" or (tag == "script" and "src" not in given and not data):
            self.found.append(tag)


def inline(html: str) -> list[str]:
    """Inline styles and scripts of a template, its own tags taken out first."""
    parser = Inline()
    parser.feed(re.sub(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}", " ", html))
    return parser.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_holds_no_inline_style_or_script(path: Path) -> None:
    assert inline(path.read_text()) == []


@pytest.mark.parametrize(
    "html",
    [
        '<p style="color: red">',
        "<button onclick=x>",
        "<style>p {}</style>",
        "<script>{{ a }}</script>",
        '<a {% if b %}onclick="x"{% endif %}>',
    ],
)
def test_inline_styles_and_scripts_are_seen(html: str) -> None:
    assert inline(html) != []


def fenced(markdown: str) -> Iterator[str]:
    yield from re.findall(r"^```[a-z]*\n(.*?)\n```$", markdown, re.MULTILINE | re.DOTALL)


def test_the_readme_begins_with_the_two_commands() -> None:
    start, test = list(fenced((ROOT / "README.md").read_text()))[:2]
    assert "\n" not in start + test
    assert start.endswith(".venv/bin/python manage.py demo")
    assert test.endswith(".venv/bin/python -m pytest")


def test_the_ci_run_is_a_program() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    clean(["bash", "-n", str(script)])
