"""What a page's head tells machines: JSON-LD blocks, and the people behind Open Graph's authors."""

from __future__ import annotations

from collections.abc import Sequence

from django import template
from django.utils.safestring import SafeString

from articles import authors, richtext, schema_org
from articles.models import Edition, SiteSettings
from articles.views.trail import Crumb

register = template.Library()


@register.simple_tag
def story_data(edition: Edition, site: SiteSettings) -> SafeString:
    """The story with its credits and pictures."""
    return richtext.linked_data(schema_org.of_story(edition, site))


@register.simple_tag
def trail_data(trail: Sequence[Crumb], page: str) -> SafeString:
    """Where a page stands; `page` is its absolute address."""
    return richtext.linked_data(schema_org.of_trail(trail, page))


@register.simple_tag
def front_data(site: SiteSettings) -> SafeString:
    """The paper, and how it is searched."""
    return richtext.linked_data(schema_org.of_front(site))


@register.filter
def authors_of(edition: Edition) -> list[authors.Author]:
    return authors.authors(edition)
