"""While a story is being written: what is typed is kept, and people see each other."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import workflow
from articles.models import Article, Autosave, User
from articles.views.acts import BAD_REQUEST, CONFLICT, FORBIDDEN
from articles.views.desk import person
from articles.workflow import presence
from articles.workflow.unsaved import TAB, number

TOO_LARGE = 413

SEE = "articles.view_article"
ADD, CHANGE = "articles.add_article", "articles.change_article"


# What stands around a story


@dataclass(frozen=True, slots=True)
class Around:
    """Who else is at a story and how its lock stands, in the words of the page."""

    company: list[str] = field(default_factory=list)
    elsewhere: str = ""
    #: "none", "mine" or "theirs"; and what to say of it.
    lock: str = "none"
    locked: str = ""


def around(article: Article, user: User, tab: str, now: datetime) -> Around:
    others = workflow.company(article, user, tab, now)
    held = presence.lock_of(article, now)
    return Around(
        company=[companion_words(one) for one in others if not one.is_me],
        elsewhere=elsewhere_words() if any(one.is_me for one in others) else "",
        lock="none" if held is None else "mine" if held.by == user else "theirs",
        locked=presence.locked_sentence(held) if held and held.by != user else "",
    )


def companion_words(one: presence.Companion) -> str:
    return _("%(who)s (writing)") % {"who": one.by} if one.is_writing else str(one.by)


def elsewhere_words() -> str:
    return _("You have this story open in another window.")


def newer_words(article: Article, opened: int) -> str:
    """That the story has been saved since the page was opened with this version."""
    if not 0 < opened < article.version:
        return ""
    return _("%(who)s saved version %(version)d at %(when)s, after you opened this page.") % {
        "who": article.updated_by or _("Somebody"),
        "version": article.version,
        "when": moment_words(article.updated_at),
    }


def moment_words(moment: datetime) -> str:
    """The time alone, with its day when that is not today."""
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localdate()
    return date_format(local, "H:i" if is_today else "Y-m-d H:i")


# A sign of life


@require_POST
def autosave(request: HttpRequest, object_id: int | None = None) -> HttpResponse:
    """A page tells that it is open, with `_typed` also what stands in it; nothing is saved.

    What was typed is sent as the form would send it. Answers JSON: when it was kept and where it
    goes on, who else is here, the lock; or `reasons` with 400, 403, 409 or 413.
    """
    user = person(request)
    is_typed = "_typed" in request.POST
    article = None if object_id is None else story(object_id, whole=is_typed)
    tab = request.POST.get("_tab", "")
    if not TAB.fullmatch(tab):
        return refused(BAD_REQUEST, _("The page has no name. Reload it, and try again."))
    if request.POST.get("_person", str(user.pk)) != str(user.pk):
        return refused(CONFLICT, _("Somebody else is signed in in this browser now."))
    if not may_send(request, user, article):
        return refused(FORBIDDEN, _("You do not have the right to do this."))
    try:
        kept = keep(request, user, article, tab) if is_typed else None
    except workflow.Refused as refusal:
        return refused(TOO_LARGE, *refusal.reasons)
    return JsonResponse(kept_words(kept) | signs(request, user, article, tab))


def story(pk: int, *, whole: bool) -> Article:
    """A sign without words asks for no body."""
    stories = Article.objects.all() if whole else Article.objects.for_lists()
    return get_object_or_404(stories, pk=pk)


def refused(status: int, *reasons: str) -> JsonResponse:
    return JsonResponse({"reasons": reasons}, status=status)


def may_send(request: HttpRequest, user: User, article: Article | None) -> bool:
    """To be here takes reading; to have something kept takes the right to save it."""
    if article and "_typed" not in request.POST:
        return user.has_perm(SEE) or user.has_perm(CHANGE)
    return user.has_perm(CHANGE if article else ADD)


def keep(request: HttpRequest, user: User, article: Article | None, tab: str) -> Autosave | None:
    """Keep what was typed; nothing is kept of a page that says what the saved story says."""
    fields = workflow.typed(request.POST)
    continues = continued(request)
    desk: Any = admin.site.get_model_admin(Article)
    if not desk.differs(request, article):
        workflow.drop_typed(by=user, tab=tab, continues=continues)
        return None
    now = timezone.now()
    return workflow.keep_typed(
        fields, by=user, tab=tab, article=article, now=now, continues=continues
    )


def continued(request: HttpRequest) -> datetime | None:
    """The moment of the unsaved text that this page went on from."""
    try:
        moment = parse_datetime(request.POST.get("_continued", ""))
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None


def kept_words(kept: Autosave | None) -> dict[str, Any]:
    if kept is None:
        return {"at": None, "kept": "", "address": ""}
    when = date_format(timezone.localtime(kept.at), "H:i:s")
    return {
        "at": when,
        "kept": _("Kept at %(when)s") % {"when": when},
        "address": continue_address(kept),
    }


def signs(request: HttpRequest, user: User, article: Article | None, tab: str) -> dict[str, Any]:
    """What the page is told of others; a story that was never saved has nobody else."""
    if article is None:
        return asdict(Around())
    if "_leave" in request.POST:
        workflow.leave(article, by=user, tab=tab)
        return asdict(Around())
    now, is_writing = timezone.now(), "_writing" in request.POST
    workflow.seen(article, by=user, tab=tab, is_writing=is_writing, now=now)
    found = around(article, user, tab, now)
    lost = request.POST.get("_lock") == "mine" and found.lock != "mine"
    return asdict(found) | {
        "lost": presence.lost_sentence(article, by=user, now=now) if lost else "",
        "newer": newer_words(article, number(request.POST.get("_version", ""))),
    }


# Unsaved texts


@dataclass(frozen=True, slots=True)
class Unsaved:
    """Something typed and not saved, as it is offered: since when, and over which version."""

    kept: Autosave
    when: str
    words: str
    address: str


def offered(user: User, article: Article | None) -> list[Unsaved]:
    """What this person may go on with here, newest first."""
    return [shown(kept, article) for kept in workflow.unsaved_of(user, article)]


def shown(kept: Autosave, article: Article | None) -> Unsaved:
    return Unsaved(kept, moment_words(kept.at), difference(kept, article), continue_address(kept))


def difference(kept: Autosave, article: Article | None) -> str:
    """How it stands to the saved story."""
    if article is None:
        return _("This story was never saved.")
    if kept.version == article.version:
        return _("It was typed over version %(version)d, and nobody has saved since.") % {
            "version": kept.version
        }
    return _(
        "It was typed over version %(version)d. %(who)s saved version %(now)d since, at %(when)s."
    ) % {
        "version": kept.version,
        "who": article.updated_by or _("Somebody"),
        "now": article.version,
        "when": moment_words(article.updated_at),
    }


def continue_address(kept: Autosave) -> str:
    return f"{form_address(kept.article_id)}?unsaved={kept.pk}"


def form_address(article_id: int | None) -> str:
    if article_id is None:
        return reverse("admin:articles_article_add")
    return reverse("admin:articles_article_change", args=[article_id])


@require_POST
def discard(request: HttpRequest, kept_id: int) -> HttpResponse:
    """Throw away an unsaved text of one's own, and go back to where it was offered."""
    kept = get_object_or_404(Autosave, by=person(request), pk=kept_id)
    kept.delete()
    messages.success(request, _("What you had typed is discarded."))
    from_home = request.POST.get("from") == "home"
    return redirect("admin:index" if from_home else form_address(kept.article_id))
