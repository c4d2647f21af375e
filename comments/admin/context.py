"""What a moderator may want to know of one comment: story, thread, writer, log, complaints."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles.admin.counting import counted, in_words
from articles.models import Edition, User
from articles.views.desk import person
from comments import moderation
from comments.admin import ready, undoing
from comments.admin.filters import ROW
from comments.admin.queue import Row, for_rows, rows_of
from comments.choices import OPEN
from comments.models import Appeal, Ban, Comment, Decision, Report, Whereabouts

#: Of a writer's other comments, and of the rest that stands in lists here.
HISTORY, MOST = 10, 50

#: Asked for so, the page is a fragment that stands beside the queue.
PANE = "pane"


def comment_page(request: HttpRequest, number: str, site: dict[str, Any]) -> HttpResponse:
    """`site` is what every page of the desk has around it."""
    user = person(request)
    comment = for_rows().filter(pk=int(number)).first() if ROW.fullmatch(number) else None
    if comment is None:
        raise Http404
    moderation.look([comment.pk], by=user)
    (row,) = rows_of([comment], by=user)
    if request.GET.get("part") == PANE:
        return render(request, "comments/desk_context.html", context(row, user))
    around = {"title": _("Comment"), "last": undoing.last(request), "ready": ready.REASONS}
    return render(request, "comments/desk_comment.html", site | around | context(row, user))


def context(row: Row, user: User) -> dict[str, Any]:
    comment = row.comment
    return {
        "row": row,
        "edition": Edition.objects.live().filter(article=comment.article_id).first(),
        "history": history(comment),
        "bans": bans_about(comment),
        "network": network(comment, user),
        "same": Comment.objects.for_queue()
        .filter(words_key=comment.words_key)
        .exclude(pk=comment.pk)
        .order_by("-id")[:HISTORY],
        "same_open": same_open(comment, user),
        "decisions": Decision.objects.filter(comment=comment).select_related("by")[:MOST],
        "reports": Report.objects.filter(comment=comment)
        .select_related("settled_by")
        .order_by("outcome", "-id")[:MOST],
        "appeals": Appeal.objects.filter(comment=comment)
        .select_related("settled_by")
        .order_by("-id")[:MOST],
    }


def history(comment: Comment) -> list[Comment]:
    """The last ones of the same writer."""
    if comment.writer_id is None:
        return []
    theirs = Comment.objects.for_queue().filter(writer=comment.writer_id).exclude(pk=comment.pk)
    return list(theirs.order_by("-id")[:HISTORY])


def bans_about(comment: Comment) -> QuerySet[Ban]:
    """Bans of the writer, and of the network that this comment came from."""
    about = Q(because_of=comment)
    if comment.writer_id:
        about |= Q(writer=comment.writer_id)
    about |= Q(network__in=marks(comment).values("network"))
    return Ban.objects.filter(about).select_related("by", "lifted_by")[:HISTORY]


def marks(comment: Comment) -> QuerySet[Whereabouts]:
    return Whereabouts.objects.order_by().filter(comment=comment)


def network(comment: Comment, user: User) -> dict[str, Any]:
    """That other comments came from the same network; never which one it is."""
    others = Whereabouts.objects.filter(network__in=marks(comment).values("network"))
    others = others.exclude(comment=comment)
    strangers = others.exclude(comment__writer=comment.writer_id)
    all_of_them, of_strangers = counted(user, [others, strangers])
    return {
        "is_known": marks(comment).exists(),
        "others": in_words(all_of_them) if all_of_them else "",
        "strangers": in_words(of_strangers) if of_strangers else "",
    }


def same_open(comment: Comment, user: User) -> str:
    """How many that say the same are still to be decided, this one among them."""
    found = Comment.objects.filter(words_key=comment.words_key, state__in=sorted(OPEN))
    (count,) = counted(user, [found])
    return in_words(count) if count else ""
