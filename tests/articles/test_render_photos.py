"""render_photos: fills gaps, says what it did, and goes on where it was killed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles import photodesk, renditions
from articles.models import Photo
from newsroom.files import PART
from tests.conftest import picture_bytes

ROOT = Path(__file__).resolve().parent.parent.parent
PHOTOS = 3


def run(*args: str) -> str:
    out = StringIO()
    call_command("render_photos", *args, stdout=out, stderr=out)
    return out.getvalue()


def test_a_number_that_is_no_photo_is_refused(photo: Photo) -> None:
    with pytest.raises(CommandError, match=f"#{photo.pk + 1}"):
        run("--photo", str(photo.pk + 1))


def test_what_failed_is_named_and_the_others_are_made(photo: Photo) -> None:
    other = photodesk.take_in(picture_bytes(width=900), "b.jpg")
    photo.file.storage.delete(photo.file.name)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("render_photos", stdout=out, stderr=out)
    assert f"#{photo.pk} a.jpg" in out.getvalue()
    assert "wide" in Photo.objects.get(pk=other.pk).made["shapes"]


def test_whatever_goes_wrong_with_one_the_others_are_made(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    other, render = photodesk.take_in(picture_bytes(width=900), "b.jpg"), renditions.render

    def failing(pk: int, **options: Any) -> Photo:
        return 1 / 0 if pk == photo.pk else render(pk)  # type: ignore[return-value]

    monkeypatch.setattr(renditions, "render", failing)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("render_photos", stdout=out, stderr=out)
    assert f"#{photo.pk} a.jpg: ZeroDivisionError" in out.getvalue()
    assert list(Photo.objects.unrendered()) == [photo]
    assert "wide" in Photo.objects.get(pk=other.pk).made["shapes"]


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("kind", "is_shown"), [(Terminal, True), (StringIO, False)])
def test_a_terminal_is_shown_how_far_it_is(
    kind: type[StringIO], is_shown: bool, photo: Photo
) -> None:
    err = kind()
    call_command("render_photos", stdout=StringIO(), stderr=err)
    assert ("[" + "#" * 30 + "] 1/1\n" in err.getvalue()) == is_shown


def test_gaps_are_filled_whatever_the_rows_say_and_nothing_else_is_made(photo: Photo) -> None:
    Photo.objects.update(needs_rendering=False)
    assert "1" in run()
    made = Photo.objects.get().made
    assert made["shapes"].keys() == renditions.SHAPES.keys()
    assert "0" in run()


def test_all_are_made_anew_when_asked(photo: Photo) -> None:
    renditions.render(photo.pk)
    name = renditions.names(photo.token, Photo.objects.get().made)[0]
    renditions.storage().delete(name)
    assert "0" in run()
    assert "1" in run("--all")
    assert renditions.storage().exists(name)


def test_a_dry_run_makes_nothing(photo: Photo) -> None:
    assert "1" in run("--dry-run")
    assert Photo.objects.get().made == photo.made


# Killed


ASK = """
import django
django.setup()
from articles.models import Photo
print(list(Photo.objects.order_by("pk").values_list("made", "needs_rendering")))
"""
FILL = f"""
import django, io
django.setup()
from PIL import Image
from articles import photodesk, tasks
tasks.order_sizes = lambda pk: None
for number in range({PHOTOS}):
    out = io.BytesIO()
    Image.radial_gradient("L").resize((600 + number, 400)).convert("RGB").save(out, "JPEG")
    photodesk.take_in(out.getvalue(), f"{{number}}.jpg")
"""


def environment(var: Path) -> dict[str, str]:
    """Of a process on a newsroom in this folder, whatever database the tests run on."""
    kept = {name: value for name, value in os.environ.items() if not name.endswith("_URL")}
    settings = {"DJANGO_SETTINGS_MODULE": "newsroom.settings", "PYTHONPATH": str(ROOT)}
    return kept | settings | {"NEWSROOM_VAR": str(var)}


def begin(var: Path, *command: str) -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env=environment(var), stdout=quiet
    )


def tree(var: Path) -> dict[str, bytes]:
    """What readers can get; a killed process may leave a part of a file, which nobody is served."""
    root = var / "media" / "renditions"
    found = (path for path in root.rglob("*.*") if path.suffix != PART)
    return {str(path.relative_to(root)): path.read_bytes() for path in found}


def rows(var: Path) -> str:
    """What the rows say was made."""
    command = [sys.executable, "-c", ASK]
    told = subprocess.run(command, env=environment(var), check=True, capture_output=True, text=True)
    return told.stdout


def test_a_run_killed_in_the_middle_is_gone_on_with(tmp_path: Path) -> None:
    whole, killed = tmp_path / "whole", tmp_path / "killed"
    assert begin(whole, "manage.py", "migrate", "-v0").wait() == 0
    assert begin(whole, "-c", FILL).wait() == 0
    shutil.copytree(whole, killed)
    assert begin(whole, "manage.py", "render_photos").wait() == 0

    few = len(tree(killed))
    going = begin(killed, "manage.py", "render_photos")
    while len(tree(killed)) < few + 30:
        assert going.poll() is None
        time.sleep(0.02)
    going.send_signal(signal.SIGKILL)
    assert going.wait() == -signal.SIGKILL
    assert len(tree(killed)) < len(tree(whole))

    assert begin(killed, "manage.py", "render_photos").wait() == 0
    assert tree(killed) == tree(whole)
    assert rows(killed) == rows(whole)
