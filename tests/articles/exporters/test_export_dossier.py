"""The command that writes a dossier: refuses in sentences, and never leaves half a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.exporters import dossier
from articles.exporters.archive import Archive
from articles.models import Article
from tests.articles.exporters.opening import exported, files

Draft = Callable[..., Article]


@pytest.mark.parametrize("number", ["0", "999999", str(2**70), "twelve"])
@pytest.mark.django_db
def test_a_story_that_is_not_there_is_refused(number: str, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("export_dossier", number, "--output", str(tmp_path / "d.zip"))
    assert list(tmp_path.glob("*.zip")) == []


def test_a_file_that_is_there_is_not_replaced_unasked(story: Article, tmp_path: Path) -> None:
    (tmp_path / "d.zip").write_text("mine")
    with pytest.raises(CommandError, match="--force"):
        exported(story, tmp_path)
    assert (tmp_path / "d.zip").read_text() == "mine"
    exported(story, tmp_path, "--force")
    assert "README.txt" in files(tmp_path)


@pytest.mark.parametrize("place", ["no such folder/d.zip", "."])
def test_a_place_that_takes_no_file_is_refused(draft: Draft, tmp_path: Path, place: str) -> None:
    with pytest.raises(CommandError):
        call_command("export_dossier", str(draft().pk), "--output", str(tmp_path / place))


@pytest.mark.parametrize("options", [(), ("--force",)])
def test_a_failure_leaves_no_half_file_and_what_was_there(
    story: Article, tmp_path: Path, options: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    if options:
        (folder / "d.zip").write_text("mine")

    def full(archive: Archive, shown: dossier.Shown) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(dossier, "put_photos", full)
    with pytest.raises(CommandError, match="No space"):
        exported(story, folder, *options)
    assert [path.read_text() for path in folder.iterdir()] == ["mine"] * len(options)


def test_the_command_answers_with_count_size_and_hash(story: Article, tmp_path: Path) -> None:
    said = exported(story, tmp_path)
    whole = hashlib.sha256((tmp_path / "d.zip").read_bytes()).hexdigest()
    for part in (str(len(files(tmp_path))), story.title, "KB", whole):
        assert part in said.replace("\xa0", " ")


def test_a_dossier_goes_where_one_stands(
    draft: Draft, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    article = draft()
    monkeypatch.chdir(tmp_path)
    call_command("export_dossier", str(article.pk), stdout=StringIO())
    assert (tmp_path / f"dossier-{article.pk}.zip").is_file()
