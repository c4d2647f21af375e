"""Scenes of streets, the night market and the lantern fair."""

from __future__ import annotations

import math

from drawing.canvas import Canvas, mix
from drawing.outdoors import cyclist
from drawing.people import person
from drawing.things import CLOTHES, GREEN, INK, lamp_post, lantern, ridge, skyline, tree, wood


def bus(c: Canvas, x: float, base: float, h: float, colour: str, band: str) -> None:
    """A city bus seen from its side, its front at the right."""
    w, top = h * 2.9, base - h
    c.oval(x + w / 2, base + h * 0.03, w * 0.55, h * 0.06, INK, 0.35, h * 0.03)
    c.box(x, top, x + w, base - h * 0.1, (mix(colour, "#ffffff", 0.18), colour), h * 0.13)
    c.box(x + w * 0.1, top - h * 0.06, x + w * 0.5, top + h * 0.1, mix(colour, INK, 0.15), h * 0.05)
    c.box(x, base - h * 0.36, x + w, base - h * 0.29, band)
    for part in range(6):
        left = x + w * (0.035 + part * 0.135)
        c.box(
            left, top + h * 0.15, left + w * 0.12, top + h * 0.5, ("#bfe0e4", "#5f8fa3"), h * 0.03
        )
        if part in {1, 2, 4}:
            c.disc(left + w * 0.06, top + h * 0.36, h * 0.06, "#3b4a5c")
            c.box(
                left + w * 0.028,
                top + h * 0.42,
                left + w * 0.092,
                top + h * 0.5,
                "#3b4a5c",
                h * 0.03,
            )
    c.box(
        x + w * 0.855,
        top + h * 0.13,
        x + w * 0.985,
        top + h * 0.58,
        ("#d8eef0", "#6fa0b0"),
        h * 0.05,
    )
    c.box(x + w * 0.86, top + h * 0.02, x + w * 0.97, top + h * 0.1, "#23283a", h * 0.02)
    c.box(x + w * 0.875, top + h * 0.045, x + w * 0.955, top + h * 0.075, "#ffb84a", h * 0.01)
    c.oval(x + w * 0.975, base - h * 0.23, h * 0.045, h * 0.05, "#fff3c4")
    for wheel in (0.2, 0.78):
        c.disc(x + w * wheel, base - h * 0.1, h * 0.15, "#1e2230")
        c.disc(x + w * wheel, base - h * 0.1, h * 0.075, "#aab0b5")


def bus_morning(c: Canvas) -> None:
    c.sky("#f7b58c", "#fbd3a4", "#fdebc8", to=0.7)
    c.glow(1.45, 0.36, 0.6, "#fff0c0", 0.8)
    c.disc(1.45, 0.32, 0.07, "#fffbe8")
    skyline(c, 0.70, 0.22, 0.5, ("#e8a68e", "#f5cda6"))
    skyline(c, 0.70, 0.10, 0.32, ("#b9818a", "#dba796"), lit="#ffe9b4")
    wood(c, 0.71, 0.10, "#6d8468")
    c.box(0, 0.70, c.wide, 0.78, "#d9b58f")
    road = [(0, 0.77), (c.wide, 0.77), (c.wide, 1), (0, 1)]
    c.poly(road, ("#6b6878", "#3e4258"))
    c.shade(road, "#1d2038", 0.5)
    for x in (0.05, 0.5, 0.95, 1.4):
        c.box(x, 0.935, x + 0.26, 0.948, "#f5e6c4")
    tree(c, 0.18, 0.75, 0.5, GREEN)
    tree(c, 1.66, 0.75, 0.44, GREEN)
    c.line([(1.44, 0.79), (1.44, 0.42)], 0.012, "#2f3b50")
    c.box(1.385, 0.40, 1.495, 0.52, "#2f6f73", 0.012)
    for y in (0.43, 0.455, 0.48):
        c.box(1.405, y, 1.475, y + 0.009, "#f4efe0", 0.003)
    for x, coat, face in ((1.54, "#c8433a", -1), (1.61, "#e9e1d0", -1), (1.68, "#33507f", -1)):
        person(c, x, 0.80, 0.22, coat=coat, face=face)
    bus(c, 0.28, 0.90, 0.37, "#2f8f86", "#f6d26b")
    cyclist(c, 0.12, 0.96, 0.2, "#e0a236")


def crossing(c: Canvas) -> None:
    c.sky("#86b9cf", "#c9dfd8", "#f7ebd0", to=0.66)
    skyline(c, 0.62, 0.25, 0.52, ("#a9c4c8", "#dbe0d2"))
    for x, w, h, wall in (
        (0.0, 0.34, 0.5, "#d98b6a"),
        (0.34, 0.22, 0.36, "#efe0c2"),
        (1.0, 0.24, 0.4, "#8fb0a6"),
        (1.24, 0.3, 0.54, "#e5bf7f"),
    ):
        c.box(x, 0.66 - h, x + w, 0.66, (wall, mix(wall, INK, 0.18)))
        for row in range(int(h / 0.085) - 1):
            for column in range(int(w / 0.065)):
                left, y = x + 0.018 + column * 0.065, 0.66 - h + 0.03 + row * 0.085
                c.box(left, y, left + 0.034, y + 0.048, mix(wall, "#2a4a66", 0.65), 0.003)
        for part in range(int(w / 0.04)):
            left = x + part * 0.04
            c.box(left, 0.565, left + 0.04, 0.6, ("#c8433a", "#f4ead8")[part % 2])
    c.box(0, 0.655, c.wide, 0.70, "#cfc3ac")
    road = [(0, 0.69), (c.wide, 0.69), (c.wide, 1), (0, 1)]
    c.poly(road, ("#75808c", "#454e5e"))
    c.shade(road, "#20283a", 0.45)
    for part in range(11):
        x = 0.08 + part * 0.135
        c.poly([(x + 0.06, 0.78), (x + 0.12, 0.78), (x + 0.06, 0.98), (x - 0.03, 0.98)], "#f5efe0")
    c.line([(1.36, 0.72), (1.36, 0.26)], 0.012, "#2b3446")
    c.box(1.33, 0.2, 1.39, 0.36, "#20283a", 0.012)
    for y, colour in ((0.232, "#5a2c30"), (0.28, "#5c4a28"), (0.328, "#63e08d")):
        c.disc(1.36, y, 0.017, colour)
    c.glow(1.36, 0.328, 0.09, "#63e08d", 0.6)
    for x, base, h, face in (
        (0.22, 0.84, 0.24, 1),
        (0.42, 0.86, 0.25, 1),
        (0.55, 0.83, 0.16, 1),
        (0.74, 0.87, 0.26, -1),
        (0.98, 0.85, 0.25, 1),
        (1.14, 0.84, 0.24, -1),
    ):
        c.oval(x + 0.03, base + 0.006, 0.06, 0.008, INK, 0.35)
        person(c, x, base, h, pose="walk", face=face)
    cyclist(c, 1.3, 0.95, 0.27, "#e0a236")
    tree(c, 0.05, 0.72, 0.42, GREEN)


def umbrella(c: Canvas, x: float, y: float, r: float, colour: str) -> None:
    c.line([(x, y), (x, y + r * 1.1)], r * 0.05, INK)
    steps = [
        (
            x + r * math.cos(math.pi + math.pi * t / 24),
            y + r * 0.72 * math.sin(math.pi + math.pi * t / 24),
        )
        for t in range(25)
    ]
    c.poly(steps, colour)
    c.poly(
        [*steps[12:], (x + r * 0.35, y - r * 0.06), (x + r * 0.12, y - r * 0.4)],
        mix(colour, INK, 0.25),
    )
    for part in (-0.66, 0, 0.66):
        c.oval(x + part * r, y + r * 0.02, r * 0.33, r * 0.09, mix(colour, INK, 0.42))
    c.line([(x, y - r * 0.72), (x, y - r * 0.82)], r * 0.06, INK)


def rain(c: Canvas) -> None:
    c.sky("#3f566e", "#6f8798", "#b3bdb8", to=0.64)
    skyline(c, 0.62, 0.2, 0.5, ("#5f778a", "#93a4a8"), lit="#ffe0a0")
    c.mist(0.52, 0.2, "#b5c0bf", 0.6)
    skyline(c, 0.64, 0.06, 0.22, ("#41576b", "#6e8288"), lit="#ffcf7a")
    wood(c, 0.66, 0.06, "#3f5f5c")
    c.mirror(0.66, "#51677a", 0.35, 30)
    for x in (0.14, 0.55, 1.0, 1.42):
        lamp_post(c, x, 0.68, 0.34)
        c.glow(x + 0.06, 0.84, 0.26, "#ffcf7a", 0.4, 0.6)
    for x, base, h, colour in (
        (1.2, 0.78, 0.24, "#e0a236"),
        (0.36, 0.82, 0.3, "#c8433a"),
        (0.86, 0.93, 0.4, "#f1e6d0"),
        (0.62, 0.86, 0.32, "#2f8f86"),
    ):
        c.oval(x, base + h * 0.2, h * 0.26, h * 0.14, colour, 0.28, 0.02)
        person(c, x, base, h, pose="walk", face=1 if colour != "#e0a236" else -1)
        umbrella(c, x + h * 0.06, base - h * 0.86, h * 0.46, colour)
    for _ in range(420):
        x, y, size = (
            c.random.uniform(0, c.wide + 0.1),
            c.random.uniform(0, 1),
            c.random.uniform(0.02, 0.06),
        )
        c.line([(x, y), (x - size * 0.2, y + size)], 0.0013, "#eaf2f2", 0.34)
    for _ in range(70):
        c.oval(c.random.uniform(0, c.wide), c.random.uniform(0.7, 1), 0.014, 0.003, "#eef5f3", 0.3)


def stall(c: Canvas, x: float, base: float, w: float, colour: str) -> None:
    h = w * 0.95
    c.glow(x + w / 2, base - h * 0.5, w * 0.95, "#ffb45a", 0.75)
    c.box(x + w * 0.05, base - h * 0.72, x + w * 0.95, base, ("#ffdf9a", "#d98346"))
    for part in range(4):
        c.box(
            x + w * (0.12 + part * 0.2),
            base - h * 0.62,
            x + w * (0.24 + part * 0.2),
            base - h * 0.5,
            mix(CLOTHES[part], "#ffe2a0", 0.35),
            0.004,
        )
    person(c, x + w * 0.5, base - h * 0.02, h * 0.66, coat="#f4efe4", pose="bust")
    c.box(x, base - h * 0.28, x + w, base, ("#8c4a34", "#4d2630"), 0.006)
    for part in range(7):
        c.disc(x + w * (0.11 + part * 0.13), base - h * 0.3, w * 0.05, CLOTHES[(part * 3) % 8])
    n = 8
    for part in range(n):
        left = x - w * 0.06 + part * w * 1.12 / n
        tone = colour if part % 2 else "#f7ecd6"
        c.box(
            left, base - h * 0.9, left + w * 1.12 / n, base - h * 0.72, (mix(tone, INK, 0.2), tone)
        )
        c.disc(left + w * 0.56 / n, base - h * 0.72, w * 0.56 / n, tone)
    for bulb in (0.25, 0.75):
        c.disc(x + w * bulb, base - h * 0.6, w * 0.03, "#fff6d8")
        c.glow(x + w * bulb, base - h * 0.6, w * 0.25, "#ffe0a0", 0.6)


def night_market(c: Canvas) -> None:
    c.sky("#0f1638", "#2a2558", "#6a3b68", to=0.7)
    for _ in range(60):
        c.disc(c.random.uniform(0, c.wide), c.random.uniform(0, 0.3), 0.0016, "#fff3d0", 0.7)
    skyline(c, 0.64, 0.14, 0.4, ("#1b1d44", "#3b2a58"), lit="#ffcf7a")
    c.box(0, 0.62, c.wide, 1, ("#5a3350", "#251b3a"))
    for x, colour in ((0.05, "#c8433a"), (0.42, "#2f8f86"), (0.79, "#e0a236"), (1.16, "#7b5a9a")):
        stall(c, x, 0.80, 0.3, colour)
    for row, (y, sag) in enumerate(((0.16, 0.1), (0.27, 0.08))):
        cord = [(c.wide * t / 30, y + sag * math.sin(math.pi * t / 30)) for t in range(31)]
        c.line(cord, 0.003, "#2a1a38")
        for x, at in cord[2 + row : 29 : 4]:
            lantern(c, x, at + 0.05, 0.032 if row else 0.042)
    c.shade([(0, 0.78), (c.wide, 0.78), (c.wide, 1), (0, 1)], "#120d26", 0.8)
    for x, base, h, face in (
        (0.16, 0.93, 0.27, 1),
        (0.3, 0.95, 0.28, -1),
        (0.56, 0.92, 0.26, 1),
        (0.72, 0.97, 0.3, -1),
        (0.84, 0.955, 0.18, -1),
        (1.08, 0.94, 0.27, 1),
        (1.36, 0.95, 0.28, -1),
    ):
        person(
            c,
            x,
            base,
            h,
            coat=mix(c.random.choice(CLOTHES), "#241a3a", 0.35),
            pose="walk",
            face=face,
            legs="#1a1530",
        )
    for x in (0.2, 0.57, 0.94):
        for part in range(4):
            c.oval(
                x + part * 0.012,
                0.48 - part * 0.035,
                0.03 + part * 0.008,
                0.024,
                "#ffe6c4",
                0.16,
                0.012,
            )


def lanterns(c: Canvas) -> None:
    c.sky("#0c1433", "#1d2452", "#4d3463", "#b1525c", to=0.64)
    c.disc(1.22, 0.17, 0.06, "#fff2cc")
    c.glow(1.22, 0.17, 0.3, "#ffe7a8", 0.5)
    ridge(c, 0.58, 0.14, ("#252a55", "#5b3b62"))
    skyline(c, 0.62, 0.05, 0.2, ("#1c1f45", "#43305a"), lit="#ffcf7a")
    for x in (0.16, 0.28, 0.4, 0.55, 0.7, 0.85, 1.0, 1.12, 1.28, 1.4):
        lantern(c, x, 0.53 + 0.018 * math.sin(x * 9), 0.022)
    c.mirror(0.62, "#201c48", 0.25, 150)
    for x in (0.2, 0.5, 0.78, 1.05, 1.3):
        y = c.random.uniform(0.72, 0.9)
        r = 0.012 + 0.03 * (y - 0.66)
        c.glow(x, y, r * 6, "#ffb45a", 0.8, 0.5)
        c.poly(
            [
                (x - r, y - r * 0.4),
                (x + r, y - r * 0.4),
                (x + r * 0.7, y + r * 0.5),
                (x - r * 0.7, y + r * 0.5),
            ],
            ("#ffe6a8", "#f08a4a"),
        )
    bough = [(-0.02, 0.04), (0.3, 0.10), (0.62, 0.07), (0.9, 0.13)]
    c.line(bough, 0.016, "#17122c")
    for x, y, r, colour in (
        (0.14, 0.26, 0.085, "#e0452f"),
        (0.40, 0.34, 0.062, "#f08a2c"),
        (0.62, 0.24, 0.07, "#d6332f"),
        (0.83, 0.31, 0.046, "#e8683a"),
    ):
        c.line([(x, 0.09), (x, y)], 0.003, "#17122c")
        lantern(c, x, y, r, colour)
    c.poly([(0, 0.95), (0.5, 0.93), (c.wide, 0.96), (c.wide, 1), (0, 1)], "#120f2a")
    for x, h in ((0.30, 0.2), (0.37, 0.13), (0.46, 0.2), (0.95, 0.19), (1.02, 0.2)):
        person(c, x, 0.965, h, coat="#191536", legs="#120f2a", skin="#2a2046", hair="#120f2a")
