"""Scenes of rooms where people read and write: reading room, shelves, screen."""

from __future__ import annotations

from itertools import pairwise

from drawing.canvas import Canvas, mix
from drawing.people import person
from drawing.things import INK, skyline, steam

SPINES = (
    "#b8453c",
    "#2f6f73",
    "#d9a441",
    "#34507c",
    "#80608c",
    "#e6dcc6",
    "#577f52",
    "#c9764c",
    "#26384f",
)


def shelf(c: Canvas, x0: float, x1: float, y0: float, y1: float, rows: int, dim: float = 0) -> None:
    """A bookcase filled with spines; `dim` darkens it."""
    c.box(x0, y0, x1, y1, mix("#8a5a3c", INK, dim))
    step = (y1 - y0) / rows
    for row in range(rows):
        top, bottom = y0 + row * step + step * 0.07, y0 + (row + 1) * step - step * 0.05
        c.box(x0 + step * 0.05, top, x1 - step * 0.05, bottom, mix("#3d2a26", INK, dim))
        x = x0 + step * 0.08
        while x < x1 - step * 0.16:
            width, tall = (
                step * c.random.uniform(0.07, 0.16),
                (bottom - top) * c.random.uniform(0.62, 0.94),
            )
            tone = mix(c.random.choice(SPINES), INK, dim + c.random.uniform(0, 0.12))
            if c.random.random() < 0.06:
                x += width * 2
                continue
            c.box(x, bottom - tall, x + width, bottom, (mix(tone, "#fff0d0", 0.12), tone))
            c.box(
                x, bottom - tall * 0.8, x + width, bottom - tall * 0.74, mix(tone, "#ffe9b8", 0.4)
            )
            x += width + step * 0.008


def reading_room(c: Canvas) -> None:
    c.sky("#2a3040", "#4a3a38", to=1)
    c.box(0.52, 0.06, 1.02, 0.58, ("#101c3c", "#2c3c66"))
    c.disc(0.9, 0.16, 0.03, "#fff3d0")
    skyline(c, 0.58, 0.06, 0.24, ("#1a2850", "#2b3a66"), lit="#ffcf7a", start=0.52, end=0.98)
    for x in (0.52, 0.685, 0.85, 1.02):
        c.box(x - 0.006, 0.06, x + 0.006, 0.58, "#5a4030")
    c.box(0.5, 0.3, 1.04, 0.31, "#5a4030")
    c.box(0.5, 0.57, 1.05, 0.6, "#6d4c38")
    shelf(c, 0.0, 0.46, 0.02, 0.68, 4, 0.25)
    shelf(c, 1.09, c.wide, 0.02, 0.68, 4, 0.25)
    c.box(0, 0.68, c.wide, 1, ("#4a3430", "#2c2228"))
    for x, coat in ((0.24, "#c8433a"), (0.60, "#e9e1d0"), (0.93, "#2f8f86"), (1.26, "#e0a236")):
        person(c, x, 1.02, 0.52, coat=mix(coat, "#3a2a30", 0.15), pose="bust")
    table = [(0.02, 0.78), (c.wide - 0.02, 0.78), (c.wide + 0.2, 1.0), (-0.2, 1.0)]
    c.poly(table, ("#b97a4a", "#7a452f"))
    c.shade(table, "#3a1c22", 0.5)
    for x in (0.12, 0.42, 0.76, 1.10, 1.40):
        c.glow(x, 0.86, 0.32, "#ffd07a", 0.6, 0.5)
        c.line([(x, 0.84), (x, 0.68)], 0.008, "#d8a84c")
        c.oval(x, 0.845, 0.03, 0.009, "#d8a84c")
        c.poly(
            [(x - 0.068, 0.70), (x - 0.048, 0.645), (x + 0.048, 0.645), (x + 0.068, 0.70)],
            ("#3fae86", "#1f7a60"),
        )
        c.oval(x, 0.70, 0.064, 0.01, "#fff4cc")
    for x in (0.25, 0.6, 0.94, 1.27):
        c.poly(
            [(x - 0.07, 0.895), (x - 0.004, 0.885), (x - 0.004, 0.925), (x - 0.085, 0.935)],
            "#fdf3dc",
        )
        c.poly(
            [(x + 0.004, 0.885), (x + 0.07, 0.895), (x + 0.085, 0.935), (x + 0.004, 0.925)],
            "#f0e2c2",
        )


def aisle(c: Canvas) -> None:
    c.sky("#3a2a2c", "#5a4034")
    end = (c.wide * 0.5, 0.40)
    c.poly(
        [(0, 1), (c.wide, 1), (end[0] + 0.09, 0.56), (end[0] - 0.09, 0.56)], ("#e0b070", "#9a6238")
    )
    c.poly(
        [(0, 0), (c.wide, 0), (end[0] + 0.09, 0.2), (end[0] - 0.09, 0.2)], ("#6a4a3a", "#d9a868")
    )
    c.box(end[0] - 0.09, 0.2, end[0] + 0.09, 0.56, ("#ffe9b4", "#f6c67a"))
    for side in (-1, 1):
        bays = [0.0, 0.34, 0.6, 0.79, 0.92]
        for near, far in reversed(list(pairwise(bays))):
            case(c, side, near, far)
    c.glow(end[0], 0.38, 0.5, "#ffdf9a", 0.75)
    person(c, end[0] + 0.02, 0.66, 0.30, coat="#c8433a", pose="walk")
    c.oval(end[0] + 0.02, 0.665, 0.06, 0.008, INK, 0.4)
    for side in (-1, 1):
        c.line(
            [(c.wide / 2 + side * c.wide * 0.5, 1.0), (end[0] + side * 0.09, 0.56)],
            0.008,
            "#fff0b8",
            0.9,
        )
        c.line(
            [(c.wide / 2 + side * c.wide * 0.5, 1.0), (end[0] + side * 0.09, 0.56)],
            0.03,
            "#ffd98a",
            0.35,
            0.012,
        )


def case(c: Canvas, side: int, near: float, far: float) -> None:
    """One bay of a wall of books that runs toward the vanishing point."""
    half = c.wide / 2

    def at(depth: float, y: float) -> tuple[float, float]:
        x = half - (half - 0.09) * depth
        top, bottom = 0.2 * depth, 1 - 0.44 * depth
        return half + side * x, top + (bottom - top) * y

    dim = 0.3 * (1 - far)
    c.poly([at(near, 0), at(far, 0), at(far, 1), at(near, 1)], mix("#7a4c34", INK, dim))
    for row in range(6):
        y0, y1 = row / 6 + 0.012, (row + 1) / 6 - 0.012
        c.poly(
            [at(near + 0.012, y0), at(far - 0.006, y0), at(far - 0.006, y1), at(near + 0.012, y1)],
            mix("#33231f", INK, dim),
        )
        spot = near + 0.016
        while spot < far - 0.02:
            wide = c.random.uniform(0.35, 0.8) * 0.05 * (1 - near * 0.85)
            low = y0 + (y1 - y0) * c.random.uniform(0.06, 0.36)
            tone = mix(c.random.choice(SPINES), "#ffcf8a", 0.1 + 0.25 * far)
            stop = min(spot + wide, far - 0.01)
            c.poly([at(spot, low), at(stop, low), at(stop, y1), at(spot, y1)], mix(tone, INK, dim))
            spot = stop + 0.002


def keys(c: Canvas) -> None:
    """Four rows of keys that widen toward the reader; one is red."""
    for row in range(4):
        y, edge = 0.855 + row * 0.026, row * 0.009
        for part in range(12):
            step = (0.5 + edge * 2) / 12
            x = 0.21 - edge + part * step
            c.box(
                x,
                y,
                x + step * 0.8,
                y + 0.018,
                "#4a4658" if (row, part) != (1, 5) else "#f0685a",
                0.004,
            )


def code_screen(c: Canvas) -> None:
    c.sky("#1b2340", "#2c2f58", "#4d3a66")
    c.glow(0.5, 0.42, 0.75, "#4fd0b4", 0.4)
    c.box(0.09, 0.13, 0.91, 0.70, "#0d1224", 0.03)
    c.box(0.11, 0.15, 0.89, 0.68, ("#16203c", "#111a30"), 0.02)
    c.box(0.11, 0.15, 0.89, 0.19, "#24304f", 0.02)
    for part, colour in enumerate(("#f0685a", "#f2c14e", "#58c98a")):
        c.disc(0.14 + part * 0.03, 0.17, 0.009, colour)
    inks = ("#ff8a7a", "#7ad0ff", "#f2c86a", "#b6e08a", "#c9a8ff", "#e6ecf6")
    for row in range(12):
        x, y = 0.15 + 0.035 * ((0, 1, 1, 2, 2, 1, 0, 0, 1, 2, 1, 0)[row]), 0.225 + row * 0.036
        c.box(0.125, y, 0.135, y + 0.012, "#3c4a6c", 0.003)
        for _ in range(c.random.randint(2, 4)):
            width = c.random.uniform(0.03, 0.10)
            c.box(x, y, min(x + width, 0.60), y + 0.015, c.random.choice(inks), 0.006)
            x += width + 0.014
            if x > 0.56:
                break
    c.box(0.63, 0.215, 0.865, 0.65, ("#21406a", "#1c5a5c"), 0.014)
    for side, size in ((-1, 0.10), (1, 0.10), (-0.5, 0.13), (0.5, 0.13), (0, 0.15)):
        c.oval(
            0.748 + side * 0.055,
            0.42 - size * 0.35,
            0.038,
            size * 0.55,
            mix("#8fd66a", "#3f9a5a", abs(side)),
        )
    c.poly([(0.69, 0.44), (0.806, 0.44), (0.79, 0.53), (0.706, 0.53)], ("#f4efe0", "#cfc4ae"))
    c.box(0.66, 0.565, 0.836, 0.585, "#0f2c40", 0.01)
    c.box(0.66, 0.565, 0.71, 0.585, "#f0685a", 0.01)
    c.box(0.66, 0.6, 0.79, 0.614, "#9fd8d0", 0.005)
    c.poly([(0.45, 0.70), (0.55, 0.70), (0.57, 0.79), (0.43, 0.79)], "#0d1224")
    desk = [(0, 0.78), (1, 0.78), (1, 1), (0, 1)]
    c.poly(desk, ("#b4714c", "#6d3d38"))
    c.shade(desk, "#2a1430", 0.6)
    c.glow(0.5, 0.82, 0.45, "#5fe0c4", 0.3, 0.3)
    c.poly([(0.2, 0.84), (0.72, 0.84), (0.76, 0.96), (0.16, 0.96)], ("#e9e4d8", "#b9b2a8"))
    keys(c)
    c.box(0.82, 0.80, 0.92, 0.90, ("#f2c14e", "#c98a2c"), 0.012)
    c.oval(0.87, 0.80, 0.05, 0.012, "#5a3424")
    steam(c, 0.87, 0.78, 0.09)
