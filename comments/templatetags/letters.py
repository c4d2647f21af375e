"""The hot comments under a story, for pages that everyone gets alike."""

from __future__ import annotations

from typing import Any

from django import template

from articles.models import SiteSettings
from articles.templatetags.app import app_link
from comments import replies
from comments.hot import hot_list
from comments.models import Comment
from comments.standing import standing

register = template.Library()

#: So many replies stand under a hot comment; the page of its thread has all.
REPLIES = 2


@register.inclusion_tag("components/_hot_comments.html")
def hot_comments(article_id: int, site: SiteSettings) -> dict[str, Any]:
    """The hottest comments of a story and exactly how many more there are.

    One query says how the story stands; where there are comments, one finds them, and where these
    have replies, one more finds those. Nothing here differs by visitor: the form, with its token,
    is a page of its own.
    """
    stands = standing(article_id)
    comments = hot_list(article_id) if stands.threads else []
    replies.attach(comments, REPLIES)
    # Where readers see none of what is counted, the story is not before them.
    total = stands.shown if comments else 0
    return {
        "article_id": article_id,
        "posting": stands.posting,
        "regions": stands.shows_region,
        "comments": comments,
        "total": total,
        "rest": max(total - listed(comments), 0),
        "app_name": site.app_name,
        "app_link": app_link(site, article_id),
    }


def listed(comments: list[Comment]) -> int:
    """How many stand on the page: comments, and replies under them."""
    return len(comments) + sum(len(comment.first_replies) for comment in comments)
