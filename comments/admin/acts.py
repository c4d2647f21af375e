"""The buttons of the queue: reads what was pressed, calls the act, tells what became of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.http.request import QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.models import User
from articles.views.desk import person
from articles.workflow import Refused
from comments import moderation
from comments.admin import undoing
from comments.admin.filters import ROW
from comments.admin.queue import for_rows, rows_of
from comments.admin.told import Told, ban_sentence, batch_word, of_decision, of_undoing
from comments.choices import CommentState
from comments.models import NOTE_LENGTH, Appeal, Comment

#: Rows of one page that are looked after; a page has fewer.
ROWS = 200

VERDICTS = {"approve": CommentState.APPROVED, "reject": CommentState.REJECTED}


@dataclass(slots=True)
class Pressed:
    """A button, with the rows it is about and what was typed beside it."""

    verb: str
    chosen: list[int]
    post: QueryDict
    by: User

    @property
    def seen(self) -> dict[int, CommentState]:
        """The chosen rows with the states in which they were listed."""
        listed = listed_in(self.post)
        return {pk: listed[pk] for pk in self.chosen if pk in listed}

    @property
    def note(self) -> str:
        """What was typed, or else the ready reason that was picked; those speak against it."""
        typed = clean(self.post.get("note", ""))
        is_against = not self.verb.startswith("approve")
        return typed or (clean(self.post.get("ready", "")) if is_against else "")

    def comment(self) -> Comment:
        """The one that it is about, in the state that was seen."""
        found: Comment | None = for_rows().filter(pk__in=self.chosen[:1]).first()
        if found is None:
            raise Refused(_("There is no such comment."))
        found.state = self.seen.get(found.pk, found.state)
        return found


def clean(words: str) -> str:
    """A database may refuse the character that no person types."""
    return words.replace("\x00", "").strip()[:NOTE_LENGTH]


def listed_in(post: QueryDict) -> dict[int, CommentState]:
    """Every row of the page with the state it was listed in."""
    seen = pairs(post.getlist("seen"))
    return {pk: CommentState(state) for pk, state in seen if state in CommentState.values}


def pairs(entries: Sequence[str]) -> Iterator[tuple[int, str]]:
    """What hidden fields of rows say, each as `number:word`; nonsense is left out."""
    for entry in entries[:ROWS]:
        pk, _colon, word = entry.partition(":")
        if ROW.fullmatch(pk):
            yield int(pk), word


def pressed(request: HttpRequest) -> Pressed:
    """A button of one row says `verb:number`; one of the bar says `verb`, for the ticked rows."""
    verb, _colon, one = request.POST.get("act", "").partition(":")
    chosen = [one] if one else request.POST.getlist("chosen")[:ROWS]
    keys = [int(pk) for pk in chosen if ROW.fullmatch(pk)]
    return Pressed(verb, keys, request.POST, person(request))


# One a button


def decide(act: Pressed) -> Told:
    verdict = VERDICTS[act.verb]
    return of_decision(verdict, moderation.decide(act.seen, verdict, by=act.by, note=act.note))


def decide_same(act: Pressed) -> Told:
    verdict = VERDICTS[act.verb.removesuffix("-same")]
    outcome = moderation.decide_same(act.comment(), verdict, by=act.by, note=act.note)
    return of_decision(verdict, outcome)


def pick(act: Pressed) -> Told:
    comment = act.comment()
    moderation.pick(comment, by=act.by)
    return Told.done(_("The comment is a staff pick and stands first."), f"unpick:{comment.pk}")


def unpick(act: Pressed) -> Told:
    comment = act.comment()
    moderation.unpick(comment, by=act.by)
    return Told.done(_("The comment is a staff pick no more."), f"pick:{comment.pk}")


def ban(act: Pressed) -> Told:
    comment, days = act.comment(), act.post.get("days", "1")
    terms: dict[str, Any] = {
        "by": act.by,
        "reason": act.note,
        # What the form does not offer, the act refuses.
        "days": None if days == "" else int(days) if ROW.fullmatch(days) else 0,
        "and_reject": bool(act.post.get("and_reject")),
    }
    if act.post.get("whom") == "network":
        made = moderation.ban_network(comment, **terms)
    elif comment.writer:
        made = moderation.ban_writer(comment.writer, because_of=comment, **terms)
    else:
        raise Refused(_("Nobody knows who wrote this comment: it came with an imported story."))
    return Told.done(ban_sentence(made.expires_at), batch_word(moderation.batch_of(made)))


def dismiss(act: Pressed) -> Told:
    comment = act.comment()
    read = {pk: last for pk, last in pairs(act.post.getlist("read")) if ROW.fullmatch(last)}
    last_seen = int(read[comment.pk]) if comment.pk in read else None
    count = moderation.dismiss_reports(comment, by=act.by, note=act.note, last_seen=last_seen)
    sentence = ngettext(
        "%(count)d report was dismissed; the comment stays.",
        "%(count)d reports were dismissed; the comment stays.",
        count,
    )
    return Told.done(sentence % {"count": count})


def deny(act: Pressed) -> Told:
    appeal = Appeal.objects.filter(comment__in=act.chosen[:1]).order_by("id").last()
    if appeal is None:
        raise Refused(_("Nothing was changed: nobody appealed."))
    moderation.deny(appeal, by=act.by, answer=act.note)
    return Told.done(_("The appeal was denied; the writer reads your answer."))


def undo(act: Pressed) -> Told:
    """Take back what the word names (undoing.py)."""
    kind, _colon, name = act.post.get("undo", "").partition(":")
    if kind == "batch":
        return of_undoing(moderation.undo(batch_named(name), by=act.by))
    if kind in {"pick", "unpick"} and ROW.fullmatch(name):
        back = ACTS[kind](Pressed(kind, [int(name)], act.post, act.by))
        return Told(back.sentences)  # An undoing is not undone.
    raise Refused(_("There was nothing left to undo."))


def batch_named(name: str) -> UUID:
    try:
        return UUID(name)
    except ValueError as error:
        raise Refused(_("There was nothing left to undo.")) from error


ACTS: dict[str, Callable[[Pressed], Told]] = {
    "approve": decide,
    "reject": decide,
    "approve-same": decide_same,
    "reject-same": decide_same,
    "pick": pick,
    "unpick": unpick,
    "ban": ban,
    "dismiss": dismiss,
    "deny": deny,
    "undo": undo,
}


# The answer


@require_POST
@never_cache
def press(request: HttpRequest) -> HttpResponse:
    """To a script: the sentence, the way back, and the rows that have changed; else the list."""
    act = pressed(request)
    if act.verb not in ACTS:
        raise Http404
    try:
        told = ACTS[act.verb](act)
    except Refused as refused:
        told = Told.trouble(str(refused))
    if told.undo or act.verb == "undo":
        undoing.remember(request, told)
    if request.accepts("text/html"):
        return back(request, told)
    answer = {"said": told.words, "trouble": told.is_trouble, "undo": told.undo}
    return JsonResponse(answer | {"rows": changed_rows(listed_in(act.post), act.chosen, act.by)})


def back(request: HttpRequest, told: Told) -> HttpResponse:
    for level, sentence in told.sentences:
        messages.add_message(request, level, sentence)
    address = request.POST.get("back", "")
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    queue = reverse("admin:comments_comment_changelist")
    return HttpResponseRedirect(address if ours else queue)


def changed_rows(
    listed: dict[int, CommentState], chosen: Iterable[int], by: User
) -> dict[int, str]:
    """The rows of a page that do not stand as they were listed, and the chosen ones, anew."""
    asked = {pk for pk in chosen if pk in listed}
    rows: Any = Comment.objects.order_by().filter(pk__in=listed).values_list("pk", "state")
    asked |= {pk for pk, state in rows if state != listed[pk]}
    comments = for_rows().filter(pk__in=asked).order_by("pk")
    return {row.comment.pk: rendered(row) for row in rows_of(comments, by=by)}


def rendered(row: Any) -> str:
    return render_to_string("comments/desk_row.html", {"row": row})
