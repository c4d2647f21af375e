"""Making the sizes of a photo: what is written, what is noted, what is taken away again."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone
from PIL import Image, ImageChops, ImageDraw

from articles import photodesk, renditions, signals
from articles.choices import PhotoKind
from articles.models import Article, Edition, Photo, PhotoUse, SiteSettings
from articles.pictures.opening import BadPhoto
from articles.renditions import encoding
from tests.articles.pictures.corpus import drawn, frames, saved
from tests.articles.pictures.exiftool import needs_exiftool
from tests.conftest import picture_bytes

RED, WHITE = (200, 20, 20), (255, 255, 255)


def stored() -> set[str]:
    root = Path(storages["renditions"].location)
    return {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}


def opened(photo: Photo, shape: str, format: str, width: int) -> Image.Image:
    name = renditions.path(photo.token, photo.made["digest"], shape, width, format)
    with renditions.storage().open(name) as file:
        picture = Image.open(BytesIO(file.read()))
    picture.load()
    return picture


def changed(photo: Photo, **columns: Any) -> Photo:
    photo = Photo.objects.get(pk=photo.pk)
    for name, value in columns.items():
        setattr(photo, name, value)
    photodesk.keep(photo)
    return renditions.render(photo.pk)


@pytest.fixture
def spotted(db: None) -> Photo:
    """White, with a red spot high up at the left."""
    picture = Image.new("RGB", (1200, 2400), WHITE)
    ImageDraw.Draw(picture).rectangle((0, 100, 500, 500), fill=RED)
    out = BytesIO()
    picture.save(out, "JPEG", quality=95)
    return photodesk.take_in(out.getvalue(), "spot.jpg")


# What is made


def test_every_shape_is_made_in_its_formats_and_sizes(photo: Photo) -> None:
    photo = renditions.render(photo.pk)
    assert not photo.needs_rendering
    assert stored() == set(renditions.names(photo.token, photo.made))
    for name, shape in renditions.SHAPES.items():
        kept = photo.made["shapes"][name]
        assert kept["formats"] == list(shape.formats)
        for width, height in kept["sizes"]:
            for format in shape.formats:
                assert opened(photo, name, format, width).size == (width, height)


@pytest.mark.parametrize(("format", "kind"), [("avif", "AVIF"), ("webp", "WEBP"), ("jpg", "JPEG")])
def test_a_file_is_what_its_name_says(format: str, kind: str, photo: Photo) -> None:
    photo = renditions.render(photo.pk)
    assert opened(photo, "full", format, 480).format == kind


@pytest.mark.parametrize("shape", ["wide", "standard", "square", "cinema", "card"])
def test_every_crop_holds_what_the_focus_points_at(shape: str, spotted: Photo) -> None:
    for focus, is_red in (((10, 10), True), ((90, 95), False)):
        photo = changed(spotted, focus_x=focus[0], focus_y=focus[1])
        width = photo.made["shapes"][shape]["sizes"][-1][0]
        colours = opened(photo, shape, "jpg", width).convert("RGB").getcolors(10_000_000)
        assert colours is not None
        assert any(abs(red - 200) < 12 and green < 60 for _n, (red, green, _b) in colours) == is_red  # type: ignore[misc]


def mark_of(site: SiteSettings, colour: tuple[int, int, int]) -> None:
    out = BytesIO()
    Image.new("RGBA", (100, 40), (*colour, 255)).save(out, "PNG")
    site.watermark.save("mark.png", ContentFile(out.getvalue()))
    site.save()


def test_the_mark_stands_on_those_that_ask_for_it(photo: Photo, site: SiteSettings) -> None:
    mark_of(site, WHITE)
    plain = opened(renditions.render(photo.pk), "full", "jpg", 800).convert("RGB")
    marked = opened(changed(photo, with_watermark=True), "full", "jpg", 800).convert("RGB")
    corner, middle = (770, 580), (400, 300)
    assert plain.getpixel(corner) != marked.getpixel(corner)
    assert plain.getpixel(middle) == marked.getpixel(middle)
    assert min(marked.getpixel(corner)) > 240


@pytest.mark.parametrize("mark", [(400, 100), (100, 400), (60, 20), (4000, 4000), (4000, 1)])
@pytest.mark.parametrize("size", [(1, 1), (30, 20), (400, 3000), (3000, 100), (1600, 1067)])
def test_a_mark_keeps_to_its_corner(size: tuple[int, int], mark: tuple[int, int]) -> None:
    plain = Image.new("RGB", size, WHITE)
    sign = encoding.Watermark("mark.png", Image.new("RGBA", mark, (*RED, 255)))
    changed = ImageChops.difference(plain, encoding.marked(plain, sign)).getbbox()
    if changed is None:
        assert min(size) <= 20 or min(mark) == 1
        return
    left, top, right, lower = changed
    assert (left >= size[0] * 0.79 - 1, top >= size[1] * 0.63 - 1) == (True, True)
    assert (right - left) / (lower - top) == pytest.approx(mark[0] / mark[1], rel=0.1)
    assert right - left <= mark[0]


def test_a_mark_that_cannot_be_read_costs_no_photo(photo: Photo, site: SiteSettings) -> None:
    site.watermark.save("mark.png", ContentFile(b"no picture"))
    site.save()
    assert not changed(photo, with_watermark=True).needs_rendering


@pytest.mark.parametrize("format", ["GIF", "WEBP", "AVIF"])
def test_a_moving_picture_keeps_its_motion_beside_the_still(format: str, db: None) -> None:
    photo = photodesk.take_in(frames(format), f"a.{format.lower()}")
    photo = renditions.render(photo.pk)
    width = photo.made["animation"][0]
    moving = opened(photo, "animation", "webp", width)
    assert getattr(moving, "n_frames", 1) == 3
    still = opened(photo, "full", "webp", photo.made["shapes"]["full"]["sizes"][-1][0])
    assert getattr(still, "n_frames", 1) == 1


def durations(picture: Image.Image) -> list[int]:
    told = []
    for place in range(getattr(picture, "n_frames", 1)):
        picture.seek(place)
        picture.load()
        told.append(round(picture.info["duration"]))
    return told


@pytest.mark.parametrize("format", ["GIF", "WEBP", "AVIF", "PNG"])
def test_a_moving_picture_moves_as_fast_as_it_did(format: str, db: None) -> None:
    out = BytesIO()
    more = [drawn().rotate(10 * turn) for turn in (1, 2)]
    drawn().save(out, format, save_all=True, append_images=more, duration=[80, 200, 440])
    photo = renditions.render(photodesk.take_in(out.getvalue(), f"a.{format.lower()}").pk)
    moving = opened(photo, "animation", "webp", photo.made["animation"][0])
    assert durations(moving) == [80, 200, 440]


def test_the_mark_stands_on_a_moving_picture_too(site: SiteSettings, db: None) -> None:
    mark_of(site, (255, 0, 255))
    photo = photodesk.take_in(frames("GIF"), "a.gif")
    photo = changed(photo, with_watermark=True)
    moving = opened(photo, "animation", "webp", photo.made["animation"][0])
    red, green, blue = moving.convert("RGB").getpixel((110, 76))  # type: ignore[misc]
    assert (red > 200, green < 60, blue > 200) == (True, True, True)


@pytest.mark.parametrize(
    ("size", "count", "scale"),
    [
        ((320, 200), 3, 1),
        ((1280, 800), 3, 0.5),
        ((640, 1000), 250, 0.5),
        ((10, 10), 500, 1),
    ],
)
def test_a_long_moving_picture_becomes_smaller_as_memory_is_bounded(
    size: tuple[int, int], count: int, scale: float
) -> None:
    assert encoding.moving_scale(size, count) == pytest.approx(scale)


@needs_exiftool
@pytest.mark.parametrize("format", ["jpg", "webp", "avif"])
def test_an_ai_label_is_in_every_size(format: str, photo: Photo, tmp_path: Path) -> None:
    photo = changed(photo, kind=PhotoKind.AI, caption="未来之城")
    names = [name for name in renditions.names(photo.token, photo.made) if name.endswith(format)]
    root = Path(storages["renditions"].location)
    command = ["exiftool", "-j", "-G", *[str(root / name) for name in names]]
    told = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert len(told) == len(names) > 0
    for one in told:
        assert "trainedAlgorithmicMedia" in str(one)
        assert "未来之城" in one["XMP:Description"]


# What is noted


def test_a_photo_changed_meanwhile_stays_on_the_list(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = renditions.making.make

    def overtaken(*args: Any) -> Any:
        Photo.objects.update(caption="别的说明")
        return make(*args)

    monkeypatch.setattr(renditions.making, "make", overtaken)
    assert renditions.render(photo.pk).needs_rendering
    monkeypatch.setattr(renditions.making, "make", make)
    assert not renditions.render(photo.pk).needs_rendering


def test_what_is_complete_is_not_made_again(photo: Photo, monkeypatch: pytest.MonkeyPatch) -> None:
    renditions.render(photo.pk)
    monkeypatch.setattr(renditions.making, "make", None)
    assert not renditions.render(photo.pk).needs_rendering


def test_an_original_that_is_gone_is_told_and_not_tried_over_and_over(photo: Photo) -> None:
    photo.file.storage.delete(photo.file.name)
    told = renditions.render(photo.pk)
    assert told.render_trouble
    assert not told.needs_rendering
    assert told.made["shapes"], "What readers can be given stays."


def test_an_original_that_is_damaged_is_told(photo: Photo) -> None:
    photo.file.storage.delete(photo.file.name)
    photo.file.storage.save(photo.file.name, ContentFile(picture_bytes()[:300]))
    assert "a.jpg" in renditions.render(photo.pk).render_trouble


def test_what_pillow_cannot_make_is_told_and_not_tried_over_and_over(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoding, "encode", lambda *args: 1 / 0)
    told = renditions.render(photo.pk)
    assert "a.jpg" in told.render_trouble
    assert not told.needs_rendering


def test_what_cannot_be_stored_is_told_and_tried_again(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: Any) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(renditions.making, "write", full)
        with pytest.raises(OSError, match="No space"):
            renditions.render(photo.pk)
    told = Photo.objects.get(pk=photo.pk)
    assert (bool(told.render_trouble), told.needs_rendering) == (True, True)
    assert told.made == photo.made
    made = renditions.render(photo.pk)
    assert (made.render_trouble, made.needs_rendering) == ("", False)


def test_of_two_that_make_the_sizes_the_one_with_the_newer_words_counts(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = renditions.making.make

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(renditions.making, "make", make)
        changed(photo, focus_x=1, focus_y=1)
        return make(*args)

    monkeypatch.setattr(renditions.making, "make", overtaken)
    kept = renditions.render(photo.pk)
    assert not kept.needs_rendering
    assert kept.made["digest"] == renditions.digest_of(kept, "", "")
    renditions.clear_retired(kept, timezone.now() + timedelta(days=8))
    assert stored() == set(renditions.names(photo.token, kept.made))


@pytest.mark.parametrize("error", [BadPhoto("a.jpg is damaged."), OSError("No space left")])
def test_who_fails_takes_nothing_from_what_another_made_meanwhile(
    error: Exception, photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    make = renditions.making.make

    def overtaken(*args: Any) -> Any:
        monkeypatch.setattr(renditions.making, "make", make)
        renditions.render(photo.pk)
        raise error

    monkeypatch.setattr(renditions.making, "make", overtaken)
    with suppress(OSError):
        renditions.render(photo.pk)
    assert Photo.objects.get().made["shapes"].keys() == renditions.SHAPES.keys()


def test_damaged_frames_cost_the_motion_alone(db: None) -> None:
    whole = frames("GIF", count=6)
    photo = photodesk.take_in(whole, "a.gif")
    photo.file.storage.delete(photo.file.name)
    photo.file.storage.save(photo.file.name, ContentFile(whole[: len(whole) * 2 // 3]))
    photo = renditions.render(photo.pk)
    assert not photo.needs_rendering
    assert "wide" in photo.made["shapes"]


def test_pages_are_told_when_a_photo_before_readers_changes(
    photo: Photo,
    draft: Callable[..., Article],
    with_photo: Callable[..., PhotoUse],
    put_out: Callable[..., Edition],
    django_capture_on_commit_callbacks: Any,
) -> None:
    told: list[Any] = []

    def hear(sender: Any, **kwargs: Any) -> None:
        told.append(sender)

    signals.public_changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        renditions.render(photo.pk)
    assert told == [], "No reader sees it."
    article = draft()
    with_photo(article, photo)
    put_out(article=article)
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        renditions.render(photo.pk)
    assert told == [], "Nothing has changed for them."
    with django_capture_on_commit_callbacks(execute=True):
        changed(photo, focus_x=1, focus_y=1)
    assert Photo in told
    signals.public_changed.disconnect(hear)


# What is taken away


def test_what_was_replaced_stays_a_week(photo: Photo) -> None:
    old = set(renditions.names(photo.token, renditions.render(photo.pk).made))
    new = set(renditions.names(photo.token, changed(photo, focus_x=1, focus_y=1).made))
    assert old.isdisjoint(new)
    fresh = Photo.objects.get(pk=photo.pk)
    assert renditions.clear_retired(fresh, timezone.now() + timedelta(days=6)) == 0
    assert stored() == old | new
    assert renditions.clear_retired(fresh, timezone.now() + timedelta(days=8)) == len(old)
    assert stored() == new
    assert Photo.objects.get(pk=photo.pk).retired == []


def test_the_first_size_is_not_replaced_by_all_of_them(photo: Photo) -> None:
    assert renditions.render(photo.pk).retired == []


def test_nothing_is_taken_away_while_it_may_be_made_again(photo: Photo) -> None:
    old = set(renditions.names(photo.token, renditions.render(photo.pk).made))
    changed(photo, focus_x=1, focus_y=1)
    Photo.objects.update(focus_x=None, focus_y=None, needs_rendering=True)
    assert renditions.clear_retired(photo, timezone.now() + timedelta(days=8)) == 0
    assert old < stored()


def test_of_an_expired_photo_not_even_what_was_never_noted_is_left(photo: Photo) -> None:
    expired = changed(photo, expires_on=timezone.localdate() - timedelta(days=1))
    for name in (
        renditions.path(photo.token, "0" * 12, "full", 480, "jpg"),
        renditions.path(photo.token, "", "full", 480, "jpg"),
    ):
        renditions.storage().save(name, ContentFile(b"left behind"))
    renditions.clear_retired(expired, timezone.now())
    assert stored() == set()


def test_those_with_old_files_are_found(photo: Photo) -> None:
    renditions.render(photo.pk)
    now = timezone.now()
    assert list(renditions.with_old_files(now + timedelta(days=8))) == []
    changed(photo, focus_x=1, focus_y=1)
    assert list(renditions.with_old_files(now + timedelta(days=6))) == []
    assert list(renditions.with_old_files(now + timedelta(days=8))) == [photo]


def test_of_an_expired_photo_nothing_is_left_for_readers(photo: Photo) -> None:
    renditions.render(photo.pk)
    expired = changed(photo, expires_on=timezone.localdate() - timedelta(days=1))
    assert expired.made == {}
    assert not expired.needs_rendering
    renditions.clear_retired(Photo.objects.get(pk=photo.pk), timezone.now())
    assert stored() == set()
    again = changed(photo, expires_on=None)
    assert stored() == set(renditions.names(photo.token, again.made))


def test_a_photo_of_the_first_version_is_shown_until_its_sizes_are_made_anew(photo: Photo) -> None:
    legacy = {"digest": "", "shapes": {"full": {"formats": ["jpg"], "sizes": [[480, 360]]}}}
    Photo.objects.update(made=legacy)
    photo.refresh_from_db()
    file = {"token": photo.token, "width": 800, "height": 600}
    picture = renditions.picture(file, "wide")
    assert picture is not None
    assert picture.src == f"/media/{photo.token[:2]}/{photo.token}/480.jpg"
    assert renditions.render(photo.pk).retired[0]["made"] == legacy


def test_a_huge_picture_comes_out_in_sizes_of_its_own(db: None) -> None:
    photo = photodesk.take_in(saved("PNG", size=(30, 4000)), "tall.png")
    photo = renditions.render(photo.pk)
    assert photo.made["shapes"]["full"]["sizes"] == [[30, 4000]]
    assert photo.made["shapes"]["wide"]["sizes"] == [[30, 17]]
