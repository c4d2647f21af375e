"""The sample stories and pictures are what seeds/README.md says they are."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from defusedxml.ElementTree import fromstring
from PIL import Image, IptcImagePlugin

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
README = (SEEDS / "README.md").read_text("utf-8")
GIVEN = SEEDS / "000_5794c3ae3ae903ec.txt"
STORIES = sorted(set(SEEDS.glob("*.txt")) - {GIVEN})
PICTURES = sorted((SEEDS / "photos").iterdir())

SAMPLE, BYLINE, CREDIT = "\u793a\u4f8b\u7a3f", "\u793a\u4f8b\u7ed8\u56fe", "\u793a\u610f\u56fe"
DC, PHOTOSHOP = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/photoshop/1.0/}"
RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"

named = pytest.mark.parametrize("story", STORIES, ids=lambda path: path.stem)
pictured = pytest.mark.parametrize("path", PICTURES, ids=lambda path: path.name)


def stated_encoding(story: Path) -> str:
    row = re.search(rf"^\| `{re.escape(story.name)}` \| (\S+) \|", README, re.MULTILINE)
    assert row, f"seeds/README.md has no row for {story.name}"
    return row[1]


def text_of(story: Path) -> str:
    return story.read_bytes().decode(stated_encoding(story))


def letters(text: str) -> str:
    return "".join(char for char in unicodedata.normalize("NFKC", text) if char.isalnum())


def words_of(path: Path) -> dict[str, str]:
    """Caption, byline, credit and headline, from IPTC or else from XMP."""
    with Image.open(path) as picture:
        picture.load()
        iptc = IptcImagePlugin.getiptcinfo(picture)
        packet = picture.info.get("xmp")
    if iptc:
        numbers = {"caption": 120, "byline": 80, "credit": 110, "headline": 105}
        return {name: one_value(iptc[2, number]) for name, number in numbers.items()}
    return xmp_words(fromstring(packet))


def one_value(found: bytes | list[bytes]) -> str:
    """A field that stands once; Pillow gives a list for one that is repeated."""
    assert isinstance(found, bytes)
    return found.decode()


def xmp_words(root: Element) -> dict[str, str]:
    places = {
        "caption": f".//{DC}description//{RDF}li",
        "byline": f".//{DC}creator//{RDF}li",
        "credit": f".//{PHOTOSHOP}Credit",
        "headline": f".//{PHOTOSHOP}Headline",
    }
    return {name: root.findtext(place) or "" for name, place in places.items()}


def test_the_given_document_is_kept_byte_for_byte() -> None:
    digest = hashlib.sha256(GIVEN.read_bytes()).hexdigest()
    assert digest == "d6b304931ce9161ff85dde2995ebd02b7f06de055404c8916598e7e9bc88db9b"


def test_there_are_at_least_twelve_samples_and_sixteen_pictures() -> None:
    assert len(STORIES) >= 12
    assert len([path for path in PICTURES if path.suffix == ".jpg"]) >= 16


def test_the_readme_names_every_file_and_no_other() -> None:
    rows = set(re.findall(r"^\| `([^`]+)` \|", README, re.MULTILINE))
    assert rows == {path.relative_to(SEEDS).as_posix() for path in [GIVEN, *STORIES, *PICTURES]}


@named
def test_a_sample_decodes_as_stated_and_says_that_it_is_one(story: Path) -> None:
    text = text_of(story)
    assert SAMPLE in text
    assert "\ufffd" not in text
    assert 250 <= len(letters(text)) <= 1100


@named
def test_a_sample_keeps_its_line_ends(story: Path) -> None:
    row = re.search(rf"^\| `{story.name}` \| \S+ \| ([^|]+) \|", README, re.MULTILINE)
    assert row
    text = text_of(story)
    found = {"CRLF": "\r\n" in text, "LF": "\n" in text.replace("\r\n", "")}
    found["CR"] = "\r" in text.replace("\r\n", "")
    stated = {kind: re.search(rf"\b{kind}\b", row[1]) is not None for kind in found}
    assert found == stated


def test_the_encodings_differ() -> None:
    found = {stated_encoding(story) for story in STORIES}
    assert found == {"utf-8", "utf-8-sig", "utf-16", "gb18030"}
    openings = {story.read_bytes()[:2] for story in STORIES if stated_encoding(story) == "utf-16"}
    assert openings == {b"\xff\xfe"}


@pytest.mark.parametrize(
    "mark",
    [
        *("\u2191", "\u2193", "\u25b2", "\u25b3", "\u25bc", "\u25bd", "\u25c6"),
        *("\u56fe\u4e3a", "\u56fe1", "\u3000", "\u2003", "\u00a0"),
        *("\u200b", "\u200d", "\u2060", "\ufeff", "\u6765\u3000\u6e90", "\u539f\u6807\u9898"),
        *("\U0002c029", "<script>", "\u4e28", "\u3010\u8d23\u4efb\u7f16\u8f91", "T16:40:00+08:00"),
    ],
    ids=ascii,
)
def test_some_sample_shows(mark: str) -> None:
    assert any(mark in text_of(story) for story in STORIES)


def test_full_width_marks_survived_where_they_should() -> None:
    """The one sample that is half-width on purpose is 130."""
    half = {story.name for story in STORIES if "\uff0c" not in text_of(story).split(SAMPLE)[0]}
    assert half == {"130_ditie_chukou.txt"}


def test_recommended_rows_point_to_samples_and_to_stories_that_do_not_exist() -> None:
    titles = {letters(text_of(story).lstrip("\ufeff").splitlines()[0]) for story in STORIES}
    row = re.compile(r"^(.+) \d{4}-\d\d-\d\d \d\d:\d\d:\d\d\s*$", re.MULTILINE)
    found = {letters(title) for story in STORIES for title in row.findall(text_of(story))}
    assert len(found & titles) >= 15
    assert found - titles


@pictured
def test_a_picture_says_what_it_shows_and_that_it_is_a_drawing(path: Path) -> None:
    words = words_of(path)
    assert (words["credit"], words["byline"]) == (CREDIT, BYLINE)
    assert words["headline"]
    story = SEEDS / f"{path.stem.rpartition('_')[0]}.txt"
    assert letters(words["caption"]) in letters(text_of(story))


@pictured
def test_a_picture_is_large_enough_to_print_and_small_enough_to_keep(path: Path) -> None:
    with Image.open(path) as picture:
        assert max(picture.size) >= 1200
        assert picture.format == {".jpg": "JPEG", ".png": "PNG", ".webp": "WEBP"}[path.suffix]
    assert path.stat().st_size < (184_000 if path.suffix == ".jpg" else 300_000)


def test_no_picture_belongs_to_the_given_document() -> None:
    assert not [path for path in PICTURES if path.name.startswith("000")]
