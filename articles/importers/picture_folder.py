"""A folder of pictures that are to fill the waiting photos of imported stories."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from articles import photodesk, text
from articles.choices import Severity
from articles.importers.base import Finding
from articles.models import PhotoUse, User
from articles.pictures.opening import BadPhoto, words_of

SUFFIXES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".tif", ".tiff", ".heic", ".heif"}
)


class PictureFolder:
    """Finds a picture by `STEM_1`, `STEM_2`, … of the story's file, else by its IPTC caption."""

    def __init__(self, folder: Path, *, by: User | None = None) -> None:
        self.by = by
        self.paths = sorted(
            path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file()
        )
        self.by_stem = {path.stem: path for path in self.paths}
        self._by_caption: dict[str, Path] | None = None

    @property
    def by_caption(self) -> dict[str, Path]:
        """Captions are read once, and only when a story's pictures are not named after it."""
        if self._by_caption is None:
            self._by_caption = {}
            for path in self.paths:
                key = text.title_key(caption_of(path))
                if key:
                    self._by_caption.setdefault(key, path)
        return self._by_caption

    def find(self, stem: str, place: int, caption: str) -> Path | None:
        """The picture for the photo at `place` (from 1) of the file called `stem`."""
        named = self.by_stem.get(f"{stem}_{place}")
        return named or self.by_caption.get(text.title_key(caption) or "\0")

    def fill(self, stem: str, uses: Sequence[PhotoUse]) -> list[Finding]:
        """Give each waiting use its photo (in memory). A bad file is a finding."""
        findings = []
        for place, use in enumerate(uses, start=1):
            path = self.find(stem, place, use.caption)
            if use.photo_id or path is None:
                continue
            try:
                use.photo = photodesk.take_in(path.read_bytes(), path.name, by=self.by)
            except (OSError, BadPhoto) as error:
                findings.append(Finding("photo-refused", Severity.WARNING, str(error)))
            else:
                name = use.credit or use.photo.byline
                use.credit = photodesk.credit_line(name, use.photo.credit)
                use.alt = use.alt or use.photo.alt
        return findings


def caption_of(path: Path) -> str:
    """The IPTC caption; empty for what cannot be read, which `fill` will then name."""
    try:
        return words_of(path).caption
    except (OSError, SyntaxError, ValueError):
        return ""
