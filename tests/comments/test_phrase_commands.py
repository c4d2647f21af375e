"""The commands for the lists of words: they answer in sentences and fail where a line failed."""

from __future__ import annotations

from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import User
from comments.choices import PhraseKind
from comments.models import Decision, Phrase

pytestmark = pytest.mark.django_db


def run(*args: Any, **options: Any) -> str:
    out = StringIO()
    call_command(*args, stdout=out, stderr=out, **options)
    return out.getvalue()


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text("刷单,禁用\n办证", encoding="gb18030")
    return path


def test_what_cannot_be_done_is_said(
    hire: Callable[[str], User], chief: User, table: Path, tmp_path: Path
) -> None:
    book = tmp_path / "list.xlsx"
    book.write_bytes(b"PK\x03\x04")
    refused = [
        (table, {"by": "nobody"}),
        (table, {"by": hire("reporter").username}),
        (tmp_path / "missing.csv", {"by": chief.username}),
        (book, {"by": chief.username}),
    ]
    for path, options in refused:
        with pytest.raises(CommandError):
            run("import_phrases", str(path), **options)
    with pytest.raises(CommandError):
        run("export_phrases", str(tmp_path / "none" / "list.csv"))
    assert not Phrase.objects.exists()


def test_a_dry_run_says_what_would_be_done(chief: User, table: Path) -> None:
    told = run("import_phrases", str(table), by=chief.username, dry_run=True)
    assert "2" in told
    assert not Phrase.objects.exists()
    assert not Decision.objects.exists()


def test_a_table_is_taken_in_and_written_out_again(
    chief: User, table: Path, tmp_path: Path
) -> None:
    run("import_phrases", str(table), by=chief.username, list="allowed")
    kept = set(Phrase.objects.values_list("words", "kind", "by"))
    assert kept == {("刷单", "banned", chief.pk), ("办证", "allowed", chief.pk)}
    assert "list.csv" in Decision.objects.get().note
    run("export_phrases", str(tmp_path / "out.csv"), list=PhraseKind.BANNED.value)
    assert "刷单" in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert "办证" not in (tmp_path / "out.csv").read_text(encoding="utf-8-sig")
    assert run("export_phrases", "-").count("\r\n") == 3


def test_a_faulty_line_makes_the_command_fail_but_no_other_line(chief: User, table: Path) -> None:
    table.write_text("刷单,禁用\n\uff01,禁用\n办证")
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("import_phrases", str(table), by=chief.username, stdout=out, stderr=out)
    assert "list.csv:2: " in out.getvalue()
    assert Phrase.objects.count() == 2
