"""What can be said of many photos of the library at once, after a page that asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles import renditions, tasks
from articles.admin.photo_list import cards
from articles.forms.inputs import possible
from articles.forms.photo_bulk import KindSaying, MarkSaying, RightsSaying, Saying
from articles.models import Photo, SiteSettings
from articles.views.desk import person
from articles.views.sizes import count_as_unmade

BAD_REQUEST = 400
#: More than a page of the list shows cannot have been chosen in it.
MOST = 200


class AnewSaying(Saying):
    def say(self, photo: Photo) -> None:
        count_as_unmade(photo)


@dataclass(frozen=True, slots=True)
class Act:
    """`form` asks what is to be said, `told` answers what it means for the photos chosen."""

    label: Any
    form: type[Saying]
    told: Any


#: By the word that a button sends.
ACTS = {
    "kind": Act(
        gettext_lazy("Set the kind"),
        KindSaying,
        gettext_lazy("It takes the place of the kind that each of these photos has."),
    ),
    "rights": Act(
        gettext_lazy("Set the rights"),
        RightsSaying,
        gettext_lazy("It takes the place of what each of these photos has."),
    ),
    "mark": Act(
        gettext_lazy("Put the site's mark on"),
        MarkSaying,
        gettext_lazy("What readers get of these photos is made anew with the mark, or without."),
    ),
    "anew": Act(
        gettext_lazy("Make the sizes anew"),
        AnewSaying,
        gettext_lazy("Every size that readers get of these photos is written again."),
    ),
}


class PhotoBulk:
    """Mixed into the admin of photos: the list's form, for who may change photos."""

    actions = ()

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if request.method == "POST":
            return do_chosen(request)
        may_change = request.user.has_perm("articles.change_photo")
        given = {"acts": ACTS if may_change else {}} | (extra_context or {})
        shown: HttpResponse = super().changelist_view(request, given)
        return shown


def do_chosen(request: HttpRequest) -> HttpResponse:
    """Ask what is to be said of the chosen photos, or say it.

    What cannot be read changes nothing and is answered with 400, a missing right with 403.
    """
    if not request.user.has_perm("articles.change_photo"):
        raise PermissionDenied
    act, word = ACTS.get(request.POST.get("action", "")), request.POST.get("action", "")
    if act is None:
        return refused(request, _("Choose what is to be done with the photos."))
    photos = chosen(request)
    if not photos:
        return refused(request, _("Choose at least one photo."))
    form = act.form(request.POST if "said" in request.POST else None)
    if not form.is_valid():
        status = BAD_REQUEST if form.is_bound else 200
        return sheet(request, photos, act=act, word=word, form=form, status=status)
    changed = say_of(photos, form)
    LogEntry.objects.log_actions(person(request).pk, changed, CHANGE, str(act.label))
    tell(request, changed)
    return HttpResponseRedirect(request.get_full_path())


def chosen(request: HttpRequest) -> list[Photo]:
    keys = possible(request.POST.getlist("_selected_action"))[:MOST]
    return list(Photo.objects.filter(pk__in=keys))


@transaction.atomic
def say_of(photos: Iterable[Photo], form: Saying) -> list[Photo]:
    """Say it of each, and answer with those that it changed.

    A photo whose licence has ended goes from readers at once. Without a worker, sizes that are to
    be made anew are left to the job: a page of them takes longer than anybody waits.
    """
    site, today = SiteSettings.objects.current(), timezone.localdate()
    held = Photo.objects.select_for_update().filter(pk__in=[photo.pk for photo in photos])
    changed = []
    for photo in held.order_by("pk"):
        before = what_is_said(photo)
        form.say(photo)
        if what_is_said(photo) == before:
            continue
        photo.needs_rendering = not renditions.is_complete(photo, site, today)
        photo.save()
        if photo.needs_rendering and (tasks.has_worker() or photo.is_expired(today)):
            tasks.order_sizes(photo.pk)
        changed.append(photo)
    return changed


def what_is_said(photo: Photo) -> tuple[Any, ...]:
    rights = (photo.licence, photo.expires_on, photo.may_syndicate)
    return (photo.kind, *rights, photo.with_watermark, photo.made, photo.render_trouble)


def tell(request: HttpRequest, changed: Sequence[Photo]) -> None:
    words = ngettext("%(n)d photo is changed.", "%(n)d photos are changed.", len(changed))
    said = [words % {"n": len(changed)}]
    if any(photo.needs_rendering for photo in changed):
        said.append(_("What readers get of them is made anew within a few minutes."))
    messages.success(request, " ".join(said))


# The page between


def sheet(
    request: HttpRequest,
    photos: Sequence[Photo] = (),
    *,
    error: str = "",
    act: Act | None = None,
    word: str = "",
    form: Saying | None = None,
    status: int = BAD_REQUEST,
) -> HttpResponse:
    """The photos chosen and what is asked of them, or why nothing was done."""
    context = {
        **admin.site.each_context(request),
        "title": act.label if act else _("Nothing was changed"),
        "opts": Photo._meta,
        "error": error,
        "act": act,
        "word": word,
        "form": form,
        "cards": cards(photos),
        "mark_is_missing": word == "mark" and not SiteSettings.objects.current().watermark,
        "back": request.get_full_path(),
    }
    return render(request, "desk/photo_bulk.html", context, status=status)


def refused(request: HttpRequest, error: str) -> HttpResponse:
    return sheet(request, error=error)
