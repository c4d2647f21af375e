"""Opens picture files from anywhere: what is taken, what is refused and in which sentence."""

from __future__ import annotations

import hashlib
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from itertools import islice
from pathlib import Path, PurePath
from typing import Any

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from articles.pictures import boxes, gif
from articles.pictures.stowaways import has_stowaway
from articles.pictures.strangers import DAMAGED, HEAD, UNUSABLE, sentence_for
from articles.pictures.upright import BROKEN, ON_SIDE, orientation_of, upright
from articles.pictures.words import Words, read

# The limits of libheif stay in force: it decodes nothing larger than the file declares, and what
# it declares is measured here first. Of what else is in there nothing is opened.
pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 60_000_000
#: No side of a JPEG, which the sizes for readers are, can be longer.
MAX_SIDE = 65_500
NAME_LENGTH = 200
#: Measurements of machines, without a black and a white of their own; and colours of no screen.
UNSHOWN_MODES = frozenset({"I", "F", "LAB", "HSV"})

#: Pillow's format -> ours; a phone's file of several pictures is a JPEG whose first one counts.
KINDS = {
    "JPEG": "JPEG",
    "MPO": "JPEG",
    "PNG": "PNG",
    "WEBP": "WEBP",
    "AVIF": "AVIF",
    "GIF": "GIF",
    "TIFF": "TIFF",
    "HEIF": "HEIC",
}
#: Pillow has no opener of that name: its opener of JPEG finds out.
FORMATS = tuple(format for format in KINDS if format != "MPO")
#: The endings of each kind, the usual one first.
ENDINGS = {
    "JPEG": ("jpg", "jpeg", "jpe", "jfif", "mpo"),
    "PNG": ("png", "apng"),
    "WEBP": ("webp",),
    "AVIF": ("avif", "avifs"),
    "GIF": ("gif",),
    "TIFF": ("tif", "tiff"),
    "HEIC": ("heic", "heif", "hif"),
}
#: Endings that say something of a file; others are just the last part of a name.
TELLING = frozenset(ending for endings in ENDINGS.values() for ending in endings) | {
    *("bmp", "doc", "docx", "exe", "htm", "html", "jp2", "js", "jxl", "mov", "mp4", "pdf"),
    *("php", "psd", "svg", "svgz", "xml", "zip"),
}
#: What cameras write for developing: Pillow takes many for a TIFF, and finds only a thumbnail.
RAW_ENDINGS = frozenset(
    {
        *("3fr", "arw", "cr2", "cr3", "crw", "dcr", "dng", "erf", "iiq", "kdc", "mef", "mos"),
        *("mrw", "nef", "nrw", "orf", "pef", "raf", "raw", "rw2", "sr2", "srf", "srw", "x3f"),
    }
)
#: Tags of TIFF: that a picture is the reduced copy of another one, and that the file is a DNG.
REDUCED_COPY, DNG_VERSION = 254, 50706
#: Tags of TIFF: the sides of the tiles that the picture is decoded by.
TILE_WIDTH, TILE_LENGTH = 322, 323

#: The others have several pictures too: pages, or views of one scene.
MOVING = frozenset({"GIF", "WEBP", "AVIF", "PNG"})
#: More frames, or more pixels in all of them, are kept as a still.
MAX_FRAMES, MAX_MOVING_PIXELS = 500, 500_000_000

#: Where a scan of a JPEG begins, in one to four colours. Each goes over the whole picture however
#: few bytes it has, so that a small file can keep a decoder busy for an hour; cameras write ten.
SCAN = re.compile(rb"\xff\xda\0(?:\x08\x01|\x0a\x02|\x0c\x03|\x0e\x04)")
MAX_SCANS = 200
#: Where a JPEG ends. Of one that was not sent whole the rest may be zeros, which pass for black.
JPEG_END = b"\xff\xd9"

#: Control characters, halves of characters, and what is not seen or turns a name's direction.
UNSEEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff"
    "\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)


class BadPhoto(ValueError):
    """A file that is refused; the message is a sentence that names the file and the reason."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A picture file that passed the checks.

    `picture` is upright and in sRGB; it may be smaller than the file's, but not than was asked
    for. `width` and `height` are of the whole picture, upright.
    """

    picture: Image.Image
    width: int
    height: int
    sha256: str
    format: str
    is_animated: bool
    words: Words


def clean_name(name: str) -> str:
    """The last part of a file's name, at most 200 characters with its ending; never empty."""
    last = PurePath(UNSEEN.sub("", name).replace("\\", "/")).name.strip()
    ending = PurePath(last).suffix[:12]
    short = last if len(last) <= NAME_LENGTH else last[: NAME_LENGTH - len(ending)] + ending
    return short if short.strip(".") else "-"


def open_picture(raw: bytes, name: str, *, reach: tuple[int, int]) -> Opened:
    """Check and decode a file; nothing is written.

    It is decoded no larger than it takes to be at least `reach` pixels wide and high, as far as
    its kind allows. A JPEG whose middle is lost passes: libjpeg fills it with grey, and Pillow
    does not tell. Raises BadPhoto.
    """
    name = clean_name(name)
    refuse_unread(name, len(raw))
    with refusals(name, raw[:HEAD]):
        picture = Image.open(BytesIO(raw), formats=FORMATS)
        check(picture, raw, name)
        words, moves = read(picture), is_moving(picture, raw)
        turned = is_on_side(picture)
        width, height = picture.size[::-1] if turned else picture.size
        picture.draft(None, reach[::-1] if turned else reach)
        shown = upright(picture, reach=reach)
    kind = KINDS[picture.format or ""]
    return Opened(shown, width, height, hashlib.sha256(raw).hexdigest(), kind, moves, words)


def words_of(path: Path) -> Words:
    """The photographer's words, without decoding the picture. Raises BadPhoto, OSError."""
    name = clean_name(path.name)
    refuse_unread(name, path.stat().st_size)
    with path.open("rb") as raw, refusals(name, raw.read(HEAD)):
        raw.seek(0)
        with Image.open(raw, formats=FORMATS) as picture:
            refuse_size(picture, name)
            return read(picture)


@contextmanager
def refusals(name: str, head: bytes = b"") -> Iterator[None]:
    """Turns whatever Pillow raises into a sentence that names the file.

    `head` are its first bytes, which show what a file is that Pillow does not know.
    """
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it can mend, and of sizes that are measured here.
            warnings.simplefilter("ignore")
            yield
    except BadPhoto:
        raise
    except Image.DecompressionBombError as error:
        raise too_large(name) from error
    except UnidentifiedImageError as error:
        raise BadPhoto(_(sentence_for(head)) % {"name": name}) from error
    except BROKEN as error:
        raise damaged(name) from error


# What is refused before anything is decoded


def refuse_unread(name: str, size: int) -> None:
    """By its name and weight alone."""
    if size > MAX_BYTES:
        raise BadPhoto(_("%(name)s is larger than 40 MB. Make it smaller.") % {"name": name})
    if ending_of(name) in RAW_ENDINGS:
        raise raw_file(name)


def check(picture: ImageFile, raw: bytes, name: str) -> None:
    refuse_size(picture, name)
    refuse_label(picture, name)
    refuse_parts(picture, raw, name)
    if has_stowaway(raw):
        raise BadPhoto(
            _("%(name)s hides another file inside of the picture. Export the picture again.")
            % {"name": name}
        )


def refuse_size(picture: ImageFile, name: str) -> None:
    """By the header alone."""
    if picture.width * picture.height > MAX_PIXELS:
        raise too_large(name)
    if max(picture.size) > MAX_SIDE or picture.mode in UNSHOWN_MODES:
        raise unusable(name)


def refuse_label(picture: ImageFile, name: str) -> None:
    """A name that says another kind of picture: its sender was mistaken, or means to mislead."""
    kind, ending = KINDS[picture.format or ""], ending_of(name)
    if ending in TELLING and ending not in ENDINGS[kind]:
        told = {"name": name, "kind": kind, "ending": ENDINGS[kind][0]}
        raise BadPhoto(
            _("%(name)s is really a %(kind)s picture. Rename it, so that it ends in .%(ending)s.")
            % told
        )


def refuse_parts(picture: ImageFile, raw: bytes, name: str) -> None:
    """What takes more room or time to decode than the size of the whole lets expect."""
    refuse_scans(raw, name, is_jpeg=KINDS[picture.format or ""] == "JPEG")
    if picture.format in ("AVIF", "HEIF"):
        if any(width * height > MAX_PIXELS for width, height in boxes.sizes(raw)):
            raise too_large(name)
    elif picture.format == "TIFF":
        refuse_tags(picture.tag_v2, name)  # type: ignore[attr-defined]


def refuse_scans(raw: bytes, name: str, *, is_jpeg: bool) -> None:
    """A TIFF may be a JPEG inside, and then has scans too."""
    ends = [found.end() for found in islice(SCAN.finditer(raw), MAX_SCANS + 1)]
    if len(ends) > MAX_SCANS:
        raise unusable(name)
    if is_jpeg and raw.find(JPEG_END, max(ends, default=0)) < 0:
        raise damaged(name)


def refuse_tags(tags: Mapping[int, Any], name: str) -> None:
    """A camera's raw file, and tiles that are far larger than the picture."""
    if DNG_VERSION in tags or tags.get(REDUCED_COPY) == 1:
        raise raw_file(name)
    if tags.get(TILE_WIDTH, 0) * tags.get(TILE_LENGTH, 0) > MAX_PIXELS:
        raise too_large(name)


def too_large(name: str) -> BadPhoto:
    return BadPhoto(_("%(name)s has more than 60 megapixels. Make it smaller.") % {"name": name})


def damaged(name: str) -> BadPhoto:
    return BadPhoto(_(DAMAGED) % {"name": name})


def unusable(name: str) -> BadPhoto:
    return BadPhoto(_(UNUSABLE) % {"name": name})


def raw_file(name: str) -> BadPhoto:
    return BadPhoto(_("%(name)s is a camera's raw file. Export it as JPEG.") % {"name": name})


# What the header and the name say


def ending_of(name: str) -> str:
    return PurePath(name).suffix.lower().removeprefix(".")


def is_on_side(picture: ImageFile) -> bool:
    """Whether its width is its height once it is upright. The size of a TIFF is given upright."""
    return picture.format != "TIFF" and orientation_of(picture) in ON_SIDE


def is_moving(picture: ImageFile, raw: bytes) -> bool:
    """Whether there are several frames to be shown one after the other, and not too many."""
    if KINDS[picture.format or ""] not in MOVING or not getattr(picture, "is_animated", False):
        return False
    frames, width, height = frames_of(picture, raw)
    pixels = width * height
    return frames <= MAX_FRAMES and pixels <= MAX_PIXELS and frames * pixels <= MAX_MOVING_PIXELS


def frames_of(picture: ImageFile, raw: bytes) -> tuple[int, int, int]:
    """How many frames there are, and the sides of what holds them all.

    Those of a GIF may lie outside of it, and Pillow grows it then, after it has opened the file.
    """
    if picture.format != "GIF":
        return getattr(picture, "n_frames", 1), *picture.size
    places = list(islice(gif.frames(raw), MAX_FRAMES + 1))
    widths = [left + width for left, _top, width, _height in places]
    heights = [top + height for _left, top, _width, height in places]
    return len(places), max(picture.width, *widths), max(picture.height, *heights)
