"""Peak memory of taking in a photo of 60 megapixels and making its sizes, beside bare Pillow.

`python -m tests.benchmarks.photo_memory`; judges nothing. Every figure is of a process of its own.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from articles import renditions
from articles.models import Photo
from articles.models.photo import original_path
from articles.pictures.opening import open_picture
from tests.benchmarks.photo_speed import bare, newsroom, quiet, say, taken_in

SIDES = (9_480, 6_320)

#: What is done with a file; and with an empty folder, by those that need one.
Way = Callable[[Path, Path], object]


def draw(path: Path, _folder: Path) -> None:
    """The name says whether the JPEG is progressive."""
    noise = Image.effect_noise(SIDES, 80).convert("RGB")
    noise.save(path, "JPEG", quality=85, progressive="progressive" in path.name)


def whole(path: Path, _folder: Path) -> None:
    Image.MAX_IMAGE_PIXELS = None
    with Image.open(path) as picture:
        picture.load()


def for_a_preview(path: Path, _folder: Path) -> object:
    return open_picture(path.read_bytes(), path.name, reach=(480, 480))


def for_all_sizes(path: Path, _folder: Path) -> object:
    return open_picture(path.read_bytes(), path.name, reach=(1600, 1600))


def sizes_alone(path: Path, _folder: Path) -> object:
    """What a worker does, of a photo that somebody else took in."""
    photo = Photo(sha256="0" * 64, width=SIDES[0], height=SIDES[1], original_name=path.name)
    photo.file.name = original_path(photo, "")
    place = Path(photo.file.path)
    place.parent.mkdir(parents=True)
    shutil.copy(path, place)
    photo.save()
    return renditions.render(photo.pk)


def upload(path: Path, _folder: Path) -> object:
    """From the bytes to the last size, in the one process."""
    return taken_in(path)


WAYS: dict[str, Way] = {
    "bare Pillow, decoding it whole": whole,
    "bare Pillow, all sizes": bare,
    "open_picture for a preview": for_a_preview,
    "open_picture for all sizes": for_all_sizes,
    "render, as a worker does": sizes_alone,
    "an upload with all its sizes": upload,
}
ALL_WAYS = WAYS | {"draw": draw}


def peak() -> float:
    """In MB, of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def alone(name: str, path: str) -> None:
    """Do one thing in this process and print its peak, and how much of it is for the picture."""
    with tempfile.TemporaryDirectory() as place, newsroom(Path(place)), quiet():
        folder = Path(place) / "sizes"
        folder.mkdir()
        before = peak()
        ALL_WAYS[name](Path(path), folder)
        say(
            f"  {name:31} peak {peak():4.0f} MB, of which {peak() - before:4.0f} MB for the picture"
        )


def apart(name: str, path: Path) -> str:
    """The same in a new process. A process starts with the peak of its parent, which is small."""
    command = [sys.executable, "-m", "tests.benchmarks.photo_memory", name, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for kind in ("baseline", "progressive"):
            path = Path(folder) / f"{kind}.jpg"
            apart("draw", path)
            size = path.stat().st_size / 1024 / 1024
            say(f"{kind} JPEG of {SIDES[0]} x {SIDES[1]} pixels, {size:.0f} MB")
            for name in WAYS:
                sys.stdout.write(apart(name, path))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        alone(*sys.argv[1:])
    else:
        main()
