"""Where a page calls to the app: to the story that it shows, or to the app as such."""

from __future__ import annotations

from django import template

from articles.forms.site import is_story_link
from articles.models import SiteSettings

register = template.Library()


@register.simple_tag
def app_link(site: SiteSettings, article_id: int | str = "") -> str:
    """The address that opens the story in the app, where one is set and a story is named; else
    that of the app. Without an app there is none, nor with a link that the form would refuse."""
    link = site.app_story_link
    if site.app_link and article_id and is_story_link(link):
        return link.replace("{id}", str(article_id))
    return site.app_link
