"""The dossier: refuses before it writes, leaves nothing out, and lets everything be checked."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.files.base import File
from django.core.management import CommandError
from django.db import connection

from articles import audit, renditions, workflow
from articles.choices import DeskVerb, Level
from articles.exporters import dossier
from articles.exporters.archive import Archive
from articles.models import (
    Article,
    DeskAct,
    Edition,
    ImportRecord,
    Photo,
    User,
    guards,
)
from tests.articles.exporters.opening import exported, files, read
from tests.conftest import picture_bytes

Draft = Callable[..., Article]

SAFE = re.compile(r"(?:[a-z0-9-]+/)*[A-Za-z0-9-]+(?:\.[a-z0-9]+)*")


def test_the_same_story_is_the_same_bytes(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    first = (tmp_path / "d.zip").read_bytes()
    with time_machine.travel("2031-01-01"):
        exported(story, tmp_path, "--force")
    assert (tmp_path / "d.zip").read_bytes() == first


def test_the_list_vouches_for_every_file(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    found = files(tmp_path)
    manifest = json.loads(found.pop("manifest.json"))
    assert manifest["missing"] == []
    hashes = {name: kept["sha256"] for name, kept in manifest["files"].items()}
    assert hashes == {name: hashlib.sha256(raw).hexdigest() for name, raw in found.items()}


def test_every_name_is_ours(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    assert [name for name in files(tmp_path) if not SAFE.fullmatch(name)] == []


@pytest.mark.three_reviews
def test_nothing_that_is_kept_is_left_out(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    found = files(tmp_path)
    record = ImportRecord.objects.get()
    assert found[f"imports/{record.pk}.docx"] == b"\x00\xffdocx"
    revisions = [name for name in found if name.startswith("revisions/")]
    assert len(revisions) == story.revisions.count() > 0
    assert len(json.loads(found["passes.json"])) == 2 * len(Level)
    assert json.loads(found["notes.json"])[0]["text"] == "查证过"
    assert json.loads(found["marks.json"])[0]["remark"] == "核实"
    assert json.loads(found["withdrawals.json"])[0]["reason"] == "来源有误"
    assert json.loads(found["story.json"])["content"]["title"] == "改了的题"


def test_texts_kept_aside_stand_beside_the_version_they_were_written_over(
    story: Article, editor: User, tmp_path: Path
) -> None:
    kept = story.revisions.latest("pk")
    for title in ("甲", "乙"):
        workflow.keep_aside(
            story, kept.snapshot | {"title": title}, by=editor, version=kept.version
        )
    exported(story, tmp_path)
    titles = [
        json.loads(raw)["snapshot"]["title"]
        for name, raw in files(tmp_path).items()
        if name.startswith(f"revisions/{kept.version:04}-")
    ]
    assert titles == ["改了的题", "甲", "乙"]


def test_another_storys_record_is_not_in_it(story: Article, signed: Draft, tmp_path: Path) -> None:
    other = signed(title="别的稿")
    exported(story, tmp_path)
    assert not [name for name, raw in files(tmp_path).items() if "别的稿".encode() in raw]
    acts = read(tmp_path, "log.json")["acts"]
    assert len(acts) == DeskAct.objects.filter(article=story).count()
    assert DeskAct.objects.filter(article=other).exists()


def test_an_act_can_be_checked_with_the_dossier_alone(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    log = read(tmp_path, "log.json")
    verbs = [act["verb"] for act in log["acts"]]
    assert verbs[-2:] == [DeskVerb.CORRECT, DeskVerb.WITHDRAW]
    for act in log["acts"]:
        line = json.dumps(act["hashed"], ensure_ascii=False)
        assert hashlib.sha256(line.encode()).hexdigest() == act["row_hash"]
        assert audit.verify(act["row_hash"]).expected_at == act["number"]
    assert log["end_of_the_log"]["row_hash"] == audit.verify().last_hash


def test_people_are_named_with_their_sign_in(story: Article, chief: User, tmp_path: Path) -> None:
    exported(story, tmp_path)
    named = read(tmp_path, "withdrawals.json")[0]["by"]
    assert named == f"{chief.username} ({chief}) #{chief.pk}"


# Editions


def test_an_edition_is_there_to_be_read_and_to_be_looked_at(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    first, second = (read(tmp_path, f"editions/000{number}.json") for number in (1, 2))
    assert (first["title"], second["title"]) == ("样稿", "改了的题")
    assert (first["content_hash_holds"], second["content_hash_holds"]) == (True, True)
    page = files(tmp_path)["editions/0002.html"].decode()
    for words in ("改了的题", "人数有误", "新图", "袁也然"):
        assert words in page


def test_the_pictures_of_a_page_lie_in_the_dossier(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    found = files(tmp_path)
    for number, photo in ((1, "旧图"), (2, "新图")):
        page = found[f"editions/000{number}.html"].decode()
        (address,) = re.findall(r'src="\.\./([^"]+)"', page)
        assert photo in page
        assert found[address].startswith(b"\xff\xd8")


def test_an_edition_changed_behind_the_guards_is_betrayed(story: Article, tmp_path: Path) -> None:
    guards.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE articles_edition SET title = 'x' WHERE number = 1")
    exported(story, tmp_path)
    held = [read(tmp_path, f"editions/000{n}.json")["content_hash_holds"] for n in (1, 2)]
    assert held == [False, True]


def test_a_restored_edition_holds(story: Article, chief: User, tmp_path: Path) -> None:
    workflow.restore(story, by=chief)
    exported(story, tmp_path)
    assert read(tmp_path, "editions/0003.json")["content_hash_holds"]


# Pictures


def test_originals_and_sizes_are_there_as_they_are_stored(
    story: Article, photo: Photo, tmp_path: Path
) -> None:
    exported(story, tmp_path)
    found = files(tmp_path)
    assert f"photos/{photo.token}/480.jpg" in found
    for kept in Photo.objects.all():
        name = dossier.original_name(kept)
        assert hashlib.sha256(found[name]).hexdigest() == kept.sha256
        for width, stored in renditions.uncut(kept.token, kept.made):
            with renditions.storage().open(stored) as file:
                assert found[f"photos/{kept.token}/{width}.jpg"] == file.read()
    assert len(read(tmp_path, "photos.json")) == 2
    assert found[f"photos/{photo.token}/original.jpg"] == picture_bytes()


def test_a_picture_that_cannot_be_found_is_noted_and_said(
    story: Article, photo: Photo, tmp_path: Path
) -> None:
    photo.file.storage.delete(photo.file.name)
    with pytest.raises(CommandError):
        exported(story, tmp_path)
    assert read(tmp_path, "manifest.json")["missing"] == [dossier.original_name(photo)]


def test_a_picture_whose_record_is_gone_is_noted_and_said(
    story: Article, photo: Photo, tmp_path: Path
) -> None:
    Photo.objects.filter(pk=photo.pk).delete()
    with pytest.raises(CommandError):
        exported(story, tmp_path)
    assert f"photos/{photo.token}/original" in read(tmp_path, "manifest.json")["missing"]


def test_pictures_are_read_in_pieces(
    story: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    longest = 0
    put = Archive.put

    def watched(archive: Archive, name: str, pieces: Any, *, packed: bool = True) -> None:
        nonlocal longest
        parts = list(pieces)
        if name.startswith("photos/"):
            longest = max(longest, *map(len, parts))
        put(archive, name, parts, packed=packed)

    monkeypatch.setattr(Archive, "put", watched)
    monkeypatch.setattr(File, "DEFAULT_CHUNK_SIZE", 1000)
    exported(story, tmp_path)
    assert longest == 1000


# Words


@pytest.mark.three_reviews
def test_the_slip_names_who_did_what_and_when(
    story: Article, chief: User, director: User, tmp_path: Path
) -> None:
    exported(story, tmp_path)
    slip = files(tmp_path)["slip.txt"].decode()
    for words in (story.title, str(chief), str(director), "来源有误", "人数有误"):
        assert words in slip
    assert DeskAct.objects.filter(article=story).latest("number").row_hash in slip


def test_the_guide_names_every_file(story: Article, tmp_path: Path) -> None:
    exported(story, tmp_path)
    guide = files(tmp_path)["README.txt"].decode()
    for name in files(tmp_path):
        folder, _, rest = name.partition("/")
        assert (f"{folder}/" if rest else name) in guide or name == "README.txt"
    assert Edition.objects.latest("number").content_hash in guide


def test_words_with_markup_stay_words(draft: Draft, tmp_path: Path) -> None:
    article = draft("<b>A&B</b>")
    exported(article, tmp_path)
    found = files(tmp_path)
    assert "<b>A&B</b>" in found["slip.txt"].decode()
    assert "<b>A&B</b>" in found["README.txt"].decode()


def test_a_page_escapes_its_words(put_out: Callable[..., Edition], tmp_path: Path) -> None:
    edition = put_out("<b>A&B</b>")
    exported(edition.article, tmp_path)
    assert "&lt;b&gt;A&amp;B&lt;/b&gt;" in files(tmp_path)["editions/0001.html"].decode()


def test_a_draft_that_nobody_touched_has_a_dossier_too(draft: Draft, tmp_path: Path) -> None:
    exported(draft(section=None), tmp_path)
    assert read(tmp_path, "log.json")["acts"] == []
    assert read(tmp_path, "passes.json") == []
