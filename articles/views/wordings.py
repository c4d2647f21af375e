"""What the parts of a story's text are called, and what they say, in words and pictures."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from articles import renditions, richtext
from articles.choices import ArticleKind, CreditRole
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    Photo,
    PhotoUse,
    Recommendation,
    Section,
)
from articles.workflow.reconciling import Reconciled
from articles.workflow.texts import GATHERED, NO_USE, ORDERED

SEPARATOR = "\u3001"
#: The rows of a story by the name that they have in a snapshot.
LABELS: dict[str, Any] = {"sources": ArticleSource, "credits": Credit, "picks": Recommendation}


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo with the smallest of its sizes; without an address its file is awaited."""

    address: str
    caption: str


class Words:
    """Says in words what the parts of the texts name by number or key."""

    def __init__(self, found: Reconciled) -> None:
        texts = (found.base, found.mine, found.theirs)
        self.rows = {
            kind: {key: row for text in texts for key, row in text.rows[kind].items()}
            for kind in (*ORDERED, *GATHERED, "uses")
        }
        files = {use["photo"] for text in texts for use in text.uses.values() if use["photo"]}
        self.photos = Photo.objects.in_bulk(files)
        self.sections = Section.objects.in_bulk(
            {text.values["section"] for text in texts if text.values["section"]}
        )

    def text(self, name: str, value: Any) -> str:
        kind = kind_of(name)
        if value in (None, "", ()):
            return ""
        if kind == "body":
            return "\n".join(richtext.plain_text(block) for block in value).strip()
        if kind in (*ORDERED, *GATHERED):
            return "\n".join(self.row(kind, key) for key in value)
        if kind == "use":
            return self.of_use(name, value)
        told: dict[str, Callable[[Any], str]] = {
            "section": lambda key: str(self.sections.get(key, "")),
            "kind": lambda kind: str(ArticleKind(kind).label),
            "published_at": time_of,
            "cover": lambda key: str(self.rows["uses"].get(key, NO_USE)["caption"]),
        }
        return told.get(kind, str)(value)

    def row(self, kind: str, key: Any) -> str:
        row = self.rows[kind][key]
        if kind == "credits":
            return f"{CreditRole(row['role']).label} {row['name']}"
        return str(row["title"] if kind == "picks" else row["name"])

    def of_use(self, name: str, value: Any) -> str:
        if isinstance(value, dict):
            words = (value["caption"], value["credit"], value["alt"], value["cover_caption"])
            return "\n".join(filter(None, words))
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        return "" if name.endswith("-photo") else str(value)

    def pictures(self, name: str, value: Any) -> list[Picture]:
        kind = kind_of(name)
        if kind == "body":
            return [self.placed(key) for key in richtext.photo_keys("".join(value))]
        if kind == "cover" and value:
            return [self.placed(value)]
        if kind == "use" and isinstance(value, dict):
            return [self.picture(value["photo"])]
        return [self.picture(value)] if name.endswith("-photo") else []

    def placed(self, key: str) -> Picture:
        use = self.rows["uses"].get(key, NO_USE)
        return self.picture(use["photo"], use["caption"])

    def picture(self, file: int | None, caption: str = "") -> Picture:
        photo = self.photos.get(file) if file else None
        return Picture(renditions.smallest_url(photo), caption)

    def html(self, blocks: Iterable[str]) -> Any:
        """Blocks as they will look, with their photos."""
        page = get_template("desk/_collision_photo.html")

        def figures(keys: Iterable[str]) -> list[str]:
            return [page.render({"picture": self.placed(key)}) for key in keys]

        return richtext.render("".join(blocks), figures)

    def label(self, name: str, number: int = 0) -> str:
        kind, _dash, rest = name.partition("-")
        if kind == "body":
            return _("Paragraph %(number)d") % {"number": number}
        if kind == "use":
            key, _dash, column = rest.partition("-")
            caption = self.rows["uses"][key]["caption"][:20] or _("without a caption")
            what = column_name(PhotoUse, column) if column else _("taken out, or changed")
            return _("Photo %(caption)s: %(what)s") % {"caption": caption, "what": what}
        if kind == "cover":
            return _("Cover")
        if kind in LABELS:
            return str(LABELS[kind]._meta.verbose_name_plural)
        return column_name(Article, kind)


def kind_of(name: str) -> str:
    return name.partition("-")[0]


def column_name(model: Any, name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)


def time_of(written: str) -> str:
    return date_format(timezone.localtime(datetime.fromisoformat(written)), "Y-m-d H:i:s")
