"""What a page's head tells machines: JSON-LD blocks, and the people behind Open Graph's authors."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString

from articles import authors, richtext, schema_org
from articles.models import Edition, SiteSettings

register = template.Library()


@register.simple_tag
def story_data(edition: Edition, site: SiteSettings) -> SafeString:
    """The story, its credits and pictures, and its place in the paper."""
    return richtext.linked_data(schema_org.of_story(edition, site))


@register.simple_tag
def front_data(site: SiteSettings) -> SafeString:
    """The paper, and how it is searched."""
    return richtext.linked_data(schema_org.of_front(site))


@register.filter
def authors_of(edition: Edition) -> list[authors.Author]:
    return authors.authors(edition)
