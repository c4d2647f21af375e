"""The hot comments under a story, for pages that everyone gets alike."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from articles.models import SiteSettings
from articles.templatetags.app import app_link
from comments.choices import CommentOrder
from comments.models import Comment
from comments.ranking import HOT_ROWS
from comments.standing import standing

register = template.Library()


@register.inclusion_tag("components/_hot_comments.html")
def hot_comments(article_id: int, site: SiteSettings) -> dict[str, Any]:
    """The hottest comments of a story and how many more there are, in two queries; where there
    are none, in one.

    Nothing here differs by visitor: the form, with its token, is a page of its own.
    """
    stands = standing(article_id)
    total = stands.shown
    found = (
        Comment.objects.under(article_id, timezone.now()).threads()
        if total
        else Comment.objects.none()
    )
    comments = list(found.in_order(CommentOrder.HOT)[:HOT_ROWS])
    return {
        "article_id": article_id,
        "comments": comments,
        "total": total,
        "rest": total - len(comments),
        "app_name": site.app_name,
        "app_link": app_link(site, article_id),
    }
