"""Things that stand in several scenes: hills, houses, trees, water plants, lamps."""

from __future__ import annotations

import math

from drawing.canvas import Canvas, Colour, Point, mix

INK = "#1d2333"
GREEN = ("#a9c46c", "#6f9a57", "#3f6d4e")
GOLD = ("#ffd766", "#eda92f", "#c67a24")
CLOTHES = ("#c8433a", "#2f6f73", "#e0a236", "#33507f", "#7b5a86", "#e9e1d0", "#4f7d4d", "#d9774e")


def ridge(
    c: Canvas, base: float, rise: float, colour: Colour, *, waves: float = 2.0, jag: float = 0.25
) -> list[Point]:
    """A line of hills whose feet are far below `base`; returns its outline."""
    shift = [c.random.uniform(0, 6.3) for _ in range(4)]
    points: list[Point] = []
    for step in range(161):
        x = c.wide * step / 160
        t = x * waves
        wave = 0.55 * math.sin(t + shift[0]) + 0.3 * math.sin(2.3 * t + shift[1])
        wave += jag * (0.5 * math.sin(5.1 * t + shift[2]) + 0.3 * math.sin(11 * t + shift[3]))
        points.append((x, base - rise * (0.5 + 0.5 * wave)))
    outline = [(0.0, 1.0), *points, (c.wide, 1.0)]
    c.poly(outline, colour)
    return outline


def skyline(
    c: Canvas,
    base: float,
    low: float,
    high: float,
    colour: Colour,
    *,
    lit: str = "",
    start: float = 0,
    end: float | None = None,
) -> None:
    """A row of buildings; with `lit`, some windows are lit in that colour."""
    x, stop = start, c.wide if end is None else end
    while x < stop:
        width, height = c.random.uniform(0.035, 0.1), c.random.uniform(low, high)
        c.box(x, base - height, x + width, base, colour)
        if c.random.random() < 0.3:
            c.box(x + width * 0.3, base - height - 0.025, x + width * 0.6, base, colour)
        if lit:
            windows(c, x, base - height, x + width, base, lit, 0.4)
        x += width + c.random.choice((0, 0, 0.02))


def windows(
    c: Canvas, x0: float, y0: float, x1: float, y1: float, colour: str, share: float
) -> None:
    step_x, step_y = 0.014, 0.02
    for row in range(1, int((y1 - y0) / step_y) - 1):
        for column in range(1, int((x1 - x0) / step_x)):
            if c.random.random() < share:
                x, y = x0 + column * step_x, y0 + row * step_y
                c.box(x - 0.003, y, x + 0.003, y + 0.009, colour, alpha=c.random.uniform(0.5, 1))


def tree(
    c: Canvas,
    x: float,
    base: float,
    height: float,
    leaves: tuple[str, str, str],
    trunk: str = "#4a3a35",
) -> None:
    """A broad tree; `leaves` run from light to dark, light falls from the upper left."""
    c.line([(x, base), (x + height * 0.01, base - height * 0.6)], height * 0.055, trunk)
    for side in (-1, 1):
        c.line(
            [(x, base - height * 0.35), (x + side * height * 0.17, base - height * 0.58)],
            height * 0.03,
            trunk,
        )
    crown, wide = base - height * 0.68, height * 0.3
    for first, second, (dx, dy), count, spread, size in (
        (leaves[2], leaves[2], (0.08, 0.08), 22, 0.95, 0.42),
        (leaves[2], leaves[1], (0.0, 0.0), 30, 0.9, 0.32),
        (leaves[1], leaves[0], (-0.12, -0.12), 30, 0.72, 0.2),
        (leaves[0], leaves[0], (-0.22, -0.24), 14, 0.5, 0.1),
    ):
        for step in range(count):
            angle, far = c.random.uniform(0, 6.28), spread * c.random.random() ** 0.5
            c.disc(
                x + wide * (dx + far * math.cos(angle)),
                crown + wide * (dy + 0.8 * far * math.sin(angle)),
                wide * size * c.random.uniform(0.7, 1.0),
                mix(first, second, 0.35 + 0.65 * step / count),
            )


def poplar(c: Canvas, x: float, base: float, height: float, colour: Colour) -> None:
    """A slim far tree."""
    c.line([(x, base), (x, base - height * 0.3)], height * 0.04, INK, 0.5)
    c.oval(x, base - height * 0.58, height * 0.13, height * 0.45, colour)


def wood(
    c: Canvas,
    base: float,
    height: float,
    colour: str,
    *,
    start: float = 0,
    end: float | None = None,
) -> None:
    """A far belt of trees as one bumpy mass."""
    x, stop = start, c.wide if end is None else end
    while x < stop:
        tall = height * c.random.uniform(0.6, 1)
        c.oval(
            x,
            base - tall * 0.5,
            tall * 0.55,
            tall * 0.55,
            mix(colour, INK, c.random.uniform(0, 0.14)),
        )
        x += tall * 0.42
    c.box(start, base - height * 0.3, stop, base, colour)


def reeds(
    c: Canvas, x: float, base: float, height: float, count: int, tone: str, head: str
) -> None:
    for _ in range(count):
        at, tall = x + c.random.gauss(0, height * 0.35), height * c.random.uniform(0.5, 1.05)
        lean = c.random.uniform(-0.16, 0.22) * tall
        top = (at + lean, base - tall)
        c.line(
            [(at, base), (at + lean * 0.4, base - tall * 0.6), top],
            height * 0.014,
            mix(tone, INK, c.random.uniform(0, 0.35)),
        )
        if c.random.random() < 0.45:
            c.oval(top[0], top[1] - height * 0.03, height * 0.022, height * 0.09, head)


def lamp_post(c: Canvas, x: float, base: float, height: float, glow: str = "#ffd88a") -> None:
    c.line([(x, base), (x, base - height), (x + height * 0.16, base - height * 1.02)], 0.005, INK)
    c.glow(x + height * 0.17, base - height, height * 0.45, glow, 0.55)
    c.oval(x + height * 0.17, base - height, 0.012, 0.006, "#fff4d2")


def lantern(c: Canvas, x: float, y: float, r: float, colour: str = "#e0452f") -> None:
    """A lit lantern with ribs and a tassel."""
    c.glow(x, y, r * 4.2, mix(colour, "#ffb45a", 0.5), 0.5)
    c.line([(x, y - r * 1.6), (x, y + r * 1.9)], r * 0.07, "#8c2a1d")
    c.oval(x, y, r, r * 0.86, (mix(colour, "#ffd27a", 0.35), colour, mix(colour, "#6b1020", 0.25)))
    for part in (0.35, 0.72):
        c.oval(x, y, r * part, r * 0.86, mix(colour, "#ffe2a0", 0.45), 0.35)
    c.oval(x, y, r * 0.3, r * 0.6, "#fff0b8", 0.55, r * 0.2)
    for side in (-1, 1):
        c.box(
            x - r * 0.42,
            y + side * r * 0.84 - r * 0.09,
            x + r * 0.42,
            y + side * r * 0.84 + r * 0.09,
            "#e7b04b",
            r * 0.05,
        )
    c.line([(x, y + r), (x, y + r * 1.7)], r * 0.2, "#e7b04b")


def bird(c: Canvas, x: float, y: float, span: float, colour: str) -> None:
    c.line(
        [
            (x - span, y - span * 0.3),
            (x - span * 0.4, y - span * 0.42),
            (x, y),
            (x + span * 0.4, y - span * 0.42),
            (x + span, y - span * 0.3),
        ],
        span * 0.1,
        colour,
    )


def cloud(c: Canvas, x: float, y: float, size: float, colour: str, alpha: float = 0.8) -> None:
    for dx, dy, r in ((0, 0, 0.5), (0.5, 0.06, 0.36), (-0.5, 0.08, 0.34), (0.22, -0.16, 0.34)):
        c.oval(x + dx * size, y + dy * size, r * size, r * size * 0.46, colour, alpha, size * 0.02)
    c.box(
        x - size * 0.72,
        y + size * 0.06,
        x + size * 0.76,
        y + size * 0.2,
        colour,
        size * 0.07,
        alpha,
        size * 0.02,
    )


def steam(c: Canvas, x: float, y: float, size: float) -> None:
    for part in range(3):
        shift = (part - 1) * size * 0.4
        wave = [
            (x + shift + size * 0.12 * math.sin(t * 0.9 + part), y - size * t * 0.16)
            for t in range(8)
        ]
        c.line(wave, size * 0.09, "#ffffff", 0.5, size * 0.05)
