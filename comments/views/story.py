"""The page of all comments of one story, with the form to write one."""

from __future__ import annotations

import re
from urllib.parse import urlencode

from django.core.paginator import EmptyPage, Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from articles.models import Edition
from articles.views.addresses import absolute
from articles.views.story import withdrawn
from articles.workflow import Refused
from comments import posting
from comments.choices import CommentOrder
from comments.forms import CommentForm
from comments.identity import remember, writer_of
from comments.models import Comment
from comments.ranking import order_named

PER_PAGE = 50
PAGE_NUMBER = re.compile("[1-9][0-9]{0,5}")

#: The query that asks for the form alone, to be opened in a story's page.
PART, FORM = "part", "form"


@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def story(request: HttpRequest, article_id: int) -> HttpResponse:
    """Comments of a live story, 410 while it is withdrawn, else 404. POST writes one.

    The one page for readers that holds a token and sets a cookie, so it is never stored.
    """
    edition = Edition.objects.live().for_lists().filter(article=article_id).first()
    if edition is None:
        return withdrawn(request, article_id)
    if request.method == "POST":
        return receive(request, edition)
    return page(request, edition, CommentForm())


def receive(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Take a comment in; what is wrong with it stands beside its field, with the words kept."""
    form = CommentForm(request.POST)
    if form.is_trapped:  # A program wrote this. It is thanked, and nothing is kept.
        return thanks(request, edition)
    if not form.is_valid():
        return page(request, edition, form, status=422)
    try:
        comment = posting.post(
            edition.article_id,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            sender=posting.Sender(
                address=request.META.get("REMOTE_ADDR", ""), writer=writer_of(request)
            ),
        )
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, reason)
        return page(request, edition, form, status=429)
    answer = thanks(request, edition)
    if comment.writer:
        remember(answer, comment.writer)
    return answer


def thanks(request: HttpRequest, edition: Edition) -> HttpResponse:
    """Posting again by reloading is impossible: the answer is another page."""
    query = {"posted": 1} | ({PART: FORM} if request.GET.get(PART) == FORM else {})
    address = edition_address(edition) + "?" + urlencode(query)
    return redirect(address if PART in query else f"{address}#write")


def edition_address(edition: Edition) -> str:
    return Comment(article_id=edition.article_id).get_absolute_url()


def page(
    request: HttpRequest, edition: Edition, form: CommentForm, status: int = 200
) -> HttpResponse:
    context = {
        "edition": edition,
        "form": form,
        "posted": "posted" in request.GET and not form.data,
    }
    if request.GET.get(PART) == FORM:
        return render(request, "comments/_form.html", context, status=status)
    order = order_named(request.GET.get("order"))
    context |= {
        "order": order,
        "orders": CommentOrder,
        "page": page_of(edition.article_id, order, request.GET.get("page", "1")),
        "canonical": absolute(edition_address(edition)),
    }
    return render(request, "comments/story.html", context, status=status)


def page_of(article_id: int, order: CommentOrder, asked: str) -> Page[Comment]:
    """The page of that number; anything that is not the number of a page is 404."""
    if not PAGE_NUMBER.fullmatch(asked):
        raise Http404
    # The story was found live a moment ago, so that is not asked again for every row.
    comments = Comment.objects.shown().threads().filter(article=article_id).in_order(order)
    try:
        return Paginator(comments, PER_PAGE).page(asked)
    except EmptyPage as error:
        raise Http404 from error
