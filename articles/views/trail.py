"""The trail to a page: the pages above it, from the front page down."""

from __future__ import annotations

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from articles.models import Section


class Crumb(NamedTuple):
    """One page of a trail; the page itself stands last and has no address."""

    name: str
    url: str


def trail(*above: Crumb, to: str) -> list[Crumb]:
    """From the front page over these pages to the one of that name."""
    return [Crumb(_("Front page"), reverse("front")), *above, Crumb(to, "")]


def sections_above(section: Section) -> list[Crumb]:
    """A section with the one above it, which has been read with it."""
    line = (section.parent, section)
    return [Crumb(one.name, reverse("articles:section", args=[one.slug])) for one in line if one]
