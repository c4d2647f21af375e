"""How a picture looks, in 64 bits: alike for a copy that is smaller, paler or more compressed."""

from __future__ import annotations

from PIL import Image

#: A picture whose greys span less than this has no look: its bits would be noise.
LEAST_CONTRAST = 8
#: Greys that differ by no more are the same: in a plain sky a copy would differ by chance.
SAME_GREY = 2


def look_of(picture: Image.Image) -> int | None:
    """A difference hash: of 9 by 8 greys, whether each is clearly darker than its right neighbour.

    The greys overlap, so that they change little when an edge is cut off. None for a picture with
    hardly any contrast.
    """
    small = picture.convert("L").resize((9, 8), Image.Resampling.LANCZOS, reducing_gap=3.0)
    greys = small.tobytes()
    if max(greys) - min(greys) < LEAST_CONTRAST:
        return None
    look = 0
    for place, grey in enumerate(greys):
        if place % 9 < 8:
            look = look << 1 | (grey + SAME_GREY < greys[place + 1])
    return look


def distance(a: int, b: int) -> int:
    """In how many of 64 bits two looks differ."""
    return (a ^ b).bit_count()


def bands(look: int) -> tuple[int, int, int, int]:
    """The four parts of 16 bits by which a look is found again."""
    return look >> 48 & 0xFFFF, look >> 32 & 0xFFFF, look >> 16 & 0xFFFF, look & 0xFFFF


def near(band: int) -> list[int]:
    """A band and the 16 that differ from it in one bit.

    Of two looks that differ in at most seven bits, one of the four bands differs in at most one.
    """
    return [band, *(band ^ 1 << bit for bit in range(16))]
