"""The page of all comments of one story, by cursor; posting to it writes one."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from articles.models import Edition
from articles.views.addresses import absolute
from articles.views.story import withdrawn
from comments import paging, replies
from comments.choices import CommentOrder
from comments.identity import sender_of
from comments.liking import liked_by
from comments.models import Comment, Writer
from comments.paging import Page
from comments.ranking import order_named
from comments.standing import standing
from comments.views import writing
from comments.views.finding import FORM, live_story, personal, wants
from comments.views.own import hidden_of


@require_http_methods(["GET", "HEAD", "POST"])
@personal
def story(request: HttpRequest, article_id: int) -> HttpResponse:
    """Comments of a live story, 410 while it is withdrawn, else 404. POST writes one.

    With the other pages of the letters page it is the only one for readers that holds a token and
    sets a cookie, so none of them is ever stored.
    """
    if request.method == "POST":
        return writing.receive(request, article_id)
    edition = live_story(article_id)
    if edition is None:
        return withdrawn(request, article_id)
    if wants(request, FORM):
        return writing.fragment(request, article_id)
    return page(request, edition)


def page(request: HttpRequest, edition: Edition) -> HttpResponse:
    article_id, writer = edition.article_id, sender_of(request).writer
    order, cursor = order_named(request.GET.get("order")), request.GET.get("after", "")
    rule = standing(article_id)
    found = leaf(article_id, order, cursor)
    form = writing.blank(request, article_id, writer, rule)
    context = {
        "edition": edition,
        "order": order,
        "orders": CommentOrder,
        "cursor": cursor,
        "page": found,
        "total": rule.shown,
        "mine": [] if cursor else hidden_of(writer, article_id, form["posted"]),
        "canonical": absolute(Comment(article_id=article_id).get_absolute_url()),
        **liked(writer, found.comments),
        **form,
    }
    return render(request, "comments/story.html", context)


def leaf(article_id: int, order: CommentOrder, cursor: str) -> Page:
    """A page of comments with their first replies; a cursor that is none of ours is 404."""
    try:
        found = paging.page_of(article_id, order, cursor)
    except paging.BadCursor as error:
        raise Http404 from error
    replies.attach(found.comments)
    return found


def liked(writer: Writer | None, comments: list[Comment]) -> dict[str, Any]:
    """Which of the comments and of the replies under them this writer likes."""
    under = [reply for comment in comments for reply in getattr(comment, "first_replies", [])]
    return {"liked": liked_by(writer, [*comments, *under])}
