"""The page that takes photos in, and its answers: who may, what is refused in which sentence."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse

from articles import incoming
from articles.models import Incoming, Photo, User
from articles.pictures.opening import MAX_BYTES
from tests.articles.test_incoming import HTML, RAW, lying_about
from tests.conftest import picture_bytes

PAGE, BEGIN = "admin:articles_photo_upload", "admin:articles_photo_incoming"


@pytest.fixture
def photographer(hire: Callable[[str], User]) -> User:
    return hire("photo_desk")


@pytest.fixture
def desk(client: Client, photographer: User) -> Client:
    client.force_login(photographer)
    return client


def begun(client: Client, raw: bytes = RAW, name: str = "a.jpg") -> dict[str, Any]:
    response = client.post(reverse(BEGIN), {"name": name, "size": len(raw)})
    assert response.status_code == 200
    return response.json()


def piece(client: Client, address: str, offset: Any, raw: bytes, **headers: str) -> Any:
    headers = {"Upload-Offset": str(offset)} | headers
    kind = "application/octet-stream"
    return client.generic("POST", address, raw, content_type=kind, headers=headers)


def sent(client: Client, raw: bytes = RAW, name: str = "a.jpg") -> Any:
    """The answer to the last piece of a file."""
    upload, offset = begun(client, raw, name), 0
    while True:
        answer = piece(client, upload["address"], offset, raw[offset : offset + upload["piece"]])
        offset = answer.json().get("received", len(raw))
        if offset >= len(raw):
            return answer


def file(raw: bytes = RAW, name: str = "a.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, raw, content_type="image/jpeg")


def one_url(name: str) -> str:
    return reverse("admin:articles_photo_incoming_one", args=[name])


def words_url(photo: Photo) -> str:
    return reverse("admin:articles_photo_words", args=[photo.pk])


# Who may


def test_a_stranger_is_sent_to_the_sign_in(client: Client, db: None) -> None:
    for address in (reverse(PAGE), reverse(BEGIN), one_url("a" * 32)):
        answer = client.post(address, {"name": "a.jpg", "size": 10})
        assert answer.status_code == 302
        assert answer["Location"].startswith(reverse("admin:login"))
    assert not Incoming.objects.exists()


def test_who_may_not_add_photos_is_refused_everywhere(client: Client, moderator: User) -> None:
    client.force_login(moderator)
    upload = incoming.begin("a.jpg", len(RAW), by=moderator)
    answers = [
        client.get(reverse(PAGE)),
        client.post(reverse(PAGE), {"photos": file()}),
        client.post(reverse(BEGIN), {"name": "a.jpg", "size": 10}),
        client.get(one_url(upload.name)),
        piece(client, one_url(upload.name), 0, RAW),
        client.delete(one_url(upload.name)),
        client.post(reverse("admin:articles_photo_incoming_discard", args=[upload.name])),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert (Photo.objects.count(), lying_about()) == (0, [])
    assert Incoming.objects.get().received == 0


@pytest.mark.parametrize("act", ["begin", "piece", "give up", "discard", "words", "form"])
def test_a_page_of_another_site_can_send_nothing(
    act: str, photographer: User, photo: Photo
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(photographer)
    address = one_url(incoming.begin("a.jpg", len(RAW), by=photographer).name)
    answer = {
        "begin": lambda: client.post(reverse(BEGIN), {"name": "a.jpg", "size": 10}),
        "piece": lambda: piece(client, address, 0, RAW),
        "give up": lambda: client.delete(address),
        "discard": lambda: client.post(f"{address}discard/"),
        "words": lambda: client.post(words_url(photo), {"caption": "别人的话"}),
        "form": lambda: client.post(reverse(PAGE), {"photos": file(picture_bytes(color="red"))}),
    }[act]()
    assert answer.status_code == 403
    assert (Incoming.objects.get().received, Photo.objects.get()) == (0, photo)
    assert not Photo.objects.get().caption


@pytest.mark.parametrize("act", ["look", "piece", "give up", "discard"])
def test_the_upload_of_somebody_else_does_not_exist(act: str, desk: Client, reporter: User) -> None:
    theirs = incoming.begin("a.jpg", len(RAW), by=reporter)
    incoming.append(theirs, 0, RAW[:100])
    address = one_url(theirs.name)
    answer = {
        "look": lambda: desk.get(address),
        "piece": lambda: piece(desk, address, 100, RAW[100:]),
        "give up": lambda: desk.delete(address),
        "discard": lambda: desk.post(f"{address}discard/"),
    }[act]()
    assert answer.status_code == 404
    assert "a.jpg" not in answer.content.decode()
    assert Incoming.objects.get().received == 100
    assert lying_about() == [theirs.name, f"{theirs.name}/0"]


def test_what_others_have_not_finished_is_not_listed(desk: Client, reporter: User) -> None:
    incoming.begin("secret.jpg", 10, by=reporter)
    assert "secret.jpg" not in desk.get(reverse(PAGE)).content.decode()


# What is refused


@pytest.mark.parametrize(("size", "status"), [(41 << 20, 422), (0, 422), (-1, 400), ("x", 400)])
def test_a_file_of_an_impossible_size_is_not_begun(size: Any, status: int, desk: Client) -> None:
    answer = desk.post(reverse(BEGIN), {"name": "大图.jpg", "size": size})
    assert answer.status_code == status
    assert status == 400 or "大图.jpg" in answer.json()["reasons"][0]
    assert not Incoming.objects.exists()


def test_too_many_unfinished_uploads_are_refused_in_a_sentence(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.incoming.MOST_OPEN", 1)
    begun(desk)
    answer = desk.post(reverse(BEGIN), {"name": "b.jpg", "size": 10})
    assert answer.status_code == 422
    assert answer.json()["reasons"][0]


@pytest.mark.parametrize("offset", ["-1", "", "x", "1.5", "\u0661", "9" * 30, "0x10", " "])
def test_a_place_that_is_no_number_is_refused(offset: str, desk: Client) -> None:
    upload = begun(desk)
    headers = {"Upload-Offset": offset.encode().decode("latin-1")}
    answer = piece(desk, upload["address"], 0, RAW[:10], **headers)
    assert answer.status_code == 400
    assert (Incoming.objects.get().received, lying_about()) == (0, [])


def test_a_piece_in_the_wrong_place_is_told_the_right_one(desk: Client) -> None:
    upload = begun(desk)
    piece(desk, upload["address"], 0, RAW[:100])
    for wrong in (0, 99, 101):
        answer = piece(desk, upload["address"], wrong, RAW[100:110])
        assert (answer.status_code, answer.json()) == (409, {"received": 100})
    assert piece(desk, upload["address"], 100, RAW[100:]).json()["photo"]["is_new"]


@pytest.mark.parametrize("over", [1, incoming.PIECE, 6 << 20], ids=["file", "piece", "Django's"])
def test_a_piece_that_is_too_long_is_refused(over: int, desk: Client) -> None:
    raw = b"x" * incoming.PIECE
    upload = begun(desk, raw)
    answer = piece(desk, upload["address"], 0, raw + b"x" * over)
    assert answer.status_code == 400
    assert (Incoming.objects.get().received, lying_about()) == (0, [])


def test_an_empty_piece_in_the_middle_is_refused(desk: Client) -> None:
    upload = begun(desk)
    assert piece(desk, upload["address"], 0, b"").status_code == 400


def test_a_page_in_the_clothes_of_a_photo_is_refused_by_name_and_leaves_nothing(
    desk: Client,
) -> None:
    answers = [
        sent(desk, picture_bytes(color="red"), "一.jpg"),
        sent(desk, HTML, "二.jpg"),
        sent(desk, picture_bytes(color="green"), "三.jpg"),
    ]
    assert [answer.status_code for answer in answers] == [200, 422, 200]
    assert "二.jpg" in answers[1].json()["reasons"][0]
    assert set(Photo.objects.values_list("original_name", flat=True)) == {"一.jpg", "三.jpg"}
    assert (lying_about(), Incoming.objects.count()) == ([], 0)


def test_what_is_finished_is_no_longer_known(desk: Client) -> None:
    upload = begun(desk)
    assert piece(desk, upload["address"], 0, RAW).status_code == 200
    for offset, raw in ((0, RAW), (len(RAW), b"")):
        assert piece(desk, upload["address"], offset, raw).status_code == 404
    assert desk.get(upload["address"]).status_code == 404
    assert Photo.objects.count() == 1


@pytest.mark.parametrize("name", ["../{}", "..", "{}/..", "%2e%2e", "a" * 32, "x", "{}x", "-"])
def test_no_other_name_is_an_upload(name: str, desk: Client) -> None:
    address = reverse(BEGIN) + name.format(begun(desk)["name"]) + "/"
    # The admin takes what has slashes for the key of a photo, and leads to its page.
    assert piece(desk, address, 0, RAW).status_code in {302, 404}
    assert (Incoming.objects.get().received, lying_about()) == (0, [])


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_send_the_same_piece_one_is_told(photographer: User) -> None:
    clients = [Client(), Client(), Client()]
    for client in clients:
        client.force_login(photographer)
    upload, start = begun(clients[0]), Barrier(3)

    def send(client: Client) -> int:
        start.wait(timeout=10)
        try:
            return piece(client, upload["address"], 0, RAW[:500]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(send, clients)) == [200, 409, 409]
    assert piece(clients[0], upload["address"], 500, RAW[500:]).json()["photo"]["is_new"]
    with Photo.objects.get().file.open() as original:
        assert original.read() == RAW


class Broken:
    """A connection that ends in the middle of a piece."""

    def read(self, *args: int) -> bytes:
        raise OSError("Connection reset by peer.")

    readline = read


def test_a_piece_that_breaks_off_is_asked_for_again(desk: Client) -> None:
    upload = begun(desk)
    piece(desk, upload["address"], 0, RAW[:100])
    kind, place = "application/octet-stream", {"Upload-Offset": "100"}
    broken: Any = {"wsgi.input": Broken()}
    answer = desk.generic("POST", upload["address"], RAW, kind, headers=place, **broken)
    assert (answer.status_code, answer.json()) == (409, {"received": 100})
    assert piece(desk, upload["address"], 100, RAW[100:]).json()["photo"]["is_new"]


# What is taken


def test_a_file_that_broke_off_is_gone_on_with(desk: Client) -> None:
    upload = begun(desk)
    piece(desk, upload["address"], 0, RAW[:1234])
    found = desk.get(upload["address"])
    assert found.json() == upload | {"received": 1234}
    assert "no-store" in found["Cache-Control"]
    assert "a.jpg" in desk.get(reverse(PAGE)).content.decode()
    assert piece(desk, upload["address"], 1234, RAW[1234:]).json()["photo"]["is_new"]


def test_a_file_larger_than_a_piece_comes_in_whole(desk: Client) -> None:
    raw = RAW + b"\x00" * (2 * incoming.PIECE)
    assert sent(desk, raw).json()["photo"]["is_new"]
    with Photo.objects.get().file.open() as original:
        assert original.read() == raw


def test_the_answer_says_what_the_photographer_wrote_and_how_it_looks(
    desk: Client, photographer: User
) -> None:
    photo = sent(desk).json()["photo"]
    kept = Photo.objects.get()
    assert kept.uploaded_by == photographer
    assert (photo["id"], photo["width"], photo["height"]) == (kept.pk, 800, 600)
    assert (photo["kind"], photo["is_new"], photo["alike"]) == ("scene", True, [])
    assert {"caption", "credit", "byline", "alt", "headline"} <= set(photo)
    assert photo["change_url"] == reverse("admin:articles_photo_change", args=[kept.pk])
    assert desk.get(photo["thumb"]).getvalue().startswith(b"\xff\xd8")


def test_a_known_file_is_said_to_be_in_the_library(desk: Client, photo: Photo) -> None:
    Photo.objects.update(caption="早已有了")
    answer = sent(desk, name="b.jpg").json()["photo"]
    assert (answer["id"], answer["is_new"], answer["caption"]) == (photo.pk, False, "早已有了")


def test_photos_that_look_the_same_are_named(
    desk: Client, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.photodesk.alike", lambda _photo: [photo] * 5)
    alike = sent(desk, picture_bytes(color="red")).json()["photo"]["alike"]
    assert [other["id"] for other in alike] == [photo.pk] * 3
    assert alike[0]["change_url"] == reverse("admin:articles_photo_change", args=[photo.pk])


@pytest.mark.parametrize("way", ["delete", "discard"])
def test_an_upload_can_be_given_up(way: str, desk: Client) -> None:
    upload = begun(desk)
    piece(desk, upload["address"], 0, RAW[:100])
    if way == "delete":
        assert desk.delete(upload["address"]).status_code == 200
    else:
        assert desk.post(f"{upload['address']}discard/")["Location"] == reverse(PAGE)
    assert (lying_about(), Incoming.objects.count()) == ([], 0)


# Without a script


def test_without_a_script_files_are_judged_one_by_one(desk: Client, photo: Photo) -> None:
    files = [file(), file(HTML, "坏.jpg"), file(picture_bytes(color="red"), "新.jpg")]
    page = desk.post(reverse(PAGE), {"photos": files})
    known, bad, new = page.context["arrivals"]
    assert (known.photo, known.is_new) == (photo, False)
    assert (bad.photo, "坏.jpg" in bad.trouble) == (None, True)
    assert (new.photo.original_name, new.is_new) == ("新.jpg", True)
    said = page.content.decode()
    for words in (bad.trouble, reverse("admin:articles_photo_change", args=[new.photo.pk])):
        assert words in said


def test_without_a_script_a_file_that_is_too_large_is_not_read(
    desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.views.uploading.MAX_BYTES", 100)
    monkeypatch.setattr("articles.photodesk.find_or_take_in", lambda *args, **named: 1 / 0)
    (arrival,) = desk.post(reverse(PAGE), {"photos": file(name="大.jpg")}).context["arrivals"]
    assert "大.jpg" in arrival.trouble


def test_without_a_file_the_form_says_so(desk: Client) -> None:
    page = desk.post(reverse(PAGE), {})
    assert page.context["form"].has_error("photos", "required")
    assert page.context["arrivals"] == []


def test_a_large_file_of_the_form_leaves_nothing_in_the_folder_for_such(
    desk: Client, settings: Any, tmp_path: Any
) -> None:
    settings.FILE_UPLOAD_TEMP_DIR, settings.FILE_UPLOAD_MAX_MEMORY_SIZE = tmp_path / "t", 1000
    (tmp_path / "t").mkdir()
    files = [file(), file(HTML, "bad.jpg")]
    desk.post(reverse(PAGE), {"photos": files})
    assert Photo.objects.count() == 1
    assert list((tmp_path / "t").iterdir()) == []


# The words of a photo that is in


def test_words_are_kept_and_the_photo_is_made_anew(
    desk: Client, photo: Photo, photographer: User
) -> None:
    Photo.objects.update(needs_rendering=False)
    words = {"caption": "码头的清晨", "credit": "何苗", "alt": "一艘渡轮", "headline": "不收"}
    assert desk.post(words_url(photo), words).json()["said"]
    photo.refresh_from_db()
    assert (photo.caption, photo.credit, photo.alt) == ("码头的清晨", "何苗", "一艘渡轮")
    assert (photo.headline, photo.needs_rendering) == ("", True)
    logged = LogEntry.objects.get()
    assert (logged.user, logged.object_id) == (photographer, str(photo.pk))
    assert logged.change_message


def test_words_that_are_too_long_are_refused_and_nothing_is_kept(
    desk: Client, photo: Photo
) -> None:
    answer = desk.post(words_url(photo), {"caption": "新", "credit": "何" * 101, "alt": ""})
    assert answer.status_code == 422
    assert len(answer.json()["reasons"]) == 1
    photo.refresh_from_db()
    assert photo.caption == ""


def test_who_may_only_add_photos_cannot_change_their_words(client: Client, photo: Photo) -> None:
    adder = User.objects.create_user("adder", is_staff=True)
    adder.user_permissions.add(Permission.objects.get(codename="add_photo"))
    client.force_login(adder)
    assert client.post(words_url(photo), {"caption": "我的话"}).status_code == 403
    page = client.get(reverse(PAGE))
    assert page.status_code == 200
    assert "data-words" not in page.content.decode()
    photo.refresh_from_db()
    assert photo.caption == ""


def test_the_words_of_no_photo_are_not_found(desk: Client) -> None:
    address = reverse("admin:articles_photo_words", args=[10**17])
    assert desk.post(address, {"caption": "x"}).status_code == 404


# The settings that hang together


def test_a_piece_is_read_in_memory_and_a_file_is_not_too_large_for_its_column() -> None:
    assert incoming.PIECE < django_settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    assert MAX_BYTES < 2**31
    assert "blob:" in django_settings.DESK_POLICY["img-src"]
