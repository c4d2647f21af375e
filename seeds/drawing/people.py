"""Small figures, standing, walking and running."""

from __future__ import annotations

from drawing.canvas import Canvas, Point, mix
from drawing.things import CLOTHES, INK

SKIN = ("#f1c7a2", "#e3ad84", "#d49a70")
HAIR = ("#2a2226", "#3a2a26", "#1f1c24", "#4a332a")
LEAN = {"run": 0.085, "walk": 0.02}


def person(
    c: Canvas,
    x: float,
    base: float,
    h: float,
    *,
    coat: str = "",
    legs: str = "#2b3350",
    pose: str = "stand",
    face: int = 1,
    skin: str = "",
    hair: str = "",
) -> None:
    """A small figure `h` tall whose feet stand at `base`; `face` is 1 to the right, -1 to the left.

    A "bust" has no legs, for people behind counters.
    """
    coat = coat or c.random.choice(CLOTHES)
    skin = skin or c.random.choice(SKIN)
    hair = hair or c.random.choice(HAIR)
    hip, lean = base - h * 0.46, h * LEAN.get(pose, 0.0) * face
    if pose != "bust":
        _legs(c, x, base, h, legs, pose, face)
    neck = (x + lean, base - h * 0.8)
    _arm(c, neck, h, mix(coat, INK, 0.25), skin, pose, -face)
    c.poly(
        [
            (neck[0] - h * 0.1, neck[1] + h * 0.02),
            (neck[0] + h * 0.1, neck[1] + h * 0.02),
            (x + h * 0.112, hip + h * 0.06),
            (x - h * 0.112, hip + h * 0.06),
        ],
        (mix(coat, "#ffffff", 0.1), mix(coat, INK, 0.1)),
    )
    c.oval(neck[0], neck[1] + h * 0.028, h * 0.1, h * 0.045, mix(coat, "#ffffff", 0.1))
    _arm(c, neck, h, mix(coat, INK, 0.08), skin, pose, face)
    _head(c, x + lean * 1.25, base - h * 0.905, h, skin, hair, face)


def _legs(c: Canvas, x: float, base: float, h: float, colour: str, pose: str, face: int) -> None:
    hip = base - h * 0.44
    front, back, lift = {
        "run": (0.27, -0.25, 0.15),
        "walk": (0.11, -0.12, 0.015),
        "stand": (0.045, -0.05, 0.0),
    }[pose]
    shoe = mix("#f4efe4", colour, 0.0 if colour > "#22" else 1.0)
    for spread, up, tone in ((back, lift, mix(colour, INK, 0.3)), (front, 0.0, colour)):
        foot = (x + face * h * spread, base - h * (up + 0.025))
        knee = (
            x + face * h * (spread * 0.45 + (0.05 if pose != "stand" else 0)),
            (hip + foot[1]) / 2,
        )
        c.line([(x, hip), knee, foot], h * 0.082, tone)
        c.line([foot, (foot[0] + face * h * 0.045, foot[1])], h * 0.05, shoe)


def _arm(c: Canvas, neck: Point, h: float, colour: str, skin: str, pose: str, side: int) -> None:
    """From the shoulder over the elbow to the hand; runners bend it."""
    reach, drop, hand = {
        "run": (0.13, 0.14, (0.22, 0.05)),
        "walk": (0.09, 0.18, (0.12, 0.31)),
    }.get(pose, (0.115, 0.18, (0.105, 0.34)))
    shoulder = (neck[0] + side * h * 0.06, neck[1] + h * 0.055)
    elbow = (neck[0] + side * h * reach, neck[1] + h * drop)
    end = (neck[0] + side * h * hand[0], neck[1] + h * hand[1])
    c.disc(end[0], end[1], h * 0.03, skin)
    c.line(
        [
            shoulder,
            elbow,
            (elbow[0] + (end[0] - elbow[0]) * 0.8, elbow[1] + (end[1] - elbow[1]) * 0.8),
        ],
        h * 0.062,
        colour,
    )


def _head(c: Canvas, x: float, y: float, h: float, skin: str, hair: str, face: int) -> None:
    long_hair = c.random.random() < 0.4
    c.line([(x, y), (x - face * h * 0.01, y + h * 0.1)], h * 0.05, mix(skin, INK, 0.12))
    c.oval(x - face * h * 0.02, y - h * 0.012, h * 0.078, h * 0.085, hair)
    if long_hair:
        c.oval(x - face * h * 0.045, y + h * 0.045, h * 0.052, h * 0.09, hair)
    c.oval(x + face * h * 0.014, y + h * 0.014, h * 0.058, h * 0.068, skin)
    c.oval(x - face * h * 0.012, y - h * 0.062, h * 0.07, h * 0.034, hair)
