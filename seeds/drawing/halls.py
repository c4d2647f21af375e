"""Scenes of halls where people meet: canteen, market, museum."""

from __future__ import annotations

import math

from drawing.canvas import Canvas, mix
from drawing.people import person
from drawing.things import CLOTHES, INK, steam


def bowl(c: Canvas, x: float, y: float, r: float, colour: str, food: str) -> None:
    c.oval(x, y + r * 0.62, r * 0.9, r * 0.16, INK, 0.25, r * 0.08)
    points = [
        (x + r * math.cos(math.pi * t / 20), y + r * 0.66 * math.sin(math.pi * t / 20))
        for t in range(21)
    ]
    c.poly(points, (colour, mix(colour, INK, 0.25)))
    c.box(x - r * 0.36, y + r * 0.56, x + r * 0.36, y + r * 0.68, mix(colour, INK, 0.3), r * 0.03)
    c.oval(x, y, r, r * 0.26, mix(colour, "#ffffff", 0.5))
    c.oval(x, y + r * 0.02, r * 0.88, r * 0.2, food)
    for part in range(6):
        c.oval(
            x + r * 0.6 * math.cos(part),
            y + r * 0.1 * math.sin(part * 2),
            r * 0.13,
            r * 0.05,
            mix(food, CLOTHES[part], 0.5),
        )


def canteen(c: Canvas) -> None:
    c.sky("#f9e3b8", "#f4cf96")
    for row in range(7):
        for column in range(24):
            x = column * 0.068 + (row % 2) * 0.034
            c.box(
                x,
                0.02 + row * 0.068,
                x + 0.064,
                0.084 + row * 0.068,
                mix("#fbeccb", "#e9b97c", c.random.uniform(0, 0.35)),
                0.004,
            )
    c.box(0.08, 0.06, 1.0, 0.16, "#a8432f", 0.01)
    for part in range(6):
        c.box(0.14 + part * 0.145, 0.085, 0.22 + part * 0.145, 0.135, "#f9e6b8", 0.006)
    c.box(1.1, 0.08, 1.44, 0.44, ("#9fd0d8", "#e9f0d8"), 0.008)
    c.oval(1.19, 0.385, 0.085, 0.055, "#7fae6a")
    c.oval(1.36, 0.37, 0.078, 0.07, "#5f955c")
    c.box(1.265, 0.08, 1.277, 0.44, "#fbf3e0")
    c.box(1.1, 0.25, 1.44, 0.26, "#fbf3e0")
    c.box(1.08, 0.43, 1.46, 0.46, "#fbf3e0", 0.004)
    for x, coat in ((0.3, "#f7f2e6"), (0.66, "#f7f2e6")):
        person(c, x, 0.74, 0.46, coat=coat, pose="bust")
        c.oval(x - 0.004, 0.74 - 0.46 * 1.0, 0.042, 0.024, "#ffffff")
        c.box(x - 0.04, 0.74 - 0.46 * 0.99, x + 0.032, 0.74 - 0.46 * 0.95, "#eef0ee", 0.004)
    c.box(0, 0.52, 1.04, 0.60, ("#e9eef0", "#a9b6bd"), 0.006)
    for part in range(4):
        x = 0.06 + part * 0.25
        c.box(x, 0.495, x + 0.2, 0.535, "#8b979f", 0.006)
        c.oval(x + 0.1, 0.5, 0.092, 0.018, ("#d9663a", "#f1e2b8", "#7ba05a", "#b5703c")[part])
        steam(c, x + 0.1, 0.48, 0.13)
    c.box(0, 0.60, 1.04, 0.86, ("#c8634a", "#8f3b34"))
    for part in range(13):
        c.box(part * 0.08, 0.60, part * 0.08 + 0.003, 0.86, "#7a2f2c", alpha=0.5)
    c.box(1.04, 0.7, c.wide, 0.86, "#c79a68")
    person(c, 1.2, 0.95, 0.42, coat="#33507f", face=-1, hair="#d8d4cc")
    person(c, 1.36, 0.95, 0.40, coat="#7b5a86", face=-1, hair="#c9c4bc")
    top = [(0, 0.84), (c.wide, 0.84), (c.wide, 1), (0, 1)]
    c.poly(top, ("#e0a86a", "#a86a3c"))
    c.shade(top, "#5f2f28", 0.4)
    for x, r, colour, food in (
        (0.28, 0.13, "#f4f1e6", "#e8c27a"),
        (0.66, 0.105, "#3f7fa0", "#c9683c"),
        (0.96, 0.09, "#f4f1e6", "#86a95c"),
    ):
        bowl(c, x, 0.86, r, colour, food)
        steam(c, x, 0.83, r * 1.5)


def market(c: Canvas) -> None:
    c.sky("#f6e2b4", "#f2d39a")
    for part in range(9):
        x = part * 0.19
        c.poly([(x, 0), (x + 0.095, 0), (x + 0.105, 0.16), (x - 0.01, 0.16)], "#c8433a")
        c.poly([(x + 0.095, 0), (x + 0.19, 0), (x + 0.18, 0.16), (x + 0.105, 0.16)], "#f9f1dc")
        c.oval(x + 0.047, 0.16, 0.058, 0.03, "#c8433a")
        c.oval(x + 0.142, 0.16, 0.038, 0.03, "#f9f1dc")
    c.shade([(0, 0), (c.wide, 0), (c.wide, 0.2), (0, 0.2)], "#5f1f2a", 0.22, "top")
    for x in (0.3, 0.78, 1.24):
        c.line([(x, 0.1), (x, 0.24)], 0.004, INK)
        c.poly(
            [(x - 0.05, 0.28), (x - 0.02, 0.235), (x + 0.02, 0.235), (x + 0.05, 0.28)], "#2f6f73"
        )
        c.glow(x, 0.3, 0.3, "#fff0b8", 0.5)
        c.disc(x, 0.283, 0.018, "#fffbe0")
    person(c, 0.48, 0.78, 0.46, coat="#4f7d4d", pose="bust")
    person(c, 1.03, 0.78, 0.46, coat="#d9774e", pose="bust", face=-1)
    slopes = (
        (0.0, 0.5, "#5f8a5a", "#7fae6a", 0.055),
        (0.5, 1.0, "#f08a2c", "#f6a83c", 0.028),
        (1.0, 1.5, "#e6dcb0", "#c8d88a", 0.042),
    )
    for left, right, dark, light, size in slopes:
        c.box(left, 0.55, right, 0.86, ("#9a6a44", "#6a4230"))
        for row in range(5):
            y = 0.58 + row * 0.058
            x = left + 0.03 + (row % 2) * size * 0.6
            while x < right - 0.02:
                tone = mix(dark, light, c.random.random())
                if size > 0.05:
                    c.oval(x, y, 0.05, 0.03, tone)
                    c.oval(x - 0.01, y - 0.01, 0.03, 0.008, mix(tone, "#ffffff", 0.45), 0.6)
                else:
                    c.disc(x, y, size * 0.86, mix(tone, INK, 0.12))
                    c.disc(x - size * 0.1, y - size * 0.1, size * 0.72, tone)
                    c.disc(x - size * 0.28, y - size * 0.3, size * 0.18, mix(tone, "#ffffff", 0.6))
                x += size * 1.7
        c.box(left, 0.85, right, 1, ("#b07a4c", "#7a4a34"), 0.004)
        for y in (0.9, 0.95):
            c.box(left + 0.005, y, right - 0.002, y + 0.004, "#5a3428")
        c.box(left + 0.16, 0.80, left + 0.33, 0.875, "#fff6da", 0.006)
        c.box(left + 0.185, 0.825, left + 0.305, 0.836, "#c8433a", 0.003)
        c.box(left + 0.185, 0.846, left + 0.265, 0.856, "#8a7a64", 0.003)


def pot(c: Canvas, x: float, base: float, h: float, colour: str, waist: float) -> None:
    """A turned vessel with a banded shoulder; `waist` is its widest half-width in heights."""
    knots = (0.44, 0.64, 0.83, 0.96, 1.0, 0.92, 0.72, 0.5, 0.42, 0.54)
    right, left = [], []
    for step in range(46):
        place = step / 5
        at = min(int(place), 8)
        soft = (1 - math.cos(math.pi * (place - at))) / 2
        half = h * waist * (knots[at] + (knots[at + 1] - knots[at]) * soft)
        right.append((x + half, base - h * step / 45))
        left.append((x - half, base - h * step / 45))
    outline = left + right[::-1]
    c.oval(x, base, h * waist * 0.9, h * 0.03, INK, 0.5, h * 0.02)
    c.poly(outline, (mix(colour, "#ffe2b0", 0.35), colour, mix(colour, INK, 0.3)))
    c.shade(outline, "#2a1410", 0.7, "right")
    c.oval(x, base - h, h * waist * 0.56, h * 0.035, mix(colour, INK, 0.55))
    for part in range(9):
        t = (part / 8 * 2 - 1) * 0.78
        dash = (x + h * waist * t, base - h * (0.53 + 0.03 * (1 - t * t)))
        c.line(
            [dash, (dash[0] + h * 0.025, dash[1] + h * 0.05)],
            h * 0.012,
            mix(colour, "#3a1c14", 0.6),
        )
    c.oval(
        x - h * waist * 0.4, base - h * 0.62, h * waist * 0.16, h * 0.16, "#fff0d0", 0.3, h * 0.03
    )


def museum(c: Canvas) -> None:
    c.sky("#3a3f48", "#4d4a4c", "#2c2a30")
    c.box(0, 0.0, c.wide, 0.12, "#24262e")
    for x in (0.25, 0.75, 1.25):
        c.poly(
            [(x - 0.02, 0.08), (x + 0.02, 0.08), (x + 0.2, 0.66), (x - 0.2, 0.66)],
            "#ffe6b0",
            0.16,
            0.02,
        )
        c.box(x - 0.02, 0.05, x + 0.02, 0.09, "#15161c", 0.006)
        c.glow(x, 0.42, 0.4, "#ffdf9f", 0.55)
    c.box(0, 0.86, c.wide, 1, ("#6a5a50", "#3c3434"))
    for x, w, top in ((0.07, 0.36, 0.66), (0.56, 0.38, 0.62), (1.07, 0.36, 0.66)):
        c.poly(
            [(x - 0.01, top), (x + w + 0.01, top), (x + w, top + 0.028), (x, top + 0.028)],
            "#f4eadb",
        )
        c.box(x, top + 0.028, x + w, 0.92, ("#d8cbb8", "#8f8378"))
        c.box(x + w * 0.2, top + 0.09, x + w * 0.8, top + 0.15, "#f9f3e6", 0.004)
        for row in range(3):
            c.box(
                x + w * 0.25,
                top + 0.1 + row * 0.015,
                x + w * (0.55 + 0.06 * row),
                top + 0.106 + row * 0.015,
                "#9a8f84",
            )
        c.box(x + 0.004, 0.24, x + w - 0.004, top, "#d9f0f0", 0.004, 0.07)
        c.line([(x + 0.03, 0.27), (x + 0.03, top - 0.05)], 0.003, "#ffffff", 0.35)
    pot(c, 0.25, 0.66, 0.27, "#b5653c", 0.44)
    pot(c, 0.75, 0.62, 0.33, "#c98a52", 0.5)
    c.line([(0.66, 0.40), (0.70, 0.46), (0.68, 0.52), (0.72, 0.58)], 0.006, "#f0dcb4")
    pot(c, 1.18, 0.66, 0.2, "#8a4a38", 0.36)
    pot(c, 1.33, 0.66, 0.14, "#d8a86a", 0.6)
    for x, h, coat, face in (
        (0.50, 0.5, "#20242e", 1),
        (1.0, 0.36, "#c8433a", -1),
        (1.46, 0.52, "#2c3444", -1),
    ):
        person(c, x, 0.985, h, coat=coat, face=face, legs="#1a1c24")
    c.shade([(0, 0.84), (c.wide, 0.84), (c.wide, 1), (0, 1)], "#14141a", 0.5)
