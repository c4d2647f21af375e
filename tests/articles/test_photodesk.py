"""The photo desk: what is stored of a file that comes in, and what the library knows of it."""

from __future__ import annotations

import hashlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import transaction
from PIL import Image

from articles import photodesk, renditions
from articles.choices import PhotoKind
from articles.models import Photo, PhotoUse, SiteSettings
from articles.pictures.opening import BadPhoto
from articles.pictures.words import Words
from tests.conftest import SEEDS, picture_bytes


def stored() -> list[str]:
    """The names of all files in both storages."""
    roots = [Path(storages[name].location) for name in ("default", "renditions")]
    return sorted(path.name for root in roots for path in root.rglob("*") if path.is_file())


# Taking in


def test_a_bad_file_leaves_nothing_behind(db: None) -> None:
    with pytest.raises(BadPhoto, match=r"x\.jpg"):
        photodesk.take_in(picture_bytes()[:400], "x.jpg")
    assert not Photo.objects.exists()
    assert stored() == []


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\boot.ini", "/etc/x.jpg"])
def test_a_path_in_a_name_leads_nowhere(name: str, db: None) -> None:
    photo = photodesk.take_in(picture_bytes(), name)
    assert "/" not in photo.original_name
    assert "\\" not in photo.original_name
    assert photo.file.name == f"{photo.sha256[:2]}/{photo.sha256}"


def test_the_same_bytes_are_one_photo(db: None) -> None:
    first, is_new = photodesk.find_or_take_in(picture_bytes(), "a.jpg")
    again, is_new_again = photodesk.find_or_take_in(picture_bytes(), "b.jpg")
    assert (first, is_new, is_new_again) == (again, True, False)


def test_a_new_photo_has_its_smallest_size_at_once_and_waits_for_the_others(db: None) -> None:
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    assert photo.made["shapes"] == {"full": {"formats": ["jpg"], "sizes": [[480, 360]]}}
    assert photo.needs_rendering
    assert stored() == sorted(["full-480.jpg", photo.sha256])


def test_the_other_sizes_are_made_once_the_row_stands(
    db: None, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        pk = photodesk.take_in(picture_bytes(), "a.jpg").pk
    photo = Photo.objects.get(pk=pk)
    assert not photo.needs_rendering
    assert photo.made["shapes"].keys() == renditions.SHAPES.keys()


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
def test_the_photographers_words_are_kept(suffix: str, db: None) -> None:
    path = min((SEEDS / "photos").glob(f"*.{suffix}"))
    photo = photodesk.take_in(path.read_bytes(), path.name)
    assert photo.credit == "示意图"
    assert photo.caption
    assert photo.byline


def test_a_picture_that_says_it_was_made_by_a_machine_is_marked_so(db: None) -> None:
    columns = photodesk.columns_of(Words(caption="未来之城", is_ai=True))
    assert columns["kind"] == PhotoKind.AI


def test_a_turned_picture_is_upright_for_readers(db: None) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    photo = photodesk.take_in(with_exif(exif), "x.jpg")
    assert (photo.width, photo.height) == (600, 800)
    assert photo.made["shapes"]["full"]["sizes"] == [[480, 640]]


def with_exif(exif: Image.Exif) -> bytes:
    out = BytesIO()
    Image.open(BytesIO(picture_bytes())).save(out, "JPEG", exif=exif)
    return out.getvalue()


# What goes wrong


def test_a_photo_that_cannot_be_stored_leaves_no_file(db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(Photo, "save", lambda photo: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        photodesk.take_in(picture_bytes(), "a.jpg")
    assert stored() == []


def test_what_a_rollback_leaves_is_used_by_the_next_attempt(db: None) -> None:
    with transaction.atomic():
        photodesk.take_in(picture_bytes(), "a.jpg")
        transaction.set_rollback(True)
    left = stored()
    assert not Photo.objects.exists()
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    assert stored() == left == sorted([photo.sha256, "full-480.jpg"])


def test_a_half_written_original_is_written_again(db: None) -> None:
    raw = picture_bytes()
    sha256 = hashlib.sha256(raw).hexdigest()
    storages["default"].save(f"{sha256[:2]}/{sha256}", ContentFile(raw[:100]))
    photo = photodesk.take_in(raw, "a.jpg")
    with storages["default"].open(photo.file.name) as file:
        assert file.read() == raw
    assert photo.file.name == f"{sha256[:2]}/{sha256}"


@pytest.mark.django_db(transaction=True)
def test_the_same_file_handed_in_twice_at_once_is_one_photo(monkeypatch: Any) -> None:
    """The second is past its look for a twin when the first is stored."""
    raw, make = picture_bytes(), renditions.make_preview

    def overtaken(photo: Photo, picture: Image.Image, site: SiteSettings) -> None:
        monkeypatch.setattr(renditions, "make_preview", make)
        photodesk.take_in(raw, "first.jpg")
        make(photo, picture, site)

    monkeypatch.setattr(renditions, "make_preview", overtaken)
    photo, is_new = photodesk.find_or_take_in(raw, "second.jpg")
    assert (photo, is_new) == (Photo.objects.get(), False)
    assert photo.original_name == "first.jpg"
    assert photo.sha256 in stored()
    assert "full-480.jpg" in stored()


# Keeping what is said of a photo


@pytest.mark.parametrize(
    "change", [{"focus_x": 10, "focus_y": 90}, {"caption": "新的说明"}, {"kind": PhotoKind.AI}]
)
def test_a_change_of_what_goes_out_has_the_sizes_made_anew(
    change: dict[str, Any], photo: Photo
) -> None:
    photo = renditions.render(photo.pk)
    photo.refresh_from_db()
    assert not photo.needs_rendering
    for name, value in change.items():
        setattr(photo, name, value)
    photodesk.keep(photo)
    assert Photo.objects.get(pk=photo.pk).needs_rendering


@pytest.mark.parametrize("change", [{"alt": "一座桥"}, {"place": "成都"}, {"may_syndicate": True}])
def test_a_change_that_stays_at_the_desk_makes_nothing_anew(
    change: dict[str, Any], photo: Photo
) -> None:
    renditions.render(photo.pk)
    photo.refresh_from_db()
    for name, value in change.items():
        setattr(photo, name, value)
    photodesk.keep(photo)
    assert not Photo.objects.get(pk=photo.pk).needs_rendering


# Words lent to a use


def test_a_use_takes_from_its_photo_only_what_it_lacks(db: None) -> None:
    use = PhotoUse(caption="编辑写的说明")
    photo = Photo(caption="摄影师写的", byline="何苗", credit="成都日报", alt="一座桥")
    photodesk.lend_words(use, photo)
    assert (use.caption, use.credit, use.alt) == ("编辑写的说明", "何苗/成都日报", "一座桥")


@pytest.mark.parametrize(
    ("byline", "credit", "line"),
    [
        ("何苗", "成都日报", "何苗/成都日报"),
        ("何苗", "", "何苗"),
        ("", "新华社", "新华社"),
        ("新华社记者 何苗", "新华社", "新华社记者 何苗"),
        ("", "", ""),
    ],
)
def test_a_credit_names_each_once(byline: str, credit: str, line: str) -> None:
    assert photodesk.credit_of(Photo(byline=byline, credit=credit)) == line


# Pictures that look alike


def taken_again(raw: bytes, quality: int, width: int) -> bytes:
    """The same picture as another program saved it."""
    out = BytesIO()
    picture = Image.open(BytesIO(raw))
    picture = picture.resize((width, picture.height * width // picture.width))
    picture.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def test_the_same_picture_in_another_file_is_found(db: None) -> None:
    path, other = sorted((SEEDS / "photos").glob("*.jpg"))[:2]
    photo = photodesk.take_in(path.read_bytes(), path.name)
    photodesk.take_in(other.read_bytes(), other.name)
    again = photodesk.take_in(taken_again(path.read_bytes(), 50, 700), "again.jpg")
    assert photodesk.alike(photo) == [again]
    assert photodesk.alike(again) == [photo]


def test_plain_pictures_are_not_taken_for_one(db: None) -> None:
    navy = photodesk.take_in(picture_bytes(color="navy"), "a.jpg")
    photodesk.take_in(picture_bytes(color="red"), "b.jpg")
    assert navy.look is None
    assert photodesk.alike(navy) == []
