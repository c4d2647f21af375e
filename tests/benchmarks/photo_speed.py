"""Times making all sizes of a photo, beside bare Pillow that cuts, resizes and encodes the same.

Run it as `python -m tests.benchmarks.photo_speed [ROUNDS]`. It works in a database and a folder of
its own. Both sides take turns in one process, read the same file, may decode a JPEG small, and
write files. Ours checks the file as well, reads its words, labels every size and notes in the
database what it made. It prints the ratio for each photo; it judges nothing.
"""

from __future__ import annotations

import logging
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import setup_databases, teardown_databases
from PIL import Image, ImageDraw

from articles import photodesk, renditions
from articles.models import Photo
from articles.renditions.encoding import OPTIONS
from articles.renditions.shapes import SHAPES, Box, Shape
from newsroom import backends

SEEDS = Path(__file__).resolve().parents[2] / "seeds" / "photos"
FROM_SEEDS = ("010_yinshui_gongyuan_1.jpg", "100_laji_fenlei_1.png", "140_dushujie_1.webp")
MIDDLE = (50, 50)


# What is measured with


def detailed(width: int, height: int) -> Image.Image:
    """Clouds of noise, coarse to fine, with edges: as hard to encode as a photo of a crowd."""
    picture = Image.new("RGB", (width, height), "#7a8b99")
    for part in (64, 16, 4, 1):
        grain = Image.effect_noise((width // part, height // part), 60).convert("RGB")
        picture = Image.blend(picture, grain.resize((width, height)), 0.3)
    pen, draw = ImageDraw.Draw(picture), random.Random(20211220)
    for _one in range(300):
        left, top = draw.randrange(width), draw.randrange(height)
        side, colour = draw.randrange(10, width // 8), f"#{draw.randrange(1 << 24):06x}"
        pen.ellipse((left, top, left + side, top + side), outline=colour, width=9)
    return picture


def drawn_photos(folder: Path) -> Iterator[Path]:
    for name, size, options in (
        ("24 megapixels.jpg", (6000, 4000), {"quality": 92}),
        ("24 megapixels, progressive.jpg", (6000, 4000), {"quality": 92, "progressive": True}),
        ("12 megapixels, upright.jpg", (3000, 4000), {"quality": 92}),
        ("8 megapixels.png", (3264, 2448), {"compress_level": 1}),
    ):
        detailed(*size).save(folder / name, **options)
        yield folder / name


# Both sides


def bare(path: Path, folder: Path) -> None:
    """What somebody writes who needs these sizes once: every line of it is Pillow."""
    with Image.open(path) as file:
        width, height = file.size
        file.draft("RGB", renditions.REACH)
        picture = file if file.mode == "RGB" else file.convert("RGB")
        picture.load()
    for name, shape in SHAPES.items():
        for small in cut(picture, shape, renditions.sizes_for(shape, width, height)):
            for format in shape.formats:
                small.save(folder / f"{name}-{small.width}.{format}", **OPTIONS[format])


def cut(picture: Image.Image, shape: Shape, sizes: list[tuple[int, int]]) -> Iterator[Image.Image]:
    box: Box | None = renditions.crop_box(picture.size, shape.ratio, MIDDLE)
    for size in reversed(sizes):
        picture = picture.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
        box = None
        yield picture


def taken_in(path: Path) -> Photo:
    photo = photodesk.take_in(path.read_bytes(), path.name)
    Photo.objects.filter(pk=photo.pk).update(focus_x=MIDDLE[0], focus_y=MIDDLE[1])
    return photo


# Measuring


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of wall clock and of processor time; other processes disturb only the first."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def measure(path: Path, folder: Path, rounds: int) -> None:
    """Taking the photo in made its sizes once already, so both sides are warm."""
    pk, walls, ratios = taken_in(path).pk, [], []
    for _round in range(rounds):
        plain, plain_cpu = timed(lambda: bare(path, folder))
        ours, ours_cpu = timed(lambda: renditions.render(pk, anew=True))
        walls.append((plain, ours))
        ratios.append(ours_cpu / plain_cpu)
    assert sizes_of(pk) == len(list(folder.iterdir())), "Both sides make the same sizes."
    plain, ours = (statistics.median(column) for column in zip(*walls, strict=True))
    say(
        f"{path.name:31} bare {plain:5.2f} s   ours {ours:5.2f} s   ratio {ours / plain:.2f}, of "
        f"processor time {statistics.median(ratios):.2f} "
        f"(min {min(ratios):.2f}, max {max(ratios):.2f})"
    )


def sizes_of(pk: int) -> int:
    photo = Photo.objects.get(pk=pk)
    assert not photo.render_trouble, photo.render_trouble
    return len(renditions.names(photo.token, photo.made))


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


@contextmanager
def quiet() -> Iterator[None]:
    """Without a word of the queue about each photo."""
    logging.disable(logging.INFO)
    yield
    logging.disable(logging.NOTSET)


@contextmanager
def newsroom(folder: Path) -> Iterator[None]:
    """A database and a storage in this folder."""
    kept = settings.STORAGES | backends.storage(f"file://{folder}/media", settings.MEDIA_URL)
    if connection.vendor == "sqlite":
        # A file, not memory: what a newsroom really pays.
        connection.settings_dict["TEST"]["NAME"] = str(folder / "bench.sqlite3")
    with override_settings(STORAGES=kept):
        state = setup_databases(verbosity=0, interactive=False)
        try:
            yield
        finally:
            teardown_databases(state, verbosity=0)


def main(rounds: int = 5) -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        paths = [*drawn_photos(folder), *(SEEDS / name for name in FROM_SEEDS)]
        with newsroom(folder), quiet():
            for path in paths:
                out = folder / "bare"
                out.mkdir()
                measure(path, out, rounds)
                shutil.rmtree(out)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
