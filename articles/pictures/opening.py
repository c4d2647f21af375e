"""Opens picture files from anywhere: what is taken, what is refused and in which sentence."""

from __future__ import annotations

import hashlib
import re
import struct
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath

import pillow_heif
from django.utils.translation import gettext as _
from PIL import Image, UnidentifiedImageError
from PIL.ImageFile import ImageFile

from articles.pictures.upright import BROKEN, upright
from articles.pictures.words import Words, read

# Its own limits on memory and sides, which libheif sets, stay in force.
pillow_heif.register_heif_opener(thumbnails=False)

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
    *("bmp", "doc", "docx", "htm", "html", "js", "pdf", "php", "psd", "svg", "xml", "zip"),
}
#: The others have several pictures too: pages, or views of one scene.
MOVING = frozenset({"GIF", "WEBP", "AVIF", "PNG"})
#: More frames, or more pixels in all of them, are kept as a still.
MAX_FRAMES, MAX_MOVING_PIXELS = 500, 500_000_000

#: A browser or a reader of pages looks for markup in the head, one of archives at the end.
LOOKED_AT = 65_536
MARKUP = re.compile(rb"<(?:script|html|iframe|body|svg|\?php|!doctype)[\s>/]", re.IGNORECASE)
PDF_HEAD, PDF_END, PDF_LOOKED_AT = b"%PDF-", b"%%EOF", 1024
ZIP_END, ZIP_END_SIZE = b"PK\x05\x06", 22

#: Control characters, and what turns the direction of a name around.
UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


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

    A JPEG is decoded no larger than it takes to be at least `reach` pixels wide and high. Raises
    BadPhoto.
    """
    name = clean_name(name)
    if len(raw) > MAX_BYTES:
        raise BadPhoto(_("%(name)s is larger than 40 MB. Make it smaller.") % {"name": name})
    with refusals(name):
        picture = Image.open(BytesIO(raw), formats=FORMATS)
        check(picture, raw, name)
        words, moves = read(picture), is_moving(picture)
        width, height = upright_size(picture)
        picture.draft(None, reach)
        picture.load()
        shown = upright(picture)
    kind = KINDS[picture.format or ""]
    return Opened(shown, width, height, hashlib.sha256(raw).hexdigest(), kind, moves, words)


@contextmanager
def refusals(name: str) -> Iterator[None]:
    """Turns whatever Pillow raises into a sentence that names the file."""
    try:
        with warnings.catch_warnings():
            # Pillow warns of what it can mend, and of sizes that are measured here.
            warnings.simplefilter("ignore")
            yield
    except BadPhoto:
        raise
    except Image.DecompressionBombError as error:
        raise BadPhoto(too_large(name)) from error
    except UnidentifiedImageError as error:
        raise BadPhoto(unusable(name)) from error
    except BROKEN as error:
        raise BadPhoto(
            _("%(name)s is damaged or incomplete. Export it again.") % {"name": name}
        ) from error


def words_of(path: Path) -> Words:
    """The photographer's words, without decoding the picture. Raises BadPhoto, OSError."""
    raw = path.open("rb")
    with raw, refusals(path.name), Image.open(raw, formats=FORMATS) as picture:
        refuse_size(picture, path.name)
        return read(picture)


# What is refused before anything is decoded


def check(picture: ImageFile, raw: bytes, name: str) -> None:
    refuse_size(picture, name)
    refuse_label(picture, name)
    if hides_something(raw):
        raise BadPhoto(
            _("%(name)s hides another file inside of the picture. Export the picture again.")
            % {"name": name}
        )


def refuse_size(picture: ImageFile, name: str) -> None:
    """By the header alone."""
    if picture.width * picture.height > MAX_PIXELS:
        raise BadPhoto(too_large(name))
    if max(picture.size) > MAX_SIDE or picture.mode in UNSHOWN_MODES:
        raise BadPhoto(unusable(name))


def refuse_label(picture: ImageFile, name: str) -> None:
    """A name that says another kind of picture: its sender was mistaken, or means to mislead."""
    kind = KINDS[picture.format or ""]
    ending = PurePath(name).suffix.lower().removeprefix(".")
    if ending in TELLING and ending not in ENDINGS[kind]:
        told = {"name": name, "kind": kind, "ending": ENDINGS[kind][0]}
        raise BadPhoto(
            _("%(name)s is really a %(kind)s picture. Rename it, so that it ends in .%(ending)s.")
            % told
        )


def hides_something(raw: bytes) -> bool:
    """Whether a page, a PDF or an archive shares the file with the picture.

    What phones append to a picture, a film of the moment before, is none of these.
    """
    head, tail = raw[:LOOKED_AT], raw[-LOOKED_AT:]
    if PDF_HEAD in raw[:PDF_LOOKED_AT] or PDF_END in raw[-PDF_LOOKED_AT:]:
        return True
    return bool(MARKUP.search(head) or MARKUP.search(tail)) or ends_as_archive(raw)


def ends_as_archive(raw: bytes) -> bool:
    """Whether the file ends with the directory of a ZIP: its comment reaches just to the end."""
    at = raw.rfind(ZIP_END)
    if at < 0 or len(raw) - at < ZIP_END_SIZE:
        return False
    (comment,) = struct.unpack_from("<H", raw, at + 20)
    return bool(at + ZIP_END_SIZE + comment == len(raw))


def too_large(name: str) -> str:
    return _("%(name)s has more than 60 megapixels. Make it smaller.") % {"name": name}


def unusable(name: str) -> str:
    return _("%(name)s is not a picture that can be used here. Save it as JPEG or PNG.") % {
        "name": name
    }


# What the header says


def upright_size(picture: ImageFile) -> tuple[int, int]:
    """The sides of the picture once it stands upright; an orientation out of range is none."""
    orientation = None
    with suppress(*BROKEN):
        orientation = picture.getexif().get(0x0112)
    width, height = picture.size
    return (height, width) if orientation in (5, 6, 7, 8) else (width, height)


def is_moving(picture: ImageFile) -> bool:
    """Whether there are several frames to be shown one after the other, and not too many."""
    if KINDS[picture.format or ""] not in MOVING or not getattr(picture, "is_animated", False):
        return False
    frames: int = getattr(picture, "n_frames", 1)
    pixels = frames * picture.width * picture.height
    return frames <= MAX_FRAMES and pixels <= MAX_MOVING_PIXELS
