"""A canvas of flat shapes with gradients, soft light and grain; heights run from 0 to 1."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from PIL import Image, ImageChops, ImageDraw, ImageFilter

Point = tuple[float, float]
#: One colour, or several that follow each other from top to bottom.
Colour = str | tuple[str, ...]

#: Shapes are drawn this many times larger and then reduced, which smooths their edges.
OVERSAMPLING = 2


def rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, part: float) -> str:
    """`first` where `part` is 0, `second` where it is 1."""
    pairs = zip(rgb(first), rgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * part):02x}" for a, b in pairs)


def ramp(colours: Sequence[str], size: tuple[int, int]) -> Image.Image:
    """A vertical gradient through all of `colours`."""
    strip = Image.new("RGB", (1, len(colours)))
    strip.putdata([rgb(colour) for colour in colours])
    steps = max(size[1], 2)
    column = Image.new("RGB", (1, steps))
    column.putdata([rgb(_along(colours, row / (steps - 1))) for row in range(steps)])
    return column.resize(size)


def _along(colours: Sequence[str], part: float) -> str:
    place = part * (len(colours) - 1)
    step = min(int(place), len(colours) - 2)
    return mix(colours[step], colours[step + 1], place - step)


class Repeatable(random.Random):
    """Chance that falls the same way every time for the same seed."""


class Canvas:
    """Coordinates are in heights of the picture: y from 0 to 1, x from 0 to `wide`."""

    def __init__(self, width: int, height: int, seed: str) -> None:
        self.size = (width, height)
        self.wide = width / height
        self.unit = height * OVERSAMPLING
        self.image = Image.new("RGB", (width * OVERSAMPLING, height * OVERSAMPLING))
        self.random = Repeatable(seed)
        self._noise = Image.effect_noise(self.image.size, 110)

    # Shapes

    def sky(self, *colours: str, to: float = 1.0) -> None:
        self.box(0, 0, self.wide, to, colours)

    def poly(
        self, points: Sequence[Point], colour: Colour, alpha: float = 1, blur: float = 0
    ) -> None:
        self._paint("polygon", points, colour, alpha, blur)

    def oval(
        self,
        x: float,
        y: float,
        rx: float,
        ry: float,
        colour: Colour,
        alpha: float = 1,
        blur: float = 0,
    ) -> None:
        self._paint("ellipse", [(x - rx, y - ry), (x + rx, y + ry)], colour, alpha, blur)

    def disc(self, x: float, y: float, r: float, colour: Colour, alpha: float = 1) -> None:
        self.oval(x, y, r, r, colour, alpha)

    def box(
        self,
        x0: float,
        y0: float,
        x1: float,
        y1: float,
        colour: Colour,
        radius: float = 0,
        alpha: float = 1,
        blur: float = 0,
    ) -> None:
        self._paint("box", [(x0, y0), (x1, y1)], colour, alpha, blur, radius)

    def line(
        self,
        points: Sequence[Point],
        width: float,
        colour: Colour,
        alpha: float = 1,
        blur: float = 0,
    ) -> None:
        """A stroke with round ends and joints."""
        self._paint("line", points, colour, alpha, blur, width)

    def _paint(
        self,
        kind: str,
        points: Sequence[Point],
        colour: Colour,
        alpha: float,
        blur: float,
        size: float = 0,
    ) -> None:
        grow = blur * 3 + (size if kind == "line" else 0)
        xs, ys = [x for x, _ in points], [y for _, y in points]
        left, top = (int((min(v) - grow) * self.unit) for v in (xs, ys))
        right, bottom = (math.ceil((max(v) + grow) * self.unit) + 1 for v in (xs, ys))
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, self.image.width), min(bottom, self.image.height)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        moved = [(x * self.unit - left, y * self.unit - top) for x, y in points]
        self._draw(ImageDraw.Draw(mask), kind, moved, round(255 * alpha), size * self.unit)
        if blur:
            mask = mask.filter(ImageFilter.GaussianBlur(blur * self.unit))
        self._fill(mask, (left, top), colour)

    @staticmethod
    def _draw(
        draw: ImageDraw.ImageDraw, kind: str, points: list[Point], value: int, size: float
    ) -> None:
        if kind == "polygon":
            draw.polygon(points, fill=value)
        elif kind == "ellipse":
            draw.ellipse(points, fill=value)
        elif kind == "box":
            draw.rounded_rectangle(points, radius=size, fill=value)
        else:
            draw.line(points, fill=value, width=max(round(size), 1), joint="curve")
            for x, y in points:
                r = size / 2
                draw.ellipse((x - r, y - r, x + r, y + r), fill=value)

    def _fill(self, mask: Image.Image, at: tuple[int, int], colour: Colour) -> None:
        ink = (
            Image.new("RGB", mask.size, colour)
            if isinstance(colour, str)
            else ramp(colour, mask.size)
        )
        self.image.paste(ink, at, mask)

    # Light

    def glow(
        self, x: float, y: float, r: float, colour: str, alpha: float = 1, flat: float = 1
    ) -> None:
        """Light that fades outward; `flat` below 1 makes it a lying ellipse. It only brightens."""
        w, h = round(2 * r * self.unit), round(2 * r * flat * self.unit)
        left, top = round((x - r) * self.unit), round((y - r * flat) * self.unit)
        fade = ImageChops.invert(Image.radial_gradient("L")).resize((w, h))
        fade = fade.point([max(0, round((v - 75) / 180 * 255 * alpha)) for v in range(256)])
        light = Image.composite(Image.new("RGB", (w, h), colour), Image.new("RGB", (w, h)), fade)
        area = (left, top, left + w, top + h)
        self.image.paste(ImageChops.screen(self.image.crop(area), light), (left, top))

    def shade(
        self, points: Sequence[Point], colour: str, alpha: float = 0.5, side: str = "bottom"
    ) -> None:
        """Stippled shadow or light over a polygon, strongest at `side`."""
        xs, ys = [x * self.unit for x, _ in points], [y * self.unit for _, y in points]
        left, top = max(int(min(xs)), 0), max(int(min(ys)), 0)
        size = (max(1, math.ceil(max(xs)) - left), max(1, math.ceil(max(ys)) - top))
        mask = Image.new("L", size)
        ImageDraw.Draw(mask).polygon(
            [(x - left, y - top) for x, y in zip(xs, ys, strict=True)], fill=255
        )
        turns = {"bottom": 0, "top": 180, "left": 270, "right": 90}[side]
        fade = Image.linear_gradient("L").rotate(turns).resize(size)
        fade = fade.point([round(v * alpha) for v in range(256)])
        grain = self._noise.crop((0, 0, *size)).resize(size)
        dots = ImageChops.subtract(fade, grain, 0.25)
        self._fill(ImageChops.multiply(mask, dots), (left, top), colour)

    def mist(self, y: float, thick: float, colour: str, alpha: float = 0.5) -> None:
        self.box(-0.2, y - thick / 2, self.wide + 0.2, y + thick / 2, colour, 0, alpha, thick / 3)

    def mirror(self, y: float, tint: str, strength: float = 0.35, ripple: int = 60) -> None:
        """What stands above `y` is reflected below it, tinted and broken by ripples."""
        row = round(y * self.unit)
        width, height = self.image.size
        depth = height - row
        above = self.image.crop((0, max(0, row - depth), width, row))
        below = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((width, depth))
        below = below.filter(ImageFilter.GaussianBlur(self.unit * 0.004))
        below = Image.blend(below, Image.new("RGB", below.size, tint), strength)
        self.image.paste(below, (0, row))
        for _ in range(ripple):
            near = self.random.random() ** 1.6
            at = y + (1 - y) * near
            x, length = self.random.uniform(0, self.wide), 0.03 + 0.2 * near
            self.oval(x, at, length, 0.0008 + 0.003 * near, "#ffffff", 0.10 + 0.12 * near)

    # Finish

    def finished(self, grain: float = 9) -> Image.Image:
        """Reduced to its size, with a slight vignette and grain."""
        image = self.image.resize(self.size, Image.Resampling.LANCZOS)
        corner = Image.radial_gradient("L").resize(self.size)
        corner = corner.point([max(0, round((v - 120) * 0.28)) for v in range(256)])
        image.paste(Image.new("RGB", self.size, "#101428"), (0, 0), corner)
        noise = Image.effect_noise(self.size, grain * 2.2).filter(ImageFilter.GaussianBlur(0.6))
        return ImageChops.soft_light(image, Image.merge("RGB", (noise,) * 3))
