"""Photos as readers get them: sizes and crops, galleries, what is said of them, what moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone, translation

from articles import photodesk, renditions, richtext
from articles.choices import PhotoKind
from articles.models import Edition, Photo
from articles.models.photo import new_key
from articles.templatetags.story import kind_label, story_body
from tests.articles.page_reading import Element, Reading, reading
from tests.conftest import picture_bytes

SITE = project.SITE_URL
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"
GONE = "This picture may no longer be shown."

Use = dict[str, Any]


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """The words of the templates as they are written there."""
    with translation.override("en"):
        yield


@pytest.fixture
def taken(db: None) -> Callable[..., Photo]:
    """Takes a photo in and makes its sizes; its width tells it from others."""

    def made(width: int, height: int = 120, **fields: Any) -> Photo:
        photo = photodesk.take_in(picture_bytes(width, height), f"{width}.jpg")
        Photo.objects.filter(pk=photo.pk).update(**fields)
        return renditions.render(photo.pk)

    return made


@pytest.fixture
def page(draft: Any, with_photo: Any, put_out: Any) -> Callable[..., Reading]:
    """The page of a published story with these photos; the licences of some end afterwards."""

    def shown(*uses: dict[str, Any], ended: Sequence[Photo] = ()) -> Reading:
        article = draft()
        for use in uses:
            with_photo(article, **use)
        edition = put_out(article=article)
        for photo in ended:
            expire(photo)
        return reading(Client().get(edition.get_absolute_url()))

    return shown


def expire(photo: Photo) -> None:
    Photo.objects.filter(pk=photo.pk).update(expires_on=timezone.localdate() - timedelta(days=1))
    renditions.render(photo.pk)


def file(width: int = 200, height: int = 120, **others: Any) -> dict[str, Any]:
    """A photo as a page knows it, with its one size."""
    full = {"formats": ["avif", "webp", "jpg"], "sizes": [[width, height]]}
    made = {"digest": "0" * 12, "shapes": {"full": full}} | others
    return {"token": "f" * 32, "width": width, "height": height, "made": made}


GONE_FILE = {"token": "e" * 32, "width": 200, "height": 120, "made": {}}


def use(photo: dict[str, Any] | None = None, caption: str = "图说", **fields: Any) -> Use:
    """A photo of an edition."""
    words = {"key": new_key(), "caption": caption, "credit": "", "alt": ""}
    return words | {"kind": "scene", "in_gallery": False, "photo": photo} | fields


def body_of(*blocks: Use | str) -> Reading:
    """A body of these photos and paragraphs, as readers get it."""
    made = [("paragraph", one) if isinstance(one, str) else ("photo", one["key"]) for one in blocks]
    uses = [one for one in blocks if not isinstance(one, str)]
    return Reading(story_body(Edition(body=richtext.from_blocks(made), photos=uses)))


def widths(pictures: list[Element]) -> list[str]:
    return [picture.attributes["width"] for picture in pictures]


def photos_of(page: Reading) -> list[Element]:
    """The pictures of a page but the code of its address."""
    return [one for one in page.named("img") if not one.attributes["src"].endswith("/qr.svg")]


# What is not shown


def test_a_photo_whose_licence_has_ended_leaves_its_words(taken: Any, page: Any) -> None:
    photo = taken(200)
    words = {"photo": photo, "caption": "图说", "credit": "何苗 摄"}
    shown = page(words, {"photo": photo}, ended=[photo])
    assert not photos_of(shown)
    with_words, bare = shown.of_class("figure")
    assert with_words.text == f"{GONE} 图说 何苗 摄"
    assert bare.text == GONE
    assert not [tag for tag in shown.named("meta") if "image" in tag.attributes.get("property", "")]


def test_a_photo_that_waits_shows_its_caption_and_no_picture() -> None:
    shown = body_of(use(None, "参观红岩革命纪念馆"), use(None, ""), use(None, "", credit="何苗 摄"))
    assert not shown.named("img")
    (figure,) = shown.named("figure")
    assert "is-waiting" in figure.classes
    assert figure.text == "Photo 参观红岩革命纪念馆"


def test_a_cover_whose_licence_has_ended_leaves_its_row_to_the_words(
    taken: Any, page: Any, section: Any
) -> None:
    gone = taken(200)
    page({"photo": gone}, ended=[gone])
    for url in ("/", f"/section/{section.slug}/"):
        shown = reading(Client().get(url))
        assert shown.of_class("row") or shown.of_class("has-no-picture")
        assert not shown.of_class("has-picture")
        assert not shown.of_class("lead-picture")
        assert not shown.named("img")


def test_words_of_a_gallery_are_shown_as_words() -> None:
    words = dict.fromkeys(("caption", "credit", "alt"), HOSTILE)
    shown = body_of(*(use(file(), in_gallery=True, **words) for _ in range(2)))
    assert not list(shown.inline_code())
    assert [image.attributes["alt"] for image in shown.named("img")] == [HOSTILE, HOSTILE]
    assert HOSTILE in shown.of_class("slide")[0].text
    assert not shown.named("script")


# Sizes and crops


def test_a_picture_comes_in_three_formats_with_its_size(taken: Any, page: Any) -> None:
    shown = page({"photo": taken(600, 450), "caption": "图说", "alt": "湖面"})
    assert [source.attributes["type"] for source in shown.named("source")] == [
        "image/avif",
        "image/webp",
    ]
    (image,) = photos_of(shown)
    assert (image.attributes["width"], image.attributes["height"]) == ("600", "450")
    assert image.attributes["alt"] == "湖面"
    assert image.attributes["src"].endswith("/full-600.jpg")
    for offer in (*shown.named("source"), image):
        assert offer.attributes["srcset"].endswith(" 600w")
        assert offer.attributes["sizes"].endswith("100vw")


@pytest.mark.parametrize("in_gallery", [False, True])
def test_the_first_picture_that_is_there_loads_at_once(in_gallery: bool) -> None:
    files = (None, GONE_FILE, file(210), file(220))
    images = body_of(*(use(one, in_gallery=in_gallery) for one in files)).named("img")
    assert [image.attributes.get("fetchpriority") for image in images] == ["high", None]
    assert [image.attributes.get("loading") for image in images] == [None, "lazy"]


def test_lists_show_crops_and_load_the_first_at_once(
    taken: Any, draft: Any, with_photo: Any, put_out: Any, section: Any
) -> None:
    for title, photo in (("甲", taken(640, 300)), ("乙", taken(320, 480)), ("丙", None)):
        article = draft(title)
        if photo:
            with_photo(article, photo)
        put_out(article=article)
    images = reading(Client().get(f"/section/{section.slug}/")).named("img")
    assert ["/standard-" in image.attributes["src"] for image in images] == [True, True]
    sizes = [(image.attributes["width"], image.attributes["height"]) for image in images]
    assert sizes == [("320", "240"), ("400", "300")]
    assert [image.attributes.get("fetchpriority") for image in images] == ["high", None]


def test_the_lead_is_wide(taken: Any, page: Any) -> None:
    page({"photo": taken(320, 480)})
    (image,) = reading(Client().get("/")).named("img")
    assert (image.attributes["width"], image.attributes["height"]) == ("320", "180")
    assert "/wide-" in image.attributes["src"]
    assert image.attributes["fetchpriority"] == "high"


def test_until_its_crop_is_made_a_photo_is_shown_uncut(page: Any, photo: Any) -> None:
    page({"photo": photo})
    (image,) = reading(Client().get("/")).named("img")
    assert image.attributes["src"].endswith("/full-480.jpg")
    assert (image.attributes["width"], image.attributes["height"]) == ("800", "600")


def test_a_card_carries_its_address_its_size_and_words(taken: Any, page: Any) -> None:
    metas = page({"photo": taken(1300, 800), "caption": "图说", "alt": 'a"b'}).named("meta")
    cards = {
        tag.attributes["property"]: tag.attributes["content"]
        for tag in metas
        if tag.attributes.get("property", "").startswith("og:image")
    }
    assert cards.pop("og:image").startswith(f"{SITE}/media/")
    assert cards == {
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": 'a"b',
    }


# What is said of them


@pytest.mark.parametrize(
    ("kind", "caption", "credit", "label"),
    [
        (PhotoKind.SCENE, "湖面", "", ""),
        (PhotoKind.ARCHIVE, "湖面", "", "Archive picture"),
        (PhotoKind.ARCHIVE, "", "何苗 摄", "Archive picture"),
        (PhotoKind.ARCHIVE, "湖面\uff08资料图片\uff09", "", ""),
        (PhotoKind.ARCHIVE, "湖面", "资料 照片", ""),
        (PhotoKind.ARCHIVE, "查阅资料的读者", "", "Archive picture"),
        (PhotoKind.DIAGRAM, "线路示意图", "", ""),
        (PhotoKind.DIAGRAM, "线路", "示例绘图/示意图", ""),
        (PhotoKind.DIAGRAM, "资料图", "", "Illustration"),
        (PhotoKind.AI, "海报\uff08\uff21\uff29 生成\uff09", "", ""),
        (PhotoKind.AI, "ai生成的海报", "", ""),
        (PhotoKind.AI, "由人工智能生成", "", ""),
        (PhotoKind.AI, "AI 会议", "", "AI-generated"),
        (PhotoKind.AI, "图" * 300 + "AI生成", "", ""),
    ],
)
def test_a_kind_is_named_unless_the_words_name_it(
    kind: PhotoKind, caption: str, credit: str, label: str
) -> None:
    use = {"kind": kind.value, "caption": caption, "credit": credit}
    assert kind_label(use) == label


def test_the_kind_stands_after_the_caption() -> None:
    shown = body_of(
        use(file(), "湖面", kind="archive", credit="何苗 摄"), use(file(), "", kind="archive")
    )
    words, bare = shown.named("figcaption")
    assert words.text == "湖面(Archive picture) 何苗 摄"
    assert bare.text == "Archive picture"


def test_what_a_machine_made_is_marked_on_the_picture_everywhere(
    taken: Any, page: Any, section: Any
) -> None:
    made, real = taken(200, kind=PhotoKind.AI), taken(210)
    story = page({"photo": real}, {"photo": made, "caption": "AI生成的海报", "is_cover": True})
    assert [sign.text for sign in story.of_class("ai-sign")] == ["AI-generated"]
    assert ["AI-generated" in photo.text for photo in story.of_class("photo")] == [False, True]
    for url in ("/", f"/section/{section.slug}/"):
        assert len(reading(Client().get(url)).of_class("ai-sign")) == 1


def test_editions_of_the_first_version_name_no_kind_and_no_gallery() -> None:
    uses = [use(file() | {"widths": [200]}) for _ in range(2)]
    for one in uses:
        del one["kind"], one["in_gallery"]
    shown = body_of(*uses)
    assert [figure.text for figure in shown.of_class("figure")] == ["图说", "图说"]
    assert len(shown.named("img")) == 2
    assert not shown.of_class("gallery")


# Galleries


def test_neighbours_of_a_gallery_stand_together_in_their_order() -> None:
    files = [file(width) for width in (200, 210, 220)]
    shown = body_of(*(use(one, f"图{at}", in_gallery=True) for at, one in enumerate(files, 1)))
    (gallery,) = shown.of_class("gallery")
    assert gallery.attributes["role"] == "group"
    assert gallery.attributes["aria-label"] == "Gallery, 3 photos"
    assert gallery.attributes["tabindex"] == "0"
    assert [slide.text for slide in shown.of_class("slide")] == ["1/3 图1", "2/3 图2", "3/3 图3"]
    assert widths(shown.named("img")) == ["200", "210", "220"]
    assert not shown.of_class("figure")


@pytest.mark.parametrize(
    ("run", "galleries", "figures"),
    [
        ("g", [], 1),
        ("gg", [2], 0),
        ("gpg", [], 3),
        ("ggpgg", [2, 2], 1),
        ("gg gg", [2, 2], 0),
        ("g g", [], 2),
        ("pgggp", [3], 2),
        ("gw", [], 2),
        ("ge", [], 2),
        ("gegw", [4], 0),
        ("g.g", [2], 0),
        ("..", [], 0),
    ],
)
def test_what_makes_a_gallery(run: str, galleries: list[int], figures: int) -> None:
    blocks = {
        "g": lambda: use(file(), in_gallery=True),
        "p": lambda: use(file()),
        "w": lambda: use(None, "等图", in_gallery=True),
        "e": lambda: use(GONE_FILE, "到期", in_gallery=True),
        ".": lambda: use(None, "", in_gallery=True),
        " ": lambda: "段落",
    }
    shown = body_of(*(blocks[letter]() for letter in run))
    names = [gallery.attributes["aria-label"] for gallery in shown.of_class("gallery")]
    assert names == [f"Gallery, {number} photos" for number in galleries]
    assert len(shown.of_class("slide")) == sum(galleries)
    assert len(shown.of_class("figure")) == figures


def test_a_slide_without_a_picture_says_why() -> None:
    files = [file(210), GONE_FILE, None, file(220)]
    shown = body_of(*(use(one, in_gallery=True) for one in files))
    slides = [slide.text for slide in shown.of_class("slide")]
    assert slides == ["1/4 图说", f"{GONE} 2/4 图说", "Photo 3/4 图说", "4/4 图说"]
    assert widths(shown.named("img")) == ["210", "220"]


def test_the_frame_of_a_gallery_is_upright_where_most_photos_are() -> None:
    photos = [use(file(*size), in_gallery=True) for size in ((20, 30), (21, 30), (30, 20))]
    for uses, is_tall in ((photos, True), (photos[1:], False)):
        (gallery,) = body_of(*uses).of_class("gallery")
        assert ("is-tall" in gallery.classes) is is_tall


def test_a_gallery_on_a_page_comes_from_the_desk(taken: Any, page: Any) -> None:
    photos = [taken(200), taken(210)]
    shown = page(*({"photo": photo, "in_gallery": True} for photo in photos))
    assert len(shown.of_class("gallery")) == 1
    assert widths(photos_of(shown)) == ["200", "210"]


def test_the_photos_of_a_body_are_found_in_one_query(
    taken: Any, django_assert_num_queries: Any
) -> None:
    tokens = [taken(width).token for width in (200, 210, 220)]
    uses = [use({"token": token, "width": 200, "height": 120}) for token in tokens]
    with django_assert_num_queries(1):
        assert len(body_of(*uses).named("img")) == 3


# What moves


def test_nothing_moves_before_it_is_asked_to() -> None:
    shown = body_of(use(file(animation=[120, 80])), "甲", use(file()))
    (held,) = shown.named("details")
    assert "open" not in held.attributes
    assert shown.named("summary")[0].text == "Animation"
    still, moving, _other = shown.named("img")
    assert "/full-" in still.attributes["src"]
    assert "/animation-120.webp" in moving.attributes["src"]
    assert moving.attributes["loading"] == "lazy"
    assert not [offer for offer in shown.named("source") if "animation" in str(offer.attributes)]
