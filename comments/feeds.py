"""The feed of what readers say under one story, in the formats that the paper's feeds have."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import get_tag_uri
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles import text
from articles.authors import Author
from articles.feeds.channels import answer
from articles.feeds.formats import Entry, writable
from articles.models import Edition
from articles.views.addresses import absolute
from articles.views.story import withdrawn
from comments.choices import CommentOrder
from comments.models import Comment, CommentQuerySet

NEWEST = 30
TITLE_LENGTH = 40


@require_safe
def story(request: HttpRequest, article_id: int, format: str) -> HttpResponse:
    """The newest comments and replies that readers see; 410 while the story is withdrawn."""
    edition = Edition.objects.live().for_lists().filter(article=article_id).first()
    if edition is None:
        return withdrawn(request, article_id)
    name = _("Comments on %(title)s") % {"title": edition.name_in_lists}
    page = reverse("comments:story", args=[article_id])
    return answer(request, format, map(entry, newest(article_id)), name, "", page)


def newest(article_id: int) -> CommentQuerySet:
    """What was written last, comments on the story and replies together."""
    found = Comment.objects.under(article_id).select_related("parent", "answers")
    return found.in_order(CommentOrder.NEW)[:NEWEST]


def entry(comment: Comment) -> Entry:
    """As articles.feeds.formats takes it; RSS and Atom read the description as HTML."""
    words = writable(comment.text)
    at = comment.posted_at or comment.created_at
    return {
        "title": writable(title(comment)),
        "link": absolute(address(comment)),
        "summary": words,
        "description": escape(words).replace("\n", "<br>"),
        "content": "",
        "unique_id": get_tag_uri(absolute(f"/comments/{comment.article_id}/{comment.pk}"), at),
        "unique_id_is_permalink": False,
        "pubdate": at,
        "updateddate": at,
        "authors": [Author(writable(comment.shown_name), "")],
        "enclosures": [],
        "media": [],
    }


def title(comment: Comment) -> str:
    said = {"name": comment.shown_name, "words": text.excerpt(comment.text, TITLE_LENGTH)}
    if comment.parent is None:
        return _("%(name)s: %(words)s") % said
    other = comment.answered_name or comment.parent.shown_name
    return _("%(name)s to %(other)s: %(words)s") % (said | {"other": other})


def address(comment: Comment) -> str:
    """A reply stands on the page of the comment that it is under."""
    head = comment.parent_id or comment.pk
    page = reverse("comments:thread", args=[comment.article_id, head])
    return f"{page}#comment-{comment.pk}"
