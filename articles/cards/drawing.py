"""Draws the share pictures: paper, ink, one accent; type does the work where there is no photo."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import segno
from PIL import Image, ImageDraw

from articles.cards.fonts import Faces, Font
from articles.cards.lines import OPENING, Measure, Setting, filled, fitted, shortened
from articles.text import excerpt

# The colours of tokens.css in its light mode; a picture has no dark one.
PAPER, INK, SOFT, LINE, ACCENT = "#ffffff", "#1a1a1d", "#5b5c63", "#e4e2dc", "#b3161b"
SIGN, ON_SIGN = (0, 0, 0, 158), "#ffffff"

#: Pixels. The card is what Open Graph asks for; the poster is as wide as phones show sharply, and
#: as high as its words need, within these.
CARD = (1200, 630)
POSTER_WIDTH, POSTER_HEIGHTS = 750, (1000, 1600)

#: Room of the code on the card: three pixels a dot, with which phones still read it, for addresses
#: of up to eighty characters.
CARD_CODE = 114

HEADLINE, TEXT = 1.34, 1.7
#: Characters of a headline; nobody reads more of one on a card.
LONGEST = 120


@dataclass(frozen=True, slots=True)
class Shown:
    """What a share picture says. `sign` names the kind of the photo, where readers are told it."""

    title: str
    digest: str
    section: str
    site: str
    slogan: str
    day: str
    address: str
    scan: str
    square: Image.Image | None = None
    wide: Image.Image | None = None
    sign: str = ""


class Sheet:
    """A picture that is being drawn, and what is drawn on it again and again."""

    def __init__(self, size: tuple[int, int], faces: Faces) -> None:
        self.image = Image.new("RGB", size, PAPER)
        self.draw = ImageDraw.Draw(self.image)
        self.faces = faces

    def text(self, at: tuple[float, float], words: str, font: Font, color: str, side: str) -> None:
        """Words whose middle stands at this height; `side` is where they begin: l, m or r."""
        self.draw.text(at, words, fill=color, font=font, anchor=f"{side}m")

    def small(self, at: tuple[float, float], words: str, size: int, side: str = "l") -> None:
        self.text(at, words, self.faces.text(size), SOFT, side)

    def block(
        self, left: int, top: float, setting: Setting, font: Font, color: str, leading: float
    ) -> float:
        """Lines under each other; answers where they end."""
        step = setting.size * leading
        for place, line in enumerate(setting.lines):
            self.text(
                (left - hanging(line, font), top + step * (place + 0.5)), line, font, color, "l"
            )
        return top + step * len(setting.lines)

    def rule(self, left: int, right: int, top: int) -> None:
        self.draw.line((left, top, right, top), LINE, 2)

    def section(self, left: int, top: int, name: str, size: int) -> None:
        """The section in the accent, behind a bar as before a subhead."""
        self.draw.rectangle((left, top, left + 5, top + size), ACCENT)
        self.text((left + 18, top + size / 2), name, self.faces.text(size), ACCENT, "l")

    def photo(self, picture: Image.Image, box: tuple[int, int, int, int], sign: str) -> None:
        """A photo in its place, and at its lower left what kind of picture it is."""
        left, top, width, height = box
        self.image.paste(picture.resize((width, height), Image.Resampling.LANCZOS), (left, top))
        if sign:
            self.sign(left + 14, top + height - 14, sign)

    def sign(self, left: int, lower: int, words: str) -> None:
        font, size = self.faces.text(22), 38
        wide = round(font.getlength(words)) + 24
        ground = Image.new("RGBA", (wide, size), SIGN)
        self.image.paste(ground, (left, lower - size), ground)
        self.text((left + 12, lower - size / 2), words, font, ON_SIGN, "l")

    def code(self, right: int, middle: int, size: int, address: str) -> int:
        """The address as a QR code of at most so many pixels; answers its side.

        Dots of whole pixels: a code that is scaled otherwise blurs. The paper around it is its
        quiet zone.
        """
        rows = [list(row) for row in segno.make(address, error="m", micro=False).matrix]
        dot = max(1, size // len(rows))
        code = Image.new("L", (len(rows), len(rows)), 255)
        code.putdata([0 if dark else 255 for row in rows for dark in row])
        side = dot * len(rows)
        code = code.resize((side, side), Image.Resampling.NEAREST)
        self.image.paste(code.convert("RGB"), (right - side, middle - side // 2))
        return side

    def measure(self, font: Font) -> Measure:
        return font.getlength

    def headline(self, words: str, width: int, height: float, sizes: Iterable[int]) -> Setting:
        def at(size: int) -> Measure:
            return self.measure(self.faces.title(size))

        return fitted(excerpt(words, LONGEST), width, height, tuple(sizes), at, HEADLINE)

    def line(self, words: str, width: int, size: int) -> str:
        """Words on one line, cut where they are too long."""
        return "".join(shortened(words, width, 1, self.measure(self.faces.text(size))))


def hanging(line: str, font: Font) -> int:
    """How far a line hangs out to the left: a mark that opens leaves half of its room empty."""
    ink = font.getmask(line[0]).getbbox() if line[0] in OPENING else None
    return int(ink[0]) if ink else 0


def card(shown: Shown, faces: Faces) -> Image.Image:
    """The card, 1200 by 630: words at the left, a square photo at the right, the code under it."""
    sheet = Sheet(CARD, faces)
    left, right, edge, foot = 60, CARD[0] - 60, 56, 486
    width = right - left
    if shown.square:
        side = 400
        width -= side + 48
        sheet.photo(shown.square, (right - side, edge, side, side), shown.sign)
    sheet.section(left, edge + 2, shown.section, 28)
    top, room = edge + 62, foot - 40 - (edge + 62)
    sizes = [64, 58, 52, 46, 42] if shown.square else [84, 76, 68, 60, 54]
    if faces.title(88).getlength(shown.title) <= width:
        sizes = [88]
    setting = sheet.headline(shown.title, width, room, sizes)
    end = sheet.block(left, top, setting, faces.title(setting.size), INK, HEADLINE) + 14
    digest(sheet, shown.digest, (left, end, width), 26, int((top + room - end) / (26 * TEXT)))
    sheet.rule(left, right, foot)
    middle = (foot + CARD[1]) // 2
    side = sheet.code(right, middle, CARD_CODE, shown.address)
    sheet.small((right - side - 20, middle), shown.scan, 22, "r")
    foot_words(sheet, shown, left, middle, 30)
    return sheet.image


def foot_words(sheet: Sheet, shown: Shown, left: int, middle: float, size: int) -> None:
    """The name of the site over its slogan and the time."""
    name = sheet.line(shown.site, 480, size)
    sheet.text((left, middle - 20), name, sheet.faces.title(size), INK, "l")
    told = "\u3000".join(filter(None, (shown.slogan, shown.day)))
    sheet.small((left, middle + 24), sheet.line(told, 560, 22), 22)


def poster(shown: Shown, faces: Faces) -> Image.Image:
    """The poster, 750 wide: the photo to the edges, headline, digest, and the code to hold on."""
    sheet = Sheet((POSTER_WIDTH, POSTER_HEIGHTS[1]), faces)
    left, right, top = 56, POSTER_WIDTH - 56, 72
    width = right - left
    if shown.wide:
        height = round(POSTER_WIDTH * 9 / 16)
        sheet.photo(shown.wide, (0, 0, POSTER_WIDTH, height), shown.sign)
        top = height + 52
    sheet.section(left, top, shown.section, 28)
    setting = sheet.headline(shown.title, width, 470, (60, 54, 48, 42))
    end = sheet.block(left, top + 60, setting, faces.title(setting.size), INK, HEADLINE)
    sheet.small((left, end + 36), shown.day, 24)
    end = digest(sheet, shown.digest, (left, end + 72, width), 28, 5)
    foot = max(round(end) + 44, POSTER_HEIGHTS[0] - 260)
    sheet.rule(left, right, foot)
    middle = foot + 44 + 80
    side = sheet.code(right, middle, 160, shown.address)
    sheet.text((left, middle - 44), shown.site, faces.title(34), INK, "l")
    sheet.small((left, middle + 4), sheet.line(shown.slogan, width - side - 24, 24), 24)
    sheet.small((left, middle + 46), shown.scan, 24)
    return sheet.image.crop((0, 0, POSTER_WIDTH, foot + 44 + 160 + 56))


def digest(sheet: Sheet, words: str, place: tuple[int, float, int], size: int, most: int) -> float:
    """The digest at a place (left, top, width) in at most so many lines; answers its end."""
    left, top, width = place
    font = sheet.faces.text(size)
    lines = filled(words, width, font.getlength)
    if len(lines) > most:
        lines = shortened(words, width, most, font.getlength) if most > 0 else []
    return sheet.block(left, top, Setting(size, lines), font, SOFT, TEXT)
