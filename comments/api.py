"""The API's comments of a story: what moderators let through, and nothing of who wrote it."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from django.urls import reverse
from ninja import Path, Query, Router
from ninja.decorators import decorate_view
from pydantic import Field

from articles.api import pagination, problems
from articles.api.asking import Id, Paging
from articles.api.negotiation import JSON, offers
from articles.api.pages import SAFE, answer, following
from articles.api.problems import Problem
from articles.api.rows import local
from articles.api.schemas import Address, Next, Record, says
from articles.api.stories import gone, linked
from articles.models import Edition
from articles.views.addresses import absolute
from comments.choices import CommentOrder, Posting
from comments.models import Comment
from comments.paging import BadCursor, Page, page_of
from comments.replies import attach, replies_of
from comments.standing import standing

router = Router(tags=["Stories"])


class Reply(Record):
    """What a reader answered to a comment."""

    id: Annotated[int, says("Its number.", 4)]
    parent: Annotated[
        int | None, says("The comment that it stands under; null for one on the story itself.", 3)
    ]
    answers: Annotated[
        int | None, says("The reply under the same comment that it answers, or null.", None)
    ]
    name: Annotated[str, says("The name its writer chose.", "\u8bfb\u8005")]
    text: Annotated[str, says("Plain text.", "\u8bf4\u5f97\u597d\uff01")]
    posted_at: Annotated[
        datetime | None, says("When; null where nobody knows.", "2021-12-20T12:00:00+08:00")
    ]
    region: Annotated[
        str,
        says(
            "The province or country it was sent from; empty where the site does not say.",
            "\u56db\u5ddd",
        ),
    ]
    likes: Annotated[int, says("How many readers liked it.", 5)]


class Letter(Reply):
    """What a reader wrote under a story."""

    picked: Annotated[bool, says("Whether the editors picked it.", False)]
    replies_count: Annotated[int, says("How many replies stand under it.", 1)]
    replies: Annotated[
        list[Reply], Field(description="The first three of them at most, the oldest first.")
    ]


class Letters(Record):
    """A page of comments."""

    url: Annotated[
        Address,
        says("The page to read and write them.", "https://news.example.org/comments/12/"),
    ]
    posting: Annotated[
        Posting,
        says("Who may write: open for everybody, signed_in for readers who are, closed.", "open"),
    ]
    total: Annotated[int, says("How many comments readers see, replies among them.", 2)]
    comments: list[Letter]
    next: Next


class Replies(Record):
    """A page of the replies to one comment."""

    url: Annotated[
        Address, says("The page to read them.", "https://news.example.org/comments/12/3/")
    ]
    replies: list[Reply]
    next: Next


class LetterFilters(Paging):
    """Which comments."""

    order: Literal["hot", "new"] = Field(
        "hot", description="The hottest first, after those that the editors picked; or the newest."
    )


CommentId = Annotated[Id, Field(examples=[3])]


@router.api_operation(
    SAFE, "/stories/{row:id}/comments", response=Letters, url_name="story_comments"
)
@decorate_view(offers(JSON))
def comments(request: HttpRequest, id: Path[Id], asked: Query[LetterFilters]) -> Any:
    """The comments on a story that passed review, with the first replies to each."""
    has_to_be_live(id)
    stands = standing(id)
    try:
        page = page_of(id, CommentOrder(asked.order), asked.cursor, asked.limit)
    except BadCursor as error:
        raise pagination.refused() from error
    attach(page.comments)
    rest = following(request, page.next)
    told = Letters(
        url=absolute(Comment(article_id=id).get_absolute_url()),
        posting=stands.posting,
        total=stands.shown,
        comments=[letter(comment, stands.shows_region) for comment in page.comments],
        next=rest,
    )
    return linked(answer(told), rest)


@router.api_operation(
    SAFE,
    "/stories/{row:id}/comments/{row:comment}/replies",
    response=Replies,
    url_name="comment_replies",
)
@decorate_view(offers(JSON))
def replies(
    request: HttpRequest, id: Path[Id], comment: Path[CommentId], asked: Query[Paging]
) -> Any:
    """All replies to one comment that passed review, the oldest first."""
    has_to_be_live(id)
    if not Comment.objects.under(id).threads().filter(pk=comment).exists():
        raise Problem(problems.NOT_FOUND)
    page = page_of_replies(comment, asked)
    shows_region = standing(id).shows_region
    rest = following(request, page.next)
    told = Replies(
        url=absolute(reverse("comments:thread", args=[id, comment])),
        replies=[Reply(**fields(reply, shows_region)) for reply in page.comments],
        next=rest,
    )
    return linked(answer(told), rest)


def has_to_be_live(article_id: int) -> None:
    if not Edition.objects.live().filter(article=article_id).exists():
        raise gone(article_id)


def page_of_replies(comment: int, asked: Paging) -> Page:
    try:
        return replies_of(comment, asked.cursor, asked.limit)
    except BadCursor as error:
        raise pagination.refused() from error


def letter(comment: Comment, shows_region: bool) -> Letter:
    return Letter(
        **fields(comment, shows_region),
        picked=comment.is_picked,
        replies_count=comment.replies_shown,
        replies=[Reply(**fields(reply, shows_region)) for reply in comment.first_replies],
    )


def fields(comment: Comment, shows_region: bool) -> dict[str, Any]:
    """What both have. Whom a reply answers is told as long as readers see that one."""
    return {
        "id": comment.pk,
        "parent": comment.parent_id,
        "answers": comment.answers_id if comment.answered_name else None,
        "name": comment.shown_name,
        "text": comment.text,
        "posted_at": local(comment.posted_at) if comment.posted_at else None,
        "region": comment.region if shows_region else "",
        "likes": comment.likes,
    }
