"""What the readers' templates need to set a story: body, photos, times, sources and credits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import renditions, richtext, text
from articles.choices import BYLINE_ROLES, CreditRole, EditionChange
from articles.models import Edition

register = template.Library()

DESCRIPTION_LENGTH = 120
NAMES_APART, SOURCES_APART = "\u3000", "\u3001"


@dataclass(frozen=True, slots=True)
class CreditLine:
    """The people of one role, as one line prints them."""

    role: str
    names: str


# Body and photos


@register.simple_tag
def story_body(edition: Edition) -> SafeString:
    """The body with each photo set by components/_figure.html; the first picture loads at once."""
    uses = {use["key"]: use for use in edition.photos}
    first = next((use["key"] for use in edition.photos if use["photo"]), None)
    page = get_template("components/_figure.html")

    def figure(key: str) -> str:
        use = uses.get(key)
        return page.render({"use": use, "is_first": key == first}) if use else ""

    # An edition's body was cleaned when it was compiled and cannot change afterwards.
    return richtext.render(edition.body, figure, trusted=True)


@register.simple_tag
def picture_of(file: dict[str, Any], shape: str = "full") -> renditions.Picture | None:
    """The picture of a photo in a shape of renditions.SHAPES; nothing while none is made."""
    return renditions.picture(file, shape)


@register.filter
def is_tall(file: dict[str, Any]) -> bool:
    """Whether a picture at the full width of the column would fill more than a screen."""
    return bool(file["height"] > file["width"])


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
        names = NAMES_APART.join(person["name"] for person in people)
        yield CreditLine(str(CreditRole(role).label), names)


@register.filter
def change_label(change: str) -> str:
    return str(EditionChange(change).label)
