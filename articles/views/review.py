"""The page to review a story on, made for a phone: read, mark, pass or return with one thumb."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from articles.choices import LEVEL_OF_STATE, PASS_OF_LEVEL, DeskVerb
from articles.forms.marks import MarkForm
from articles.models import Article, Mark, User
from articles.views import acts
from articles.views.desk import person
from articles.views.preview import as_edition
from articles.views.track import track
from articles.workflow import may

BAD_REQUEST = 400

#: Whoever may pass or return a story may put marks into it.
REVIEWING = (*PASS_OF_LEVEL.values(), DeskVerb.RETURN)
#: What stands in the bar under one's thumb, in this order; the rest is on the story's form.
IN_BAR = (*PASS_OF_LEVEL.values(), DeskVerb.PUBLISH, DeskVerb.RETURN)


@require_safe
@never_cache
def review(request: HttpRequest, object_id: int) -> HttpResponse:
    """The text as it would be printed, what is to be seen to, and the buttons of this person."""
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    return shown(request, the_story(object_id), MarkForm())


def shown(
    request: HttpRequest, article: Article, form: MarkForm, status: int = 200
) -> HttpResponse:
    user = person(request)
    standing = acts.standing(article, user)
    context = {
        **admin.site.each_context(request),
        "title": article.title,
        "opts": Article._meta,
        "article": article,
        "edition": as_edition(article, user),
        "standing": standing,
        "steps": track(standing.facts),
        "offers": [one for one in standing.offers if one.act.verb in IN_BAR],
        "missing": [one for one in standing.missing if one.act.verb in IN_BAR],
        "opinions": opinions(article),
        "marks": article.marks.select_related("by", "done_by"),
        "mark_form": form if may_mark(user) else None,
        "may_tick": user.has_perm("articles.change_article"),
        "following": following(article, user),
    }
    return render(request, "desk/review.html", context, status=status)


def the_story(object_id: int) -> Article:
    return get_object_or_404(
        Article.objects.select_related("section__parent", "created_by", "text_by", "updated_by"),
        pk=object_id,
    )


def opinions(article: Article) -> Any:
    """What reviewers have said of the story so far, newest first."""
    said = article.acts.filter(verb__in=[verb.value for verb in REVIEWING]).exclude(note="")
    return said.select_related("by")[:8]


def following(article: Article, user: User) -> Article | None:
    """The next story of the same queue that this person may pass, so that it is worked through."""
    if article.state not in LEVEL_OF_STATE:
        return None
    waiting = Article.objects.on_the_desk().waiting_for(user, [article.state])
    return waiting.exclude(pk=article.pk).order_by("state_since").only("title").first()


def may_mark(user: Any) -> bool:
    return any(may(user, verb) for verb in REVIEWING)


# Marks


@require_POST
def add_mark(request: HttpRequest, object_id: int) -> HttpResponse:
    """Keep a mark of a reviewer; one without a remark is asked for it."""
    user = person(request)
    if not may_mark(user):
        raise PermissionDenied(_("You do not have the right to do this."))
    article = the_story(object_id)
    form = MarkForm(request.POST)
    if not form.is_valid():
        return shown(request, article, form, status=BAD_REQUEST)
    mark: Mark = form.save(commit=False)
    mark.article, mark.by, mark.at = article, user, timezone.now()
    mark.version, mark.stage = article.version, article.state
    mark.save()
    messages.success(request, _("The mark is kept."))
    return redirect("admin:articles_article_review", object_id)


@require_POST
@transaction.atomic
def tick_mark(request: HttpRequest, object_id: int, mark_id: int) -> HttpResponse:
    """Note that a mark has been carried out, or that it has not after all."""
    user = person(request)
    if not user.has_perm("articles.change_article"):
        raise PermissionDenied(_("You do not have the right to do this."))
    mark = get_object_or_404(
        Mark.objects.select_for_update(of=("self",)), pk=mark_id, article_id=object_id
    )
    done = request.POST.get("done") == "1"
    mark.done_at, mark.done_by = (timezone.now(), user) if done else (None, None)
    mark.save(update_fields=["done_at", "done_by"])
    return redirect(acts.after(request, object_id))
