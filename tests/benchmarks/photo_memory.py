"""Peak memory of taking in a photo of 60 megapixels, beside bare Pillow decoding it whole.

`python -m tests.benchmarks.photo_memory`; judges nothing. Every figure is of a process of its own.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

SIDES = (9_480, 6_320)
MAKE = """
from PIL import Image
import sys
Image.effect_noise({sides}, 80).convert("RGB").save(
    sys.argv[1], "JPEG", quality=85, progressive={progressive}
)
"""
START = """
import os, resource, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "newsroom.settings"
from pathlib import Path
from PIL import Image
from articles.pictures.opening import open_picture
raw = Path(sys.argv[1]).read_bytes()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
"""
END = """
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(round(after / 1024), round((after - before) / 1024))
"""
WAYS = {
    "bare Pillow, whole": "Image.MAX_IMAGE_PIXELS = None\nImage.open(sys.argv[1]).load()",
    "open_picture for a preview": 'open_picture(raw, "a.jpg", reach=(480, 480))',
    "open_picture for all sizes": 'open_picture(raw, "a.jpg", reach=(1600, 1600))',
}


def run(code: str, path: Path) -> str:
    command = [sys.executable, "-c", code, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def main() -> None:
    out = sys.stdout.write
    with tempfile.TemporaryDirectory() as folder:
        for progressive in (False, True):
            path = Path(folder) / "a.jpg"
            run(MAKE.format(sides=SIDES, progressive=progressive), path)
            kind = "progressive" if progressive else "baseline"
            size = path.stat().st_size / 1024 / 1024
            out(f"{kind} JPEG of {SIDES[0]} x {SIDES[1]} pixels, {size:.0f} MB\n")
            for name, way in WAYS.items():
                peak, more = run(START + way + END, path).split()
                out(f"  {name:28} peak {peak:>4} MB, of which {more:>4} MB for the picture\n")


if __name__ == "__main__":
    main()
