"""Writes a dossier and takes it apart again."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

from django.core.management import call_command

from articles.models import Article


def exported(article: Article, folder: Path, *options: str) -> str:
    out = StringIO()
    output = ["--output", str(folder / "d.zip")]
    call_command("export_dossier", str(article.pk), *output, *options, stdout=out)
    return out.getvalue()


def files(folder: Path) -> dict[str, bytes]:
    with ZipFile(folder / "d.zip") as opened:
        assert opened.testzip() is None
        return {name: opened.read(name) for name in opened.namelist()}


def read(folder: Path, name: str) -> Any:
    return json.loads(files(folder)[name])
