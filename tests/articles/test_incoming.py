"""Uploads: taken in pieces, gone on with, finished once; nothing of them is left behind."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import connection
from django.utils import timezone

from articles import incoming, jobs
from articles.models import Incoming, Photo, User
from articles.pictures.opening import MAX_BYTES, BadPhoto
from tests.conftest import picture_bytes
from tests.newsroom.test_storage_s3 import bucket, server  # noqa: F401 (fixtures)

RAW = picture_bytes()
HTML = b"<!DOCTYPE html><script>alert(1)</script>" * 40


@pytest.fixture
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.incoming.PIECE", 1000)


@pytest.fixture
def begun(reporter: User) -> Callable[..., Incoming]:
    """Announces a file."""

    def beginning(raw: bytes = RAW, name: str = "a.jpg") -> Incoming:
        return incoming.begin(name, len(raw), by=reporter)

    return beginning


@pytest.fixture
def sent(begun: Callable[..., Incoming]) -> Callable[..., Incoming]:
    """Announces a file and brings all of it, or its beginning, in pieces."""

    def sending(raw: bytes = RAW, name: str = "a.jpg", until: int | None = None) -> Incoming:
        upload = begun(raw, name)
        bring(upload, raw[:until])
        return upload

    return sending


def bring(upload: Incoming, raw: bytes) -> None:
    while upload.received < len(raw):
        piece = raw[upload.received : upload.received + incoming.PIECE]
        incoming.append(upload, upload.received, piece)


def lying_about() -> list[str]:
    """Every piece and folder of uploads in the storage."""
    folders, files = incoming.listed(incoming.FOLDER)
    pieces = [
        f"{folder}/{name}"
        for folder in folders
        for name in incoming.listed(f"{incoming.FOLDER}/{folder}")[1]
    ]
    return sorted(folders + files + pieces)


def original(photo: Photo) -> bytes:
    with photo.file.open() as file:
        return file.read()


# What is not taken


@pytest.mark.parametrize(("size", "why"), [(0, "empty"), (-1, "empty"), (MAX_BYTES + 1, "40 MB")])
def test_a_file_of_an_impossible_size_is_refused_by_name(
    size: int, why: str, reporter: User, settings: Any
) -> None:
    settings.LANGUAGE_CODE = "en"
    with pytest.raises(BadPhoto, match=why) as refusal:
        incoming.begin("/etc/海边.jpg", size, by=reporter)
    assert "海边.jpg" in str(refusal.value)
    assert "/etc" not in str(refusal.value)
    assert not Incoming.objects.exists()


def test_a_file_of_just_the_most_is_welcome(reporter: User) -> None:
    assert incoming.begin("a.jpg", MAX_BYTES, by=reporter).size == MAX_BYTES


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "a/b\x00.jpg", "", "."])
def test_a_name_is_only_a_name(name: str, reporter: User) -> None:
    upload = incoming.begin(name, 10, by=reporter)
    assert not {"/", "\\", "\x00"} & set(upload.file_name)
    assert upload.file_name
    assert upload.name.isalnum()


def test_one_person_cannot_begin_without_end(
    monkeypatch: pytest.MonkeyPatch, begun: Callable[..., Incoming], editor: User
) -> None:
    monkeypatch.setattr("articles.incoming.MOST_OPEN", 2)
    uploads = [begun(), begun()]
    with pytest.raises(incoming.Unfit):
        begun()
    assert incoming.begin("a.jpg", 10, by=editor)
    incoming.give_up(uploads[0])
    assert begun()


@pytest.mark.parametrize("offset", [-1, 1, 999, 1001, 5000])
def test_a_piece_in_another_place_is_told_the_right_one(
    offset: int, small_pieces: None, sent: Callable[..., Incoming]
) -> None:
    upload = sent(until=1000)
    with pytest.raises((incoming.Misplaced, incoming.Unfit)) as told:
        incoming.append(upload, offset, b"x" * 10)
    assert getattr(told.value, "received", 1000) == 1000
    upload.refresh_from_db()
    assert upload.received == 1000
    assert lying_about() == [upload.name, f"{upload.name}/0"]


def test_a_piece_of_the_past_changes_nothing(
    small_pieces: None, sent: Callable[..., Incoming]
) -> None:
    upload = sent(until=2000)
    with pytest.raises(incoming.Misplaced):
        incoming.append(upload, 0, b"x" * 1000)
    bring(upload, RAW)
    assert incoming.put_together(upload) == RAW


@pytest.mark.parametrize(
    ("offset", "length"),
    [(0, 1001), (0, 0), (900, 101), (901, 100), (10**12, 1), (0, 1000)],
    ids=["over a piece", "nothing", "over the end", "past the end", "far away", "over the file"],
)
def test_a_piece_that_does_not_fit_is_refused(
    offset: int, length: int, small_pieces: None, begun: Callable[..., Incoming]
) -> None:
    upload = begun(b"x" * 950)
    with pytest.raises(incoming.Unfit):
        incoming.append(upload, offset, b"x" * length)
    upload.refresh_from_db()
    assert (upload.received, lying_about()) == (0, [])


# What is left behind: nothing


def test_of_a_file_that_is_refused_nothing_is_left(sent: Callable[..., Incoming]) -> None:
    upload = sent(HTML, "page.jpg")
    with pytest.raises(BadPhoto, match=r"page\.jpg"):
        incoming.finish(upload)
    assert (lying_about(), Incoming.objects.count(), Photo.objects.count()) == ([], 0, 0)


def test_of_a_file_that_is_taken_no_piece_is_left(
    small_pieces: None, sent: Callable[..., Incoming], reporter: User
) -> None:
    photo, is_new = incoming.finish(sent())
    assert is_new
    assert (photo.original_name, photo.uploaded_by) == ("a.jpg", reporter)
    assert original(photo) == RAW
    assert (lying_about(), Incoming.objects.count()) == ([], 0)


def test_of_a_file_whose_taking_in_fails_nothing_is_left(
    monkeypatch: pytest.MonkeyPatch, sent: Callable[..., Incoming]
) -> None:
    monkeypatch.setattr("articles.photodesk.keep_original", fail)
    with pytest.raises(OSError, match="disk is full"):
        incoming.finish(sent())
    assert (lying_about(), Incoming.objects.count(), Photo.objects.count()) == ([], 0, 0)


def fail(*args: Any, **named: Any) -> None:
    raise OSError("The disk is full.")


def test_of_an_upload_that_is_given_up_nothing_is_left(
    small_pieces: None, sent: Callable[..., Incoming]
) -> None:
    upload = sent(until=2000)
    assert len(lying_about()) == 3
    incoming.give_up(upload)
    assert (lying_about(), Incoming.objects.count()) == ([], 0)


def test_a_piece_for_an_upload_that_was_given_up_meanwhile_is_not_kept(
    monkeypatch: pytest.MonkeyPatch, begun: Callable[..., Incoming]
) -> None:
    upload, save = begun(), incoming.storage().save

    def given_up_first(place: str, piece: Any) -> str:
        incoming.give_up(Incoming.objects.get())
        return save(place, piece)

    monkeypatch.setattr(type(incoming.storage()), "save", staticmethod(given_up_first))
    with pytest.raises(Incoming.DoesNotExist):
        incoming.append(upload, 0, RAW)
    assert lying_about() == []


def test_uploads_are_forgotten_a_day_after_their_last_piece(
    clock: Any, small_pieces: None, sent: Callable[..., Incoming]
) -> None:
    old, touched = sent(until=1000), sent(until=1000)
    clock.shift(timedelta(hours=23))
    incoming.append(touched, 1000, RAW[1000:2000])
    clock.shift(timedelta(hours=1, seconds=1))
    assert jobs.run("uploads", timezone.now()).done == 1
    assert list(Incoming.objects.all()) == [touched]
    assert old.name not in "".join(lying_about())
    assert len(lying_about()) == 3


def test_pieces_without_an_upload_are_swept_out(sent: Callable[..., Incoming]) -> None:
    orphan, alive = sent(until=1000), sent(until=1000)
    Incoming.objects.filter(pk=orphan.pk).delete()
    incoming.forget_left_behind(timezone.now())
    assert lying_about() == [alive.name, f"{alive.name}/0"]


def test_there_is_nothing_to_forget_where_nothing_was_ever_sent(db: None) -> None:
    assert incoming.forget_left_behind(timezone.now()) == 0


# Going on


def test_a_file_comes_in_pieces_and_is_the_same(
    small_pieces: None, sent: Callable[..., Incoming]
) -> None:
    upload = sent()
    assert len(lying_about()) > 4
    assert incoming.put_together(upload) == RAW


def test_a_known_file_is_not_new(sent: Callable[..., Incoming], photo: Photo) -> None:
    assert incoming.finish(sent(name="b.jpg")) == (photo, False)
    assert Photo.objects.count() == 1


def test_a_whole_file_can_be_finished_by_an_empty_piece(sent: Callable[..., Incoming]) -> None:
    upload = Incoming.objects.get(pk=sent().pk)
    incoming.append(upload, len(RAW), b"")
    assert incoming.finish(upload)[1]


def test_what_is_finished_cannot_be_finished_again(sent: Callable[..., Incoming]) -> None:
    upload = sent()
    again = Incoming.objects.get(pk=upload.pk)
    incoming.finish(upload)
    with pytest.raises(Incoming.DoesNotExist):
        incoming.finish(again)


def test_a_piece_that_could_not_be_stored_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch, begun: Callable[..., Incoming]
) -> None:
    upload = begun()
    with monkeypatch.context() as broken:
        broken.setattr(type(incoming.storage()), "save", fail)
        with pytest.raises(OSError, match="disk is full"):
            incoming.append(upload, 0, RAW)
    upload.refresh_from_db()
    assert upload.received == 0
    bring(upload, RAW)
    assert incoming.finish(upload)[1]


@pytest.mark.parametrize("left", [None, b"", RAW[1000:1600]], ids=["lost", "empty", "cut"])
def test_a_piece_that_a_crash_has_cost_is_asked_for_again(
    left: bytes | None, small_pieces: None, sent: Callable[..., Incoming]
) -> None:
    upload, place = sent(), f"{incoming.FOLDER}/{{}}/1000"
    storages["default"].delete(place.format(upload.name))
    if left is not None:
        storages["default"].save(place.format(upload.name), ContentFile(left))
    with pytest.raises(incoming.Misplaced) as told:
        incoming.finish(upload)
    assert told.value.received == 1000 + len(left or b"")
    bring(upload, RAW)
    assert original(incoming.finish(upload)[0]) == RAW
    assert lying_about() == []


@pytest.mark.django_db(transaction=True)
def test_of_two_that_bring_the_same_piece_one_is_told_that_it_has_come(
    small_pieces: None, begun: Callable[..., Incoming]
) -> None:
    upload, start = begun(), Barrier(4)

    def appended(number: int) -> int:
        mine = Incoming.objects.get(pk=upload.pk)
        start.wait(timeout=10)
        try:
            incoming.append(mine, 0, RAW[:1000])
        except incoming.Misplaced as told:
            return told.received
        finally:
            connection.close()
        return 0

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(appended, range(4))) == [0, 1000, 1000, 1000]
    assert lying_about() == [upload.name, f"{upload.name}/0"]


# What it costs


def test_putting_a_file_together_takes_little_more_than_the_file(
    sent: Callable[..., Incoming],
) -> None:
    upload = sent(bytes(8 * incoming.PIECE))
    tracemalloc.start()
    try:
        assert len(incoming.put_together(upload)) == upload.size
        assert tracemalloc.get_traced_memory()[1] < 1.5 * upload.size
    finally:
        tracemalloc.stop()


# Another storage


@pytest.mark.usefixtures("bucket", "small_pieces")
def test_an_object_storage_keeps_and_loses_pieces_too(sent: Callable[..., Incoming]) -> None:
    whole, begun, orphan = sent(), sent(until=1000), sent(until=2000)
    Incoming.objects.filter(pk=orphan.pk).delete()
    assert original(incoming.finish(whole)[0]) == RAW
    incoming.forget_left_behind(timezone.now())
    assert lying_about() == [begun.name, f"{begun.name}/0"]
    incoming.give_up(begun)
    assert lying_about() == []


@pytest.mark.usefixtures("bucket", "small_pieces")
def test_an_object_storage_tells_that_a_piece_is_missing(sent: Callable[..., Incoming]) -> None:
    upload = sent()
    incoming.storage().delete(f"{incoming.FOLDER}/{upload.name}/2000")
    with pytest.raises(incoming.Misplaced) as told:
        incoming.finish(upload)
    assert told.value.received == 2000
    bring(upload, RAW)
    assert original(incoming.finish(upload)[0]) == RAW


def test_files_of_the_library_are_not_swept_out(
    tmp_path: Path, photo: Photo, sent: Callable[..., Incoming]
) -> None:
    incoming.give_up(sent(until=1000))
    incoming.forget_left_behind(timezone.now())
    assert photo.file.storage.exists(photo.file.name)
