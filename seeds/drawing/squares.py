"""Scenes of schoolyards, playgrounds, courtyards and fairs."""

from __future__ import annotations

import math

from drawing.canvas import Canvas, mix
from drawing.people import person
from drawing.things import CLOTHES, GREEN, INK, cloud, ridge, skyline, tree, wood


def sports_day(c: Canvas) -> None:
    c.sky("#3c8ec4", "#86c3dc", "#e2f0e4", to=0.5)
    for x, y, s in ((0.25, 0.14, 0.16), (1.2, 0.1, 0.2)):
        cloud(c, x, y, s, "#ffffff", 0.9)
    ridge(c, 0.42, 0.12, ("#6aa39a", "#a8cdb4"))
    c.box(0.1, 0.24, 0.62, 0.5, ("#f4e3c4", "#e0b98c"))
    for row in range(3):
        for column in range(8):
            x, y = 0.125 + column * 0.061, 0.265 + row * 0.07
            c.box(x, y, x + 0.04, y + 0.042, ("#6fa3b8", "#a9d0d6"), 0.003)
    c.box(0.09, 0.225, 0.63, 0.243, "#c8433a")
    wood(c, 0.5, 0.1, "#4f8a5a", start=0.6)
    for row in range(4):
        for part in range(64):
            c.disc(
                part * 0.024 + row * 0.008, 0.505 + row * 0.017, 0.0078, c.random.choice(CLOTHES)
            )
    c.box(0, 0.57, c.wide, 0.6, "#f6efe0")
    c.box(0, 0.6, c.wide, 0.66, ("#6fae5f", "#4f8f52"))
    track = [(0, 0.65), (c.wide, 0.65), (c.wide, 1), (0, 1)]
    c.poly(track, ("#dd6a4c", "#b23c3a"))
    c.shade(track, "#6a1c34", 0.4)
    for lane in range(1, 6):
        y = 0.65 + 0.35 * (lane / 6) ** 1.25
        c.line([(0, y), (c.wide, y)], 0.002 + 0.0012 * lane, "#fff1dc")
    c.poly([(1.30, 0.65), (1.325, 0.65), (1.40, 1.0), (1.355, 1.0)], "#fff8ea")
    for x, y in ((0.05, 0.46), (1.45, 0.46)):
        c.line([(x, 0.66), (x, y - 0.2)], 0.006, "#f4efe4")
    for part in range(22):
        t = part / 21
        x, y = 0.05 + 1.4 * t, 0.27 + 0.05 * math.sin(math.pi * t)
        c.poly([(x - 0.02, y), (x + 0.02, y), (x, y + 0.045)], CLOTHES[part % 8])
    runners = (
        (0.92, 0.735, 0.23),
        (0.36, 0.765, 0.25),
        (1.1, 0.81, 0.28),
        (0.62, 0.87, 0.31),
        (0.22, 0.94, 0.35),
    )
    for place, (x, base, h) in enumerate(runners):
        c.oval(x, base + 0.008, h * 0.3, 0.009, "#4a1228", 0.4)
        tops = ("#e0a236", "#f4efe4", "#2f6f9a", "#f2c14e", "#3f8f7a")
        person(c, x, base, h, pose="run", coat=tops[place])


def playground(c: Canvas) -> None:
    c.sky("#f9c784", "#fbe0b0", "#fdf1da", to=0.7)
    c.disc(0.77, 0.2, 0.08, "#fff8e6")
    skyline(c, 0.58, 0.08, 0.26, ("#eab58c", "#f6d9b4"))
    wood(c, 0.6, 0.13, "#7fa86a")
    c.box(0, 0.58, c.wide, 1, ("#8fbf74", "#5a9a66"))
    c.oval(0.4, 0.8, 0.46, 0.36, ("#6bb07a", "#2f7a68"))
    slope = [(0.4 + 0.46 * math.cos(t / 10), 0.8 - 0.36 * math.sin(t / 10)) for t in range(17)]
    c.shade([*slope, (0.4, 1.1), (0.86, 1.1)], "#1f5a58", 0.45, "right")
    c.oval(0.28, 0.74, 0.075, 0.085, "#1f4a50")
    c.oval(0.29, 0.75, 0.06, 0.07, "#173a42")
    slide = [
        (0.42 + 0.30 * math.sin(t / 30 * 3.6) * (0.3 + t / 34), 0.44 + 0.46 * (t / 30) ** 1.15)
        for t in range(31)
    ]
    c.line(slide, 0.075, "#b5352f")
    c.line([(x, y - 0.008) for x, y in slide], 0.052, "#f2604a")
    c.line([(x - 0.012, y - 0.012) for x, y in slide], 0.008, "#ffb59a", 0.8)
    c.box(0.34, 0.30, 0.50, 0.44, ("#f6d26b", "#e0a236"), 0.01)
    c.poly([(0.31, 0.31), (0.42, 0.2), (0.53, 0.31)], "#2f6f90")
    c.box(0.385, 0.34, 0.455, 0.44, "#7a4a34", 0.03)
    c.oval(0.5, 0.96, 0.58, 0.075, ("#f7e0b0", "#e6bf82"))
    c.oval(0.5, 0.975, 0.5, 0.05, "#f3d59c", 0.7)
    for x in (0.84, 0.96):
        c.line([(x, 0.9), (x, 0.62)], 0.014, "#2f6f90")
    c.line([(0.82, 0.62), (0.98, 0.62)], 0.016, "#2f6f90")
    c.line([(0.88, 0.62), (0.86, 0.80)], 0.004, INK)
    c.line([(0.92, 0.62), (0.90, 0.80)], 0.004, INK)
    person(c, 0.88, 0.855, 0.14, coat="#e0a236")
    person(c, 0.20, 0.95, 0.15, coat="#c8433a", pose="run")
    person(c, 0.36, 0.965, 0.14, coat="#f4efe4", pose="run", face=-1)
    person(c, 0.52, 0.45, 0.11, coat="#33507f")
    person(c, 0.10, 0.90, 0.24, coat="#7b5a86")
    tree(c, 0.93, 0.63, 0.36, GREEN)


def bins(c: Canvas) -> None:
    """The four colours of sorted waste, each with three turning arrows."""
    for part, colour in enumerate(("#2f7fb5", "#4f9a5a", "#c8433a", "#6f757d")):
        x = 0.60 + part * 0.205
        c.oval(x + 0.08, 0.925, 0.11, 0.014, "#3a2c28", 0.4, 0.006)
        c.poly(
            [(x, 0.64), (x + 0.16, 0.64), (x + 0.145, 0.92), (x + 0.015, 0.92)],
            (mix(colour, "#ffffff", 0.14), colour),
        )
        c.poly([(x + 0.1, 0.64), (x + 0.16, 0.64), (x + 0.145, 0.92), (x + 0.1, 0.92)], INK, 0.14)
        c.box(x - 0.012, 0.61, x + 0.172, 0.65, mix(colour, INK, 0.22), 0.014)
        c.disc(x + 0.075, 0.76, 0.036, "#fff8ea")
        for turn in range(3):
            a = turn * 2.094 - 1.57
            c.line(
                [
                    (x + 0.075 + 0.021 * math.cos(a), 0.76 + 0.021 * math.sin(a)),
                    (x + 0.075 + 0.021 * math.cos(a + 1.4), 0.76 + 0.021 * math.sin(a + 1.4)),
                ],
                0.008,
                colour,
            )


def recycling(c: Canvas) -> None:
    c.sky("#f2dfc2", "#f7ecd8", "#e9d3b0", to=0.8)
    c.box(0.06, 0.16, 1.02, 0.76, ("#5f9a84", "#3f7a6c"))
    for part in range(25):
        x = 0.06 + part * 0.0384
        c.box(x, 0.24, x + 0.003, 0.76, "#2f5f58", alpha=0.5)
    c.poly([(0.0, 0.2), (0.1, 0.1), (0.98, 0.1), (1.08, 0.2)], ("#c8634a", "#a8452f"))
    c.box(0.16, 0.3, 0.52, 0.56, ("#ffe9b8", "#f0c27a"), 0.01)
    person(c, 0.30, 0.66, 0.36, coat="#2f6f73", pose="bust")
    c.box(0.13, 0.545, 0.55, 0.6, "#8a5a40", 0.006)
    c.box(0.40, 0.44, 0.50, 0.545, ("#3f4a5c", "#2a3344"), 0.01)
    c.box(0.415, 0.455, 0.485, 0.5, "#a8e0b8", 0.004)
    c.box(0.62, 0.28, 0.96, 0.5, "#f7f2e2", 0.008)
    for row in range(4):
        for column in range(2):
            x, y = 0.64 + column * 0.16, 0.302 + row * 0.047
            c.disc(x + 0.014, y + 0.013, 0.013, ("#2f7fb5", "#4f9a5a", "#c8433a", "#7a7f86")[row])
            c.box(
                x + 0.036,
                y + 0.006,
                x + 0.036 + c.random.uniform(0.05, 0.1),
                y + 0.02,
                "#b9ad96",
                0.003,
            )
    c.box(0, 0.76, c.wide, 1, ("#cdb594", "#a88c6e"))
    c.shade([(0, 0.76), (c.wide, 0.76), (c.wide, 1), (0, 1)], "#5f4638", 0.4)
    tree(c, 1.32, 0.78, 0.66, GREEN)
    bins(c)
    for x, y, w in ((0.1, 0.87, 0.2), (0.13, 0.81, 0.15), (0.33, 0.88, 0.14)):
        c.box(x, y, x + w, y + 0.06, ("#d9a868", "#b57f45"), 0.004)
        c.box(x + w * 0.44, y, x + w * 0.56, y + 0.06, "#f0d6a4", 0)
    person(c, 0.53, 0.94, 0.36, coat="#e0a236", pose="walk")


def leaves(c: Canvas) -> None:
    """The wide crown of an old tree."""
    for first, second, lift, count, size in (
        (GREEN[2], GREEN[2], 0.03, 60, 0.085),
        (GREEN[2], GREEN[1], 0.0, 90, 0.06),
        (GREEN[1], GREEN[0], -0.03, 90, 0.04),
        (GREEN[0], GREEN[0], -0.06, 50, 0.022),
    ):
        for step in range(count):
            x = 0.775 + c.random.gauss(0, 0.34)
            y = 0.15 + lift + c.random.uniform(-0.15, 0.13)
            c.disc(
                x,
                y,
                size * c.random.uniform(0.7, 1.1),
                mix(first, second, 0.3 + 0.7 * step / count),
            )


def book_stalls(c: Canvas) -> None:
    for x, base, w, colour in (
        (0.12, 0.80, 0.32, "#c8433a"),
        (0.58, 0.76, 0.28, "#e0a236"),
        (1.04, 0.80, 0.32, "#33507f"),
    ):
        person(c, x + w * 0.5, base, 0.28, pose="bust")
        c.box(x, base - 0.11, x + w, base + 0.03, (colour, mix(colour, INK, 0.25)), 0.005)
        at = x + 0.014
        while at < x + w - 0.03:
            wide, tall = c.random.uniform(0.012, 0.024), c.random.uniform(0.04, 0.07)
            c.box(at, base - 0.11 - tall, at + wide, base - 0.11, c.random.choice(CLOTHES), 0.002)
            at += wide + 0.002


def book_fair(c: Canvas) -> None:
    c.sky("#bfe0d4", "#e6efd0", "#fbf0cc", to=0.7)
    ridge(c, 0.52, 0.12, ("#8fc0ae", "#c6dcbc"))
    c.box(0, 0.52, c.wide, 0.62, ("#7fc0c4", "#a9d6cc"))
    c.box(0, 0.6, c.wide, 1, ("#b8cf74", "#7da85a"))
    c.line([(0.78, 0.74), (0.77, 0.3)], 0.085, "#5a4034")
    for side in (-1, 1):
        c.line(
            [(0.775, 0.48), (0.775 + side * 0.2, 0.28), (0.775 + side * 0.42, 0.2)],
            0.035,
            "#5a4034",
        )
    leaves(c)
    c.oval(0.78, 0.78, 0.72, 0.1, "#3f6a48", 0.3, 0.02)
    book_stalls(c)
    for x, base, h, face in (
        (0.5, 0.93, 0.3, 1),
        (0.92, 0.95, 0.32, 1),
        (1.0, 0.955, 0.2, -1),
        (0.26, 0.96, 0.32, -1),
    ):
        person(c, x, base, h, face=face)
        c.box(
            x + face * 0.05 - 0.022,
            base - h * 0.58,
            x + face * 0.05 + 0.022,
            base - h * 0.44,
            "#fff6e0",
            0.003,
        )
    for x, y in ((1.26, 0.93), (1.36, 0.95)):
        for part in range(5):
            c.box(
                x - 0.05 + part % 2 * 0.008,
                y - part * 0.022,
                x + 0.05,
                y + 0.019 - part * 0.022,
                CLOTHES[part],
                0.003,
            )
    for _ in range(26):
        c.oval(
            c.random.uniform(0.2, 1.4), c.random.uniform(0.62, 0.98), 0.006, 0.003, "#fff6c8", 0.7
        )
