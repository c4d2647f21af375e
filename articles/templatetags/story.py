"""What the readers' templates need to set a story: body, photos, times, sources and credits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django import template
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from articles import renditions, richtext, text
from articles.choices import BYLINE_ROLES, CreditRole, EditionChange, PhotoKind
from articles.models import Edition

register = template.Library()

DESCRIPTION_LENGTH = 120
NAMES_APART, SOURCES_APART = "\u3000", "\u3001"

#: How captions and credits name a kind of picture, beside its label.
ALSO_SAID: dict[str, tuple[str, ...]] = {
    PhotoKind.ARCHIVE: ("资料图", "资料照", "资料片", "资料画面"),
    PhotoKind.DIAGRAM: ("示意图",),
    PhotoKind.AI: ("AI生成", "AI合成", "人工智能生成", "人工智能合成"),
}

#: A photo in an edition: see compiling.columns; the oldest have neither kind nor gallery.
Use = dict[str, Any]


@dataclass(frozen=True, slots=True)
class CreditLine:
    """The people of one role, as one line prints them; `linked` leads to the page of each."""

    role: str
    names: str
    linked: SafeString


# Body and photos


@register.simple_tag
def story_body(edition: Edition) -> SafeString:
    """The body with its photos, galleries among them; the first picture loads at once."""
    renditions.attach(use["photo"] for use in edition.photos)
    uses = {use["key"]: use for use in edition.photos}
    first = next((use["key"] for use in edition.photos if has_picture(use)), None)
    alone = get_template("components/_figure.html")
    together = get_template("components/_gallery.html")

    def figures(keys: Sequence[str]) -> Iterator[str]:
        for photos in sets(uses[key] for key in keys if key in uses):
            if len(photos) > 1:
                yield together.render({"uses": photos, "first": first})
            else:
                yield alone.render({"use": photos[0], "is_first": photos[0]["key"] == first})

    # An edition's body was cleaned when it was compiled and cannot change afterwards.
    return richtext.render(edition.body, figures, trusted=True)


def sets(neighbours: Iterable[Use]) -> Iterator[list[Use]]:
    """Photos as they are set: those of a gallery together, each other one alone.

    A use without words that still waits for its file has nothing to show.
    """
    shown = (use for use in neighbours if use["photo"] or use["caption"])
    for in_gallery, run in groupby(shown, key=lambda use: bool(use.get("in_gallery"))):
        photos = list(run)
        if in_gallery and sum(map(has_picture, photos)) > 1:
            yield photos
        else:
            yield from ([use] for use in photos)


def has_picture(use: Use | None) -> bool:
    """Whether there is a picture to show: none while the file is awaited, nor of a licence that
    has ended."""
    return bool(use and use["photo"] and renditions.address(use["photo"], "full"))


@register.simple_tag
def picture_of(file: dict[str, Any] | None, shape: str = "full") -> renditions.Picture | None:
    """The picture of a photo in a shape of renditions.SHAPES; nothing while none is made."""
    return renditions.picture(file, shape) if file else None


@register.simple_tag
def animation_of(file: dict[str, Any]) -> str:
    """The address of the moving picture; empty for one that stands still."""
    return renditions.animation_url(file)


@register.filter
def is_tall(file: dict[str, Any]) -> bool:
    """Whether a picture at the full width of the column would fill more than a screen."""
    return bool(file["height"] > file["width"])


@register.filter
def are_tall(uses: Sequence[Use]) -> bool:
    """Whether most photos of a gallery are."""
    tall = [is_tall(use["photo"]) for use in uses if use["photo"]]
    return 2 * sum(tall) > len(tall)


@register.filter
def kind_label(use: Use) -> str:
    """The kind of a picture where readers have to be told it and the words do not say it."""
    kind = use.get("kind", PhotoKind.SCENE)
    label = str(PhotoKind(kind).label)
    said = text.name_key(use["caption"] + use["credit"])
    ways = (label, *ALSO_SAID.get(kind, ()))
    is_said = any(text.name_key(way) in said for way in ways)
    return "" if kind == PhotoKind.SCENE or is_said else label


@register.filter
def is_first_pictured(story: Edition, stories: Iterable[Edition]) -> bool:
    """Whether it is the first of these stories that has a picture."""
    return story == next((one for one in stories if has_picture(one.cover)), None)


# Times


@register.simple_tag
def story_time(at: datetime | str | None, form: str = "full") -> str:
    """A <time> with the absolute time of the site's zone, so that a page may be kept.

    The form "full" always names the year; "list" leaves it out in the running year, and lets
    relative-time.js put in today, yesterday and the like. Takes ISO 8601 too; None gives nothing.
    """
    at = parse_datetime(at) if isinstance(at, str) else at
    if at is None:
        return ""
    local = timezone.localtime(at)
    running = form == "list" and local.year == timezone.localtime().year
    shown = date_format(local, "m-d H:i" if running else "Y-m-d H:i")
    name = "story-time" if form == "full" else "story-time is-relative"
    return format_html(
        '<time class="{}" datetime="{}">{}</time>', name, local.isoformat(timespec="seconds"), shown
    )


# Words


@register.filter
def description(edition: Edition) -> str:
    """The digest, or the beginning of the text in its place."""
    return edition.digest or text.excerpt(richtext.plain_text(edition.body), DESCRIPTION_LENGTH)


@register.filter
def separate_dateline(edition: Edition) -> str:
    """The dateline, unless the text begins with it already, as imported stories do."""
    opening = richtext.plain_text(edition.body)[: 2 * len(edition.dateline)]
    return "" if edition.dateline in opening else edition.dateline


@register.filter
def other_title(edition: Edition) -> str:
    """The title in the source of a reprint, unless it is the headline with other marks."""
    headline = text.title_key(edition.kicker + edition.title)
    keys = {headline, text.title_key(edition.title)}
    return "" if text.title_key(edition.original_title) in keys else edition.original_title


@register.filter
def source_line(edition: Edition) -> str:
    return SOURCES_APART.join(source["name"] for source in edition.sources)


@register.filter
def outside_sources(edition: Edition) -> str:
    """The sources that lists name: those that are not our own outlet."""
    return SOURCES_APART.join(source["name"] for source in edition.sources if not source["is_own"])


@register.filter
def byline(edition: Edition) -> list[CreditLine]:
    """Credits that stand under the headline."""
    return list(
        credit_lines(credit for credit in edition.credits if credit["role"] in BYLINE_ROLES)
    )


@register.filter
def closing_credits(edition: Edition) -> list[CreditLine]:
    """Credits that stand at the end of the story; the editor's real name is one of them."""
    return list(
        credit_lines(credit for credit in edition.credits if credit["role"] not in BYLINE_ROLES)
    )


def credit_lines(credits: Iterable[dict[str, Any]]) -> Iterator[CreditLine]:
    """One line a role; an edition keeps its credits in the order of the roles."""
    for role, people in groupby(credits, key=lambda credit: credit["role"]):
        named = list(people)
        names = NAMES_APART.join(person["name"] for person in named)
        linked = format_html_join(NAMES_APART, "{}", ([person_link(one)] for one in named))
        yield CreditLine(str(CreditRole(role).label), names, linked)


def person_link(credit: dict[str, Any]) -> SafeString:
    address = reverse("articles:person", args=[credit["person"]])
    return format_html('<a href="{}">{}</a>', address, credit["name"])


@register.filter
def change_label(change: str) -> str:
    return str(EditionChange(change).label)
