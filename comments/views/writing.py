"""The form to write a comment, alone or in a page, and what becomes of what it sends."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse

from articles.views.story import withdrawn
from articles.workflow import Refused
from comments import challenge, handover, limits, posting
from comments.choices import Posting, Reviewing
from comments.forms import CommentForm
from comments.identity import remember, sender_of
from comments.models import Comment, LettersSettings, Writer
from comments.standing import Standing, standing
from comments.views.finding import FORM, PART, live_story, shown, wants
from comments.views.own import posted_by

#: What a refusal answers; where it is none of these, the words have to be mended.
STATUSES: dict[type[Refused], int] = {
    limits.Flooded: 429,
    posting.Barred: 403,
    posting.Closed: 403,
    posting.SignInFirst: 403,
}
UNPROCESSABLE = 422


def receive(request: HttpRequest, article_id: int) -> HttpResponse:
    """Take a comment in; what is wrong with it stands beside its field, with the words kept."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return refuse(request, article_id, form, UNPROCESSABLE)
    sender = sender_of(request)
    try:
        comment = posting.post(
            article_id,
            name=form.cleaned_data["name"],
            text=form.cleaned_data["text"],
            sender=sender,
            sending=form.sending,
            parent_id=form.cleaned_data["parent"],
        )
    except posting.NotLive:
        return withdrawn(request, article_id)
    except Refused as refused:
        if getattr(refused, "is_far", False) and not wants(request, FORM):
            return flooded(request, refused, form)
        form.refuse(refused, field="name" if isinstance(refused, posting.NameTaken) else None)
        if isinstance(refused, limits.Flooded):
            return again(request, article_id, form)
        status = STATUSES.get(type(refused), UNPROCESSABLE)
        renewed = isinstance(refused, challenge.Expired)
        return refuse(request, article_id, form, status, renewed=renewed)
    answer = thanks(request, comment)
    if comment.writer:
        remember(answer, comment.writer)
    return answer


def thanks(request: HttpRequest, comment: Comment) -> HttpResponse:
    """Posting again by reloading is impossible: the answer is another page."""
    query = urlencode({"posted": comment.pk})
    if wants(request, FORM):
        story = reverse("comments:story", args=[comment.article_id])
        return redirect(f"{story}?{query}&{PART}={FORM}")
    return redirect(f"{address_of(comment)}?{query}#write")


def address_of(comment: Comment) -> str:
    """The page on which it stands or would stand."""
    if comment.parent_id:
        return reverse("comments:thread", args=[comment.article_id, comment.parent_id])
    return reverse("comments:story", args=[comment.article_id])


def refuse(
    request: HttpRequest, article_id: int, form: CommentForm, status: int, *, renewed: bool = False
) -> HttpResponse:
    """The form with what is wrong."""
    context: dict[str, Any] = {"article_id": article_id, "form": form}
    sent = {name: form[name].value() or "" for name in ("opened", "proof", "parent")}
    if live_story(article_id) is None:
        return withdrawn(request, article_id)
    form.to = shown(article_id, number(str(sent["parent"])))
    old = "" if renewed else sent["opened"]
    context |= opening(article_id, LettersSettings.current(), old, sent["proof"])
    return shown_form(request, context, status)


def again(request: HttpRequest, article_id: int, form: CommentForm) -> HttpResponse:
    """The form for another time, alone or in a plain page: a flood is answered with it, so neither
    is the database asked nor are the fields laid out."""
    name = "comments/_again.html" if wants(request, FORM) else "comments/again.html"
    context = {"article_id": article_id, "form": form, "sent": form.data}
    words = render_to_string(name, context | {"csrf_token": get_token(request)})
    return HttpResponse(words, status=STATUSES[limits.Flooded])


def flooded(request: HttpRequest, refused: Refused, form: CommentForm) -> HttpResponse:
    """A page of a few lines, with the words kept, that costs next to nothing: who comes so often
    is a program, and readers wait while it is answered."""
    context = {"sentence": str(refused), "text": form.cleaned_data["text"]}
    status = STATUSES[limits.Flooded]
    return HttpResponse(render_to_string("comments/flooded.html", context), status=status)


def opening(
    article_id: int, settings: LettersSettings, opened: str = "", proof: str = ""
) -> dict[str, Any]:
    """The token of a form: the one it came with while that is good, else a new one."""
    token = challenge.renewed(opened, article_id) if opened else challenge.issue(article_id)
    proof = proof if token == opened else ""
    return {"opened": token, "proof": proof, "proof_bits": settings.proof_bits}


def shown_form(request: HttpRequest, context: dict[str, Any], status: int = 200) -> HttpResponse:
    """Alone for a page that opens it in place, else in a page of its own."""
    name = "comments/_form.html" if wants(request, FORM) else "comments/write.html"
    return render(request, name, context | {"alone": True}, status=status)


def fragment(request: HttpRequest, article_id: int, to: Comment | None = None) -> HttpResponse:
    """The form alone, for a page that opens it in place."""
    writer = sender_of(request).writer
    context = blank(request, article_id, writer, standing(article_id), to)
    return shown_form(request, context)


def blank(
    request: HttpRequest,
    article_id: int,
    writer: Writer | None,
    rule: Standing,
    to: Comment | None = None,
) -> dict[str, Any]:
    """What the form needs before anybody wrote in it, or after they sent it."""
    settings = LettersSettings.current()
    initial = {"name": writer.name if writer else ""}
    asked = request.GET.get("posted", "")
    return {
        "article_id": article_id,
        "form": CommentForm(initial=initial, to=to),
        "has_posted": bool(asked),
        "posted": posted_by(writer, number(asked)),
        "posting": rule.posting,
        "is_closed": rule.posting == Posting.CLOSED,
        "must_sign_in": rule.posting == Posting.SIGNED_IN and not (writer and writer.subject),
        "can_sign_in": handover.is_possible(),
        "signed_in": writer if writer and writer.subject else None,
        "reads_first": rule.reviewing == Reviewing.BEFORE,
        "regions": rule.shows_region,
        **opening(article_id, settings),
    }


def number(words: str) -> int | None:
    """The number of a row; None for anything else."""
    fits = words.isascii() and words.isdecimal() and len(words) < len(str(10**18))
    return int(words) if fits else None
