"""Scenes of the metro."""

from __future__ import annotations

from drawing.canvas import Canvas
from drawing.people import person
from drawing.things import GREEN, INK, skyline, tree


def metro_platform(c: Canvas) -> None:
    c.sky("#dfe7e4", "#a9bcc2", to=1)
    vanish = (c.wide * 0.62, 0.42)
    c.poly([(0, 0), (c.wide, 0), vanish], ("#f6f3e8", "#c9d3d2"))
    for part in (0.12, 0.36, 0.62):
        x, y = c.wide * part, 0
        c.poly(
            [(x, y), (x + 0.16, y), (vanish[0] + 0.006, vanish[1]), (vanish[0] - 0.004, vanish[1])],
            "#fffdf2",
        )
    floor = [(0, 1), (c.wide, 1), (c.wide, 0.86), vanish, (0, 0.66)]
    c.poly(floor, ("#d9d2c2", "#a99f92"))
    c.shade(floor, "#5a4f55", 0.4)
    c.poly([(0, 0.17), vanish, (0, 0.7)], ("#2f6f73", "#1f4a55"))
    for t in (0.0, 0.3, 0.52, 0.67, 0.78, 0.86):
        x0, x1 = vanish[0] * t, vanish[0] * (t + (1 - t) * 0.2)

        def at(x: float, y: float) -> tuple[float, float]:
            return x, vanish[1] + (y - vanish[1]) * (1 - x / vanish[0])

        c.poly(
            [at(x0 + 0.01, 0.25), at(x1, 0.25), at(x1, 0.46), at(x0 + 0.01, 0.46)],
            ("#fff2c6", "#f3c97c"),
        )
        c.line([at(x0, 0.2), at(x0, 0.68)], 0.004 * (1 - t), "#d9e4e0")
    c.poly([(0, 0.53), vanish, (0, 0.565)], "#f0b53c")
    c.poly([(0, 0.745), (0, 0.775), vanish], "#f0b53c")
    wall = [(c.wide, 0.0), (c.wide, 0.9), vanish]
    c.poly(wall, ("#efe7d6", "#c9bda8"))
    for t in (0.05, 0.4, 0.62):
        x0 = c.wide - (c.wide - vanish[0]) * t
        x1 = x0 - (c.wide - vanish[0]) * (1 - t) * 0.24

        def on(x: float, y: float) -> tuple[float, float]:
            return x, vanish[1] + (y - vanish[1]) * (x - vanish[0]) / (c.wide - vanish[0])

        c.poly(
            [on(x0, 0.22), on(x1, 0.22), on(x1, 0.62), on(x0, 0.62)],
            (("#c8433a", "#8a2c3c"), ("#33507f", "#22345a"), ("#e0a236", "#a8702c"))[int(t * 4)],
        )
    for x, base, h, face in (
        (1.02, 0.62, 0.24, -1),
        (0.86, 0.72, 0.36, -1),
        (1.28, 0.93, 0.52, -1),
    ):
        c.oval(x, base + 0.006, h * 0.2, 0.01, INK, 0.3)
        person(c, x, base, h, face=face, coat="#2b4a6a" if h > 0.5 else "")
    c.glow(vanish[0], vanish[1], 0.3, "#fff6d8", 0.55)


def metro_exit(c: Canvas) -> None:
    c.sky("#22344a", "#2d4a5e", "#1c2a3c")
    c.poly([(0.14, 0.06), (0.62, 0.06), (0.70, 0.44), (0.06, 0.44)], ("#7cc0d8", "#f9e6bd"))
    skyline(c, 0.43, 0.06, 0.22, ("#5f94a6", "#d3cfae"), start=0.09, end=0.62)
    tree(c, 0.16, 0.44, 0.2, GREEN)
    tree(c, 0.6, 0.44, 0.26, GREEN)
    c.glow(0.38, 0.30, 0.55, "#ffeec2", 0.55)
    for side in (0, 1):
        x = side * c.wide
        wall = [(x, 0), (0.14 + side * 0.48, 0.0), (0.06 + side * 0.64, 0.44), (x, 1)]
        c.poly(wall, ("#4b6b80", "#273c50"))
        c.shade(wall, "#ffe6b0", 0.35, "right" if side == 0 else "left")
    c.poly([(0.14, 0), (0.62, 0), (0.62, 0.06), (0.14, 0.06)], "#2a8f86")
    c.box(0.31, 0.012, 0.45, 0.05, "#f6f1e2", 0.006)
    c.poly([(0.06, 0.44), (0.70, 0.44), (0.80, 1.02), (-0.05, 1.02)], ("#cdbf9f", "#4f5f6c"))
    for part in range(26):
        t = (part / 25) ** 1.7
        y, spread = 0.445 + 0.57 * t, 0.14 * (1 - t) * 0.35
        for left, right in (
            (0.11 - spread * 0.2 - t * 0.10, 0.30 - t * 0.06),
            (0.46 + t * 0.05, 0.65 + t * 0.11),
        ):
            c.line([(left, y), (right, y)], 0.002 + 0.006 * t, "#2c3a48", 0.75)
    for top, bottom in ((0.09, -0.02), (0.32, 0.27), (0.44, 0.49), (0.67, 0.78)):
        c.line([(top, 0.40), (bottom, 1.02)], 0.016, "#1b2735")
        c.line([(top + 0.002, 0.398), (bottom + 0.004, 1.02)], 0.004, "#ffd88a", 0.8)
    for x, base, h, coat in (
        (0.20, 0.53, 0.16, "#c8433a"),
        (0.56, 0.56, 0.17, "#e0a236"),
        (0.17, 0.72, 0.26, "#e9e1d0"),
        (0.60, 0.83, 0.34, "#2f8f86"),
    ):
        person(c, x, base, h, coat=coat)
    c.shade([(0, 0.6), (c.wide, 0.6), (c.wide, 1), (0, 1)], "#101a28", 0.5)
