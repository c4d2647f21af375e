"""Scenes of paths, hills and the trees of streets."""

from __future__ import annotations

import math

from drawing.canvas import Canvas, Point, mix
from drawing.people import person
from drawing.things import (
    CLOTHES,
    GOLD,
    GREEN,
    INK,
    bird,
    cloud,
    lamp_post,
    poplar,
    ridge,
    skyline,
    tree,
    wood,
)


def winding_path(
    c: Canvas,
    top: Point,
    width: float,
    *,
    bend: float = 0.16,
    foot: float = 0.62,
    colour: tuple[str, str] = ("#f2b89a", "#c65f4a"),
) -> None:
    """A path from the lower edge that narrows toward `top`, with a dashed middle line."""
    left, right, middle = [], [], []
    for step in range(41):
        t = step / 40
        y = 1.02 + (top[1] - 1.02) * (1 - (1 - t) ** 1.7)
        x = foot + (top[0] - foot) * t + bend * math.sin(t * 5.6) * (1 - t * 0.75)
        half = width * (1 - t) ** 1.55 + 0.004
        left.append((x - half, y))
        right.append((x + half, y))
        middle.append((x, y))
    outline = left + right[::-1]
    c.poly(
        [(x - 0.02, y + 0.012) for x, y in left] + [(x + 0.02, y + 0.012) for x, y in right[::-1]],
        "#2f4a3c",
        0.35,
    )
    c.poly(outline, colour)
    c.shade(outline, "#5e2430", 0.45, "left")
    for step in range(0, 34, 2):
        size = 0.009 * (1 - step / 40) ** 1.4
        c.line(middle[step : step + 2], max(size, 0.0015), "#fff0dc", 0.9)


def greenway_dawn(c: Canvas) -> None:
    c.sky("#36507e", "#8a7fa6", "#f09a86", "#ffd29a", to=0.5)
    c.glow(1.02, 0.33, 0.7, "#ffce85", 0.9)
    c.disc(1.02, 0.315, 0.068, "#fff0c8")
    ridge(c, 0.50, 0.17, ("#7a6a9a", "#d99a96"))
    ridge(c, 0.54, 0.12, ("#4d5683", "#8f7890"), waves=2.8)
    c.mist(0.55, 0.06, "#ffc9a0", 0.5)
    field = ridge(c, 0.62, 0.07, ("#4f7a66", "#2c4f4c"), waves=1.3, jag=0)
    c.shade(field, "#ffcf8d", 0.4, "top")
    wood(c, 0.61, 0.05, "#365a58", start=0, end=0.5)
    winding_path(c, (0.98, 0.585), 0.3)
    tree(c, 1.36, 0.80, 0.52, ("#f0b070", "#a7785a", "#57505a"))
    tree(c, 0.14, 0.88, 0.66, ("#dba56a", "#7c7a58", "#35524f"))
    for x, base, h, coat in (
        (0.60, 0.93, 0.27, "#f2e7d2"),
        (0.80, 0.82, 0.18, "#e0a236"),
        (0.95, 0.71, 0.10, "#c8433a"),
    ):
        c.oval(x - 0.05, base + 0.005, h * 0.35, 0.007, INK, 0.3)
        person(c, x, base, h, coat=coat, pose="run", legs="#27304f")
    for part in range(4):
        bird(c, 0.42 + part * 0.07, 0.2 + (part % 2) * 0.02, 0.016, "#2f3b63")


def greenway_panorama(c: Canvas) -> None:
    c.sky("#4fa3b8", "#9fd0cf", "#f4e8c4", to=0.6)
    for x, y, s in ((0.4, 0.18, 0.14), (1.3, 0.12, 0.18), (2.2, 0.2, 0.13)):
        cloud(c, x, y, s, "#fffaf0")
    ridge(c, 0.52, 0.34, ("#5f9aa0", "#b7d0b8"), waves=1.6)
    ridge(c, 0.56, 0.2, ("#4b8a7e", "#8fb98f"), waves=2.4)
    skyline(c, 0.56, 0.05, 0.2, ("#e6dcc6", "#bcc7b4"), start=c.wide * 0.66, end=c.wide * 0.86)
    for lift, top, bottom in ((0.6, "#a8c765", "#6f9f58"), (0.7, "#d9cb6a", "#93a952")):
        field = ridge(c, lift, 0.06, (top, bottom), waves=1.1, jag=0)
        c.shade(field, "#3f6d4e", 0.35, "bottom")
    c.poly([(c.wide * 0.5, 0.68), (c.wide, 0.63), (c.wide, 0.78), (c.wide * 0.62, 0.76)], "#6fb3bd")
    c.glow(c.wide * 0.85, 0.7, 0.3, "#ffffff", 0.35, 0.25)
    winding_path(c, (c.wide * 0.56, 0.645), 0.42, bend=0.34, foot=0.85)
    for x, base, h in ((0.2, 0.86, 0.62), (0.62, 0.74, 0.3), (2.42, 0.9, 0.66), (2.05, 0.78, 0.34)):
        tree(c, x, base, h, GREEN)
    for x in (1.52, 1.58, 1.65, 1.72, 1.80):
        poplar(c, x, 0.66, 0.16, ("#8db36a", "#3f6d4e"))
    for x, base, h, coat in ((1.22, 0.93, 0.26, "#c8433a"), (1.0, 0.84, 0.19, "#f0e3c5")):
        cyclist(c, x, base, h, coat)
    person(c, 1.36, 0.76, 0.12, pose="walk")


def cyclist(c: Canvas, x: float, base: float, h: float, coat: str) -> None:
    r = h * 0.2
    for side in (-1, 1):
        at = (x + side * h * 0.29, base - r)
        c.disc(*at, r, INK, 0.9)
        c.disc(*at, r * 0.82, "#d8d3bd")
        c.disc(*at, r * 0.12, INK)
    seat, bar = (x - h * 0.1, base - h * 0.46), (x + h * 0.2, base - h * 0.52)
    c.line([(x - h * 0.29, base - r), (x, base - r), bar], h * 0.028, "#2f6f73")
    c.line([(x, base - r), seat, bar, (x + h * 0.29, base - r)], h * 0.028, "#2f6f73")
    c.line(
        [
            (seat[0], seat[1] - h * 0.04),
            (x + h * 0.1, base - h * 0.34),
            (x + h * 0.02, base - h * 0.12),
        ],
        h * 0.085,
        "#2b3350",
    )
    shoulder = (x + h * 0.06, base - h * 0.8)
    c.line([(seat[0], seat[1] - h * 0.06), shoulder], h * 0.17, coat)
    c.line([shoulder, (x + h * 0.17, base - h * 0.66), bar], h * 0.06, mix(coat, INK, 0.2))
    c.oval(x + h * 0.12, base - h * 0.93, h * 0.07, h * 0.08, "#e3ad84")
    c.oval(x + h * 0.105, base - h * 0.975, h * 0.085, h * 0.05, "#f4efe4")


def ginkgo_street(c: Canvas) -> None:
    c.sky("#8ea4b3", "#c3c9c4", "#e9dcc3", to=0.7)
    skyline(c, 0.62, 0.12, 0.36, ("#9aa8ae", "#c4c4b8"))
    c.mist(0.56, 0.16, "#e6dcc9", 0.6)
    skyline(c, 0.64, 0.05, 0.18, ("#7b8b92", "#a3a69d"))
    road = [(0.0, 1.0), (c.wide, 1.0), (c.wide * 0.56, 0.62), (c.wide * 0.47, 0.62)]
    c.box(0, 0.62, c.wide, 1, ("#c9a85c", "#a98238"))
    c.poly(road, ("#8b8f90", "#5f666c"))
    c.shade(road, "#2c3440", 0.5)
    for t in (0.05, 0.2, 0.38, 0.62):
        y0, y1 = 0.64 + 0.36 * t, 0.64 + 0.36 * (t + 0.1)
        c.poly(
            [
                (c.wide * 0.515 - t * 0.02, y0),
                (c.wide * 0.515 + t * 0.02, y0),
                (c.wide * 0.515 + t * 0.03, y1),
                (c.wide * 0.515 - t * 0.03, y1),
            ],
            "#efe6cf",
        )
    for t in (0.03, 0.11, 0.24, 0.46, 0.85):
        for side in (-1, 1):
            x = c.wide * 0.515 + side * (0.13 + t * 0.95)
            tree(c, x, 0.64 + t * 0.3, 0.22 + t * 0.72, GOLD, "#5a4438")
    for _ in range(520):
        x, y = c.random.uniform(0, c.wide), c.random.uniform(0.66, 1)
        size = 0.002 + 0.012 * (y - 0.62)
        c.oval(x, y, size * 1.5, size * 0.7, c.random.choice(GOLD), 0.85)
    for _ in range(46):
        x, y = c.random.uniform(0, c.wide), c.random.uniform(0.1, 0.8)
        c.oval(x, y, 0.007, 0.005, c.random.choice(GOLD[:2]))
    person(c, 0.62, 0.90, 0.26, coat="#c8433a", pose="walk")
    person(c, 1.17, 0.82, 0.18, coat="#33507f", pose="walk", face=-1)
    cyclist(c, 0.93, 0.74, 0.12, "#e9e1d0")


def lakeside_race(c: Canvas) -> None:
    c.sky("#ffb98f", "#ffd9a8", "#fff0d2", to=0.56)
    c.disc(0.36, 0.22, 0.07, "#fff8e2")
    ridge(c, 0.46, 0.16, ("#e59a86", "#f6c9a4"))
    skyline(c, 0.5, 0.04, 0.14, ("#c98782", "#e5b09a"))
    wood(c, 0.52, 0.045, "#7f8a6c")
    c.mirror(0.52, "#e8a98c", 0.35, 60)
    c.poly(
        [
            (c.wide * 0.62, 0.5),
            (c.wide * 0.7, 0.40),
            (c.wide * 0.92, 0.38),
            (c.wide, 0.42),
            (c.wide, 0.52),
            (c.wide * 0.62, 0.52),
        ],
        ("#fbf3e2", "#d8b7a0"),
    )
    for part in range(9):
        x = c.wide * (0.65 + part * 0.04)
        c.line([(x, 0.52), (x + 0.012, 0.42)], 0.005, "#b2665c")
    track = [(0, 0.74), (c.wide, 0.62), (c.wide, 1), (0, 1)]
    c.poly([(0, 0.71), (c.wide, 0.595), (c.wide, 1), (0, 1)], "#6f8f5a")
    c.poly(track, ("#c9544a", "#8f2f3c"))
    c.shade(track, "#4a1530", 0.4)
    for lane in (0.12, 0.36, 0.66):
        c.line(
            [(0, 0.74 + 0.26 * lane), (c.wide, 0.62 + 0.38 * lane)], 0.003 + 0.004 * lane, "#ffe9d2"
        )
    for x, base, h in sorted(
        (
            (0.3, 0.80, 0.22),
            (0.62, 0.78, 0.2),
            (0.9, 0.76, 0.19),
            (1.16, 0.72, 0.17),
            (1.36, 0.70, 0.16),
            (0.46, 0.92, 0.3),
            (0.86, 0.90, 0.29),
            (1.24, 0.88, 0.27),
        ),
        key=lambda runner: runner[1],
    ):
        c.oval(x, base + 0.006, h * 0.34, 0.008, "#3c1228", 0.4)
        person(c, x, base, h, coat=c.random.choice(CLOTHES), pose="run")
    for x in (0.12, 1.44):
        lamp_post(c, x, 0.70, 0.28, "#fff0d0")
