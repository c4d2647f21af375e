"""Scenes of lakes, wetlands and the river."""

from __future__ import annotations

import math

from drawing.canvas import Canvas
from drawing.people import person
from drawing.things import GOLD, GREEN, INK, bird, cloud, poplar, reeds, ridge, skyline, tree, wood


def misty_lake(c: Canvas) -> None:
    c.sky("#6f9bb3", "#b9cfca", "#f6dfc0", "#f7b98c", to=0.52)
    c.glow(c.wide * 0.68, 0.30, 0.6, "#ffd9a0", 0.8)
    c.disc(c.wide * 0.68, 0.29, 0.055, "#fff3d6")
    ridge(c, 0.52, 0.16, ("#8fa9ae", "#c9cfc4"))
    c.mist(0.5, 0.10, "#f8e3cb", 0.6)
    ridge(c, 0.56, 0.14, ("#5e868c", "#a4bbb2"), waves=3)
    c.mist(0.56, 0.08, "#f8e6d2", 0.7)
    wood(c, 0.60, 0.06, "#4d7570")
    for x in (0.1, 0.16, 0.95, 1.2, 1.26, 1.31):
        poplar(c, x, 0.6, 0.14, ("#5f8a7b", "#3e655f"))
    c.mirror(0.60, "#9fb6b4", 0.28, 90)
    c.glow(c.wide * 0.68, 0.68, 0.4, "#ffd3a0", 0.5, 0.35)
    path = [(0.0, 0.80), (0.34, 0.79), (0.62, 0.83), (0.84, 0.91), (0.93, 1.0), (0.0, 1.0)]
    c.poly([(0, 0.775), (0.36, 0.765), (0.68, 0.81), (0.93, 0.9), (1.03, 1), (0, 1)], "#3f6652")
    c.poly(path, ("#e9cda6", "#c99b74"))
    c.shade(path, "#7a4f45", 0.5, "left")
    for part in range(9):
        x = 0.06 + part * 0.1
        y = 0.755 + 0.16 * max(0, (x - 0.34) / 0.6) ** 1.5
        c.line([(x, y + 0.045), (x, y - 0.03)], 0.006, "#5c4a40")
    c.line([(0, 0.73), (0.36, 0.735), (0.66, 0.775), (0.92, 0.87)], 0.007, "#6d584b")
    person(c, 0.33, 0.885, 0.17, coat="#c8433a", pose="walk")
    person(c, 0.52, 0.90, 0.165, coat="#e9e1d0", pose="walk", legs="#5a6b7a")
    tree(c, 0.10, 0.83, 0.74, GOLD)
    reeds(c, c.wide - 0.14, 1.02, 0.3, 46, "#6d7f53", "#8a5a3c")
    for x, y in ((0.8, 0.2), (0.86, 0.17), (0.94, 0.21)):
        bird(c, x, y, 0.016, "#4b5f6a")


def egret(c: Canvas, x: float, base: float, h: float, face: int = 1) -> None:
    """A white wading bird."""
    for dx in (-0.02, 0.05):
        c.line([(x + dx * h, base - h * 0.36), (x + dx * h * 1.4, base)], h * 0.018, "#3a3d3c")
    body = [
        (x - face * h * 0.34, base - h * 0.30),
        (x - face * h * 0.1, base - h * 0.52),
        (x + face * h * 0.14, base - h * 0.53),
        (x + face * h * 0.13, base - h * 0.38),
        (x - face * h * 0.05, base - h * 0.30),
    ]
    c.poly(body, ("#ffffff", "#d5dfe2"))
    c.oval(x + face * 0.02 * h, base - h * 0.43, h * 0.17, h * 0.1, "#fbfcfa")
    neck = [
        (x + face * h * (0.12 + 0.1 * t + 0.055 * math.sin(t * 6.28)), base - h * (0.45 + 0.45 * t))
        for t in (step / 20 for step in range(21))
    ]
    c.line(neck, h * 0.048, "#fdfdfa")
    c.oval(x + face * h * 0.24, base - h * 0.91, h * 0.05, h * 0.038, "#ffffff")
    c.poly(
        [
            (x + face * h * 0.27, base - h * 0.935),
            (x + face * h * 0.27, base - h * 0.9),
            (x + face * h * 0.46, base - h * 0.89),
        ],
        "#d99a2b",
    )
    c.disc(x + face * h * 0.25, base - h * 0.92, h * 0.01, INK)


def wetland(c: Canvas) -> None:
    c.sky("#e8c793", "#f3dcae", "#f6e8c8", to=0.5)
    c.disc(0.42, 0.2, 0.075, "#fff6dc")
    c.glow(0.42, 0.2, 0.4, "#fff0c0", 0.6)
    ridge(c, 0.40, 0.16, ("#b9b98e", "#dccfa2"))
    ridge(c, 0.44, 0.10, ("#8fa378", "#b9bd8e"), waves=3.4)
    wood(c, 0.46, 0.06, "#6c8a62")
    c.mirror(0.46, "#b8c49c", 0.35, 110)
    for x, y, w in ((0.3, 0.58, 0.5), (1.35, 0.63, 0.55), (0.75, 0.78, 0.7)):
        c.oval(x, y, w * 0.6, 0.018, "#d9c58d", 0.8)
        c.oval(x, y + 0.008, w * 0.62, 0.012, "#7c8758", 0.6)
    for x, y, h, face in (
        (0.62, 0.80, 0.36, 1),
        (1.12, 0.70, 0.24, -1),
        (1.30, 0.64, 0.17, 1),
        (0.34, 0.60, 0.12, -1),
    ):
        c.oval(x, y + 0.004, h * 0.24, 0.006, "#5d6a4a", 0.5)
        c.oval(x, y + h * 0.22, h * 0.1, h * 0.17, "#ffffff", 0.32, 0.008)
        egret(c, x, y, h, face)
    reeds(c, 0.08, 1.04, 0.55, 60, "#7c8f4b", "#8b5b35")
    reeds(c, c.wide - 0.1, 1.04, 0.42, 55, "#6f8a4c", "#7d5032")
    for part in range(5):
        bird(c, 1.0 + part * 0.06, 0.16 + abs(part - 2) * 0.02, 0.016, "#8a7a55")


def cable_bridge(c: Canvas, deck: float, tower: float, colour: str, cable: str) -> None:
    """One tower with a fan of cables; the deck rises a little in the middle."""
    foot = c.wide * 0.56
    arch = [(c.wide * t / 40, deck - 0.035 * math.sin(math.pi * t / 40)) for t in range(41)]
    for part in range(1, 13):
        for side in (-1, 1):
            x = foot + side * part * 0.058
            y = deck - 0.035 * math.sin(math.pi * x / c.wide)
            c.line([(foot, deck - tower + 0.02 + part * 0.011), (x, y)], 0.0026, cable)
    c.poly(
        [
            (foot - 0.03, deck + 0.12),
            (foot - 0.011, deck - tower - 0.02),
            (foot + 0.011, deck - tower - 0.02),
            (foot + 0.03, deck + 0.12),
        ],
        colour,
    )
    c.poly(arch + [(x, y + 0.024) for x, y in arch[::-1]], colour)
    c.line([(x, y - 0.028) for x, y in arch], 0.003, colour)
    for x, y in arch:
        c.line([(x, y), (x, y - 0.028)], 0.0022, colour)


def bridge_dusk(c: Canvas) -> None:
    c.sky("#2b2f5c", "#7a4a7c", "#e0715f", "#ffb86b", to=0.62)
    for y, w in ((0.2, 0.8), (0.27, 0.6), (0.36, 0.9)):
        c.oval(c.random.uniform(0.4, 1.2), y, w, 0.012, "#ffcf9a", 0.35, 0.006)
    c.glow(0.52, 0.56, 0.6, "#ffb060", 0.9)
    c.disc(0.52, 0.535, 0.075, ("#fff0c0", "#ffc46f"))
    ridge(c, 0.58, 0.12, ("#6b4374", "#b25f70"))
    skyline(c, 0.62, 0.04, 0.2, ("#3b2d56", "#66405f"), lit="#ffd27a")
    cable_bridge(c, 0.55, 0.42, "#241f40", "#3c2f55")
    for x, face in ((0.3, 1), (0.42, 1), (0.72, -1), (0.95, 1), (1.08, -1), (1.2, 1)):
        person(
            c,
            x,
            0.55 - 0.035 * math.sin(math.pi * x / c.wide),
            0.062,
            coat="#1b1833",
            legs="#1b1833",
            skin="#1b1833",
            hair="#1b1833",
            pose="walk",
            face=face,
        )
    c.mirror(0.62, "#5a3b6b", 0.25, 120)
    c.glow(0.52, 0.78, 0.4, "#ffb060", 0.6, 0.6)
    for x in (0.2, 0.62, 1.3):
        c.poly(
            [(x - 0.05, 0.86), (x + 0.06, 0.86), (x + 0.04, 0.875), (x - 0.035, 0.875)], "#241f40"
        )
        c.line([(x, 0.86), (x, 0.81)], 0.004, "#241f40")


def bridge_day(c: Canvas) -> None:
    c.sky("#3f8fb5", "#8cc3cf", "#dcebdc", to=0.66)
    for x, y, s in ((0.3, 0.2, 0.17), (1.25, 0.15, 0.2), (0.75, 0.33, 0.1)):
        cloud(c, x, y, s, "#ffffff", 0.85)
    ridge(c, 0.56, 0.16, ("#6fa5a6", "#b5d3c2"))
    skyline(c, 0.60, 0.06, 0.22, ("#dfe3d6", "#b9cdc4"))
    wood(c, 0.63, 0.07, "#5c9468")
    cable_bridge(c, 0.57, 0.46, "#f7f2e6", "#ffffff")
    c.mirror(0.64, "#4f9aa6", 0.4, 140)
    bank = [(0, 0.86), (0.4, 0.88), (0.9, 0.95), (1.1, 1.0), (0, 1.0)]
    c.poly(bank, ("#86b35f", "#4a7d4c"))
    c.shade(bank, "#28523f", 0.5)
    tree(c, 0.16, 0.93, 0.5, GREEN)
    for x, base, coat in (
        (0.42, 0.95, "#e0a236"),
        (0.50, 0.955, "#c8433a"),
        (0.66, 0.965, "#33507f"),
    ):
        person(c, x, base, 0.15, coat=coat)
    for x in (1.2, 1.33, 1.4):
        bird(c, x, 0.36, 0.02, "#ffffff")
    reeds(c, c.wide - 0.06, 1.03, 0.22, 40, "#5f8a4f", "#8a5a3c")
