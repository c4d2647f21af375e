"""One comment with all replies to it, by cursor, and the form to answer."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.views.addresses import absolute
from comments import paging, replies
from comments.identity import sender_of
from comments.models import Comment
from comments.paging import Page
from comments.standing import standing
from comments.views import writing
from comments.views.finding import FORM, of_live_story, shown, shown_or_404, wants
from comments.views.own import hidden_of
from comments.views.story import liked


@require_safe
@of_live_story
def thread(request: HttpRequest, edition: Edition, pk: int) -> HttpResponse:
    """A reply has no page of its own: it leads to that of its comment, ready to be answered."""
    comment = shown_or_404(edition, pk)
    if wants(request, FORM):
        return writing.fragment(request, edition.article_id, to=comment)
    if comment.parent_id:
        return redirect(f"{address(edition, comment.parent_id)}?to={pk}")
    return page(request, edition, comment)


def address(edition: Edition, pk: int) -> str:
    return reverse("comments:thread", args=[edition.article_id, pk])


def page(request: HttpRequest, edition: Edition, comment: Comment) -> HttpResponse:
    article_id, writer = edition.article_id, sender_of(request).writer
    cursor = request.GET.get("after", "")
    found = leaf(comment, cursor)
    rule = standing(article_id)
    to = shown(article_id, writing.number(request.GET.get("to", "")))
    form = writing.blank(request, article_id, writer, rule, to or comment)
    own = hidden_of(writer, article_id, form["posted"]) if not cursor else []
    context = {
        "edition": edition,
        "comment": comment,
        "cursor": cursor,
        "page": found,
        "mine": [one for one in own if one.comment.parent_id == comment.pk],
        "canonical": absolute(address(edition, comment.pk)),
        **liked(writer, [comment, *found.comments]),
        **form,
    }
    return render(request, "comments/thread.html", context)


def leaf(comment: Comment, cursor: str) -> Page:
    try:
        return replies.replies_of(comment.pk, cursor)
    except paging.BadCursor as error:
        raise Http404 from error
