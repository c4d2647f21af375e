"""What tests of the moderators' queue do: press its buttons as a page or as its script does."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from comments.models import Comment

LIST = "admin:comments_comment_changelist"
PAGE = "admin:comments_comment_change"
ACT = "admin:comments_comment_act"
NEWS = "admin:comments_comment_news"
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>"


def seen(*comments: Comment) -> list[str]:
    """The states in which the rows were listed, as their hidden fields say."""
    return [f"{comment.pk}:{comment.state}" for comment in comments]


def press(desk: Client, act: str, *rows: Comment, **fields: Any) -> Any:
    """Without a script: the page of what `act` says, `verb:number` or `verb` for chosen rows."""
    chosen = [] if ":" in act else [row.pk for row in rows]
    return desk.post(
        reverse(ACT), {"act": act, "seen": seen(*rows), "chosen": chosen} | fields, follow=True
    )


def told(desk: Client, act: str, *rows: Comment, **fields: Any) -> dict[str, Any]:
    """With the script: the answer that it shows."""
    sent = {"act": act, "seen": seen(*rows)} | fields
    answer: dict[str, Any] = desk.post(
        reverse(ACT), sent, headers={"accept": "application/json"}
    ).json()
    return answer


def shown_rows(answer: Any) -> list[Comment]:
    return [row.comment for row in answer.context["cl"].rows]


def listed(desk: Client, **query: Any) -> list[Comment]:
    return shown_rows(desk.get(reverse(LIST), query))
