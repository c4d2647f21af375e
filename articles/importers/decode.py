"""Bytes to text: encodings, line ends, invisible characters, and files that are no text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.importers.base import Finding
from articles.importers.notes import Code, Notes, finding
from articles.text import HAN

SIZE_LIMIT = 2 * 1024 * 1024

#: Characters by which a guess is judged.
SAMPLE = 4000

#: Marks at the start of a file that name its encoding; the longer ones first.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: First bytes of files that people take for text: archives, Word files, PDF, pictures.
_NO_TEXT = (
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"%PDF-",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"\x1f\x8b",
    b"7z\xbc\xaf",
    b"Rar!",
    b"\x7fELF",
    b"{\\rtf",
)

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_EMOJI = re.compile("[\u2600-\u27bf\ufe0f\U0001f000-\U0001faff]")
#: Zero widths, direction marks, soft hyphens and controls.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"
)
_CONTROLS = re.compile("[\x01-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_ORDINARY = re.compile(f"[\t\n\r -~\u3000-\u303f\u2010-\u203b\uff01-\uff5e\u00b7{HAN}]")
#: Half-width marks of which one neighbour at least is Chinese.
_BESIDE = f"{HAN}\u3001\u3002\u201c\u201d\u2018\u2019\u300a\u300b\uff08\uff09"
_HALF_WIDTH = re.compile(f"[,:;!?()](?:(?<=[{_BESIDE}][,:;!?()])|(?=[{_BESIDE}]))")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file with `\\n` line ends, or why there is none."""

    text: str
    encoding: str = ""
    trouble: Finding | None = None


def decode(raw: bytes, notes: Notes) -> Decoded:
    """Read `raw`; what was found goes to `notes`, what forbids reading into `trouble`."""
    trouble = refusal(raw)
    if trouble:
        return Decoded("", "", trouble)
    decoded = marked(raw) or unmarked(raw)
    if decoded.trouble:
        return decoded
    if "\x00" in decoded.text or is_noise(decoded.text):
        return Decoded("", "", binary())
    if decoded.encoding != "utf-8":
        message = _("The file was read as %(encoding)s.")
        notes.add(Code.ENCODING_READ, message % {"encoding": decoded.encoding.upper()})
        if plausibility(decoded.text) < 0.9:
            message = _("Some characters look wrong. Compare the story with the file.")
            notes.add(Code.ENCODING_DOUBTFUL, message)
    text = without_invisible(_LINE_ENDS.sub("\n", decoded.text), notes)
    if not text.strip():
        return Decoded("", "", finding(Code.FILE_EMPTY, _("The file holds no visible text.")))
    note_half_width(text, notes)
    return Decoded(text, decoded.encoding)


def refusal(raw: bytes) -> Finding | None:
    if not raw.strip():
        return finding(Code.FILE_EMPTY, _("The file is empty."))
    if len(raw) > SIZE_LIMIT:
        message = _("The file is larger than 2 MB. Split it into single stories.")
        return finding(Code.FILE_TOO_LARGE, message)
    if raw.startswith(_NO_TEXT):
        return binary()
    return None


def binary() -> Finding:
    message = _("The file is not plain text. Save the story as a text file and import that.")
    return finding(Code.FILE_BINARY, message, 1)


def undecodable(raw: bytes, at: int) -> Decoded:
    message = _(
        "The characters cannot be read from byte %(byte)d on. Save the file in UTF-8 or GB18030."
    )
    line = 1 + len(re.findall(b"\r\n|\r|\n", raw[:at]))
    return Decoded("", "", finding(Code.NOT_DECODABLE, message % {"byte": at + 1}, line))


def marked(raw: bytes) -> Decoded | None:
    """The text of a file that says its encoding by a mark at the start."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            try:
                return Decoded(raw[len(mark) :].decode(encoding), encoding)
            except UnicodeDecodeError as error:
                return undecodable(raw, len(mark) + error.start)
    return None


def unmarked(raw: bytes) -> Decoded:
    """UTF-8 if it is, UTF-16 where half of the bytes are zero, otherwise the likelier guess."""
    if b"\x00" in raw:
        wide = best(raw, ("utf-16-le", "utf-16-be"))
        return wide if wide and plausibility(wide.text) > 0.7 else Decoded("", "", binary())
    try:
        return Decoded(raw.decode("utf-8"), "utf-8")
    except UnicodeDecodeError as error:
        if is_damaged_utf8(raw):
            return undecodable(raw, error.start)
        guess = best(raw, ("gb18030", "utf-16-le", "utf-16-be"))
        if guess and plausibility(guess.text) > 0.5:
            return guess
        return undecodable(raw, error.start)


def is_damaged_utf8(raw: bytes) -> bool:
    """Whether nearly all that is not ASCII is UTF-8; GB18030 would read it, as nonsense."""
    text = raw.decode("utf-8", "replace")
    wrong = text.count("\ufffd")
    right = sum(1 for char in text[:SAMPLE] if char > "\x7f" and char != "\ufffd")
    return right > 4 * min(wrong, text[:SAMPLE].count("\ufffd") + 1)


def best(raw: bytes, encodings: tuple[str, ...]) -> Decoded | None:
    """The most plausible reading; of equal ones the first."""
    readings = list(readable(raw, encodings))
    return max(readings, key=lambda one: plausibility(one.text, simple=True), default=None)


def readable(raw: bytes, encodings: tuple[str, ...]) -> Iterator[Decoded]:
    for encoding in encodings:
        try:
            yield Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue


def plausibility(text: str, simple: bool = False) -> float:
    """Share of the first characters that a Chinese page would hold, 0.0 to 1.0.

    With `simple`, only those of GB 2312 count: rare Han are what a wrong encoding makes.
    """
    sample = text[:SAMPLE]
    if simple:
        sample = sample.encode("gb2312", "ignore").decode("gb2312")
    return len(_ORDINARY.findall(sample)) / max(len(text[:SAMPLE]), 1)


def is_noise(text: str) -> bool:
    """Whether there are more control characters than a stray key leaves behind."""
    return len(_CONTROLS.findall(text)) > 2 + len(text) // 100


def without_invisible(text: str, notes: Notes) -> str:
    first = next((hit for hit in _INVISIBLE.finditer(text) if not joins_emoji(hit)), None)
    if first is None:
        return text
    cleaned = _INVISIBLE.sub(lambda hit: hit[0] if joins_emoji(hit) else "", text)
    count = len(text) - len(cleaned)
    message = ngettext(
        "%(count)d invisible character was removed.",
        "%(count)d invisible characters were removed.",
        count,
    )
    line = text.count("\n", 0, first.start()) + 1
    notes.add(Code.INVISIBLE_DROPPED, message % {"count": count}, line)
    return cleaned


def joins_emoji(hit: re.Match[str]) -> bool:
    """Whether a joiner stands between two parts of one emoji; elsewhere it is dirt."""
    before, after = hit.string[hit.start() - 1 : hit.start()], hit.string[hit.end() : hit.end() + 1]
    return hit[0] == "\u200d" and bool(_EMOJI.match(before) and _EMOJI.match(after))


def note_half_width(text: str, notes: Notes) -> None:
    count = len(_HALF_WIDTH.findall(text))
    if count:
        message = ngettext(
            "%(count)d half-width mark stands beside Chinese characters. It was left as it is.",
            "%(count)d half-width marks stand beside Chinese characters. They were left as "
            "they are.",
            count,
        )
        notes.add(Code.PUNCTUATION_HALF_WIDTH, message % {"count": count})
