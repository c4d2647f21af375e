"""The API's comments of a story: what moderators let through, and nothing of who wrote it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router
from ninja.decorators import decorate_view
from pydantic import Field

from articles.api import pagination
from articles.api.asking import Id, Paging
from articles.api.negotiation import JSON, offers
from articles.api.pages import SAFE, following
from articles.api.rows import local
from articles.api.schemas import Next, Record, says
from articles.api.stories import gone
from articles.models import Edition
from articles.views.addresses import absolute
from comments.choices import CommentOrder
from comments.models import Comment, CommentQuerySet

router = Router(tags=["Stories"])


class Letter(Record):
    """What a reader wrote under a story."""

    id: Annotated[int, says("Its number.", 3)]
    name: Annotated[str, says("The name its writer chose.", "\u8bfb\u8005")]
    text: Annotated[str, says("Plain text.", "\u8bf4\u5f97\u597d\uff01")]
    posted_at: Annotated[
        datetime | None, says("When; null where nobody knows.", "2021-12-20T12:00:00+08:00")
    ]
    likes: Annotated[int, says("How many readers liked it.", 5)]


class Letters(Record):
    """A page of comments."""

    url: Annotated[
        str, says("The page to read and write them.", "https://news.example.org/comments/12/")
    ]
    comments: list[Letter]
    next: Next


class LetterFilters(Paging):
    """Which comments."""

    order: Literal["hot", "new"] = Field("hot", description="Most liked first, or newest first.")


@router.api_operation(
    SAFE, "/stories/{row:id}/comments", response=Letters, url_name="story_comments"
)
@decorate_view(offers(JSON))
def comments(request: HttpRequest, id: Path[Id], asked: Query[LetterFilters]) -> Any:
    """The comments of a story that passed review."""
    if not Edition.objects.live().filter(article=id).exists():
        raise gone(id)
    order = CommentOrder(asked.order)
    found = Comment.objects.shown().filter(article=id)
    shown = list(after(found, order, asked.cursor).in_order(order)[: asked.limit + 1])
    more = shown[asked.limit :]
    del shown[asked.limit :]
    cursor = cursor_at(shown[-1], order) if more else ""
    page = absolute(Comment(article_id=id).get_absolute_url())
    letters = [letter(comment) for comment in shown]
    return Letters(url=page, comments=letters, next=following(request, cursor))


def after(found: CommentQuerySet, order: CommentOrder, cursor: str) -> CommentQuerySet:
    """Those behind the cursor. In the hot order one that is liked meanwhile may be missed."""
    kinds = [int] * len(COLUMNS[order])
    place = pagination.decoded(cursor, f"comments-{order}", kinds)
    if not place:
        return found
    *likes, ranked, pk = place
    values = [*map(int, likes), pagination.moment(int(ranked)), pk]
    return found.filter(pagination.before(COLUMNS[order], values))


#: The columns of ranking.COLUMNS, all of which descend.
COLUMNS = {
    CommentOrder.HOT: ("is_picked", "score", "ranked_at", "id"),
    CommentOrder.NEW: ("ranked_at", "id"),
}


def cursor_at(comment: Comment, order: CommentOrder) -> str:
    likes = [int(comment.is_picked), comment.score] if order == CommentOrder.HOT else []
    at = pagination.micros(comment.ranked_at)
    return pagination.encoded(f"comments-{order}", [*likes, at, comment.pk])


def letter(comment: Comment) -> Letter:
    return Letter(
        id=comment.pk,
        name=comment.shown_name,
        text=comment.text,
        posted_at=local(comment.posted_at) if comment.posted_at else None,
        likes=comment.likes,
    )
