"""The photo library as the desk's scripts ask it: what is found by words, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import photodesk, renditions, search
from articles.choices import PhotoKind
from articles.forms.library import LibraryForm
from articles.models import Photo
from articles.renditions.finding import file_of
from articles.views.acts import BAD_REQUEST
from articles.views.desk import person
from articles.views.photo_marks import Pill, kind_of, rights

VIEW = "articles.view_photo"

PER_PAGE = 24


@require_safe
@never_cache
def library(request: HttpRequest) -> HttpResponse:
    """The newest photos in which all words of `q` stand, or the ones named by `photo`.

    Answers JSON: `photos` (see `described`), and `next`, the `page` on which they go on, or null.
    """
    if not person(request).has_perm(VIEW):
        raise PermissionDenied
    form = LibraryForm(request.GET)
    if not form.is_valid():
        reasons = [str(said) for errors in form.errors.values() for said in errors]
        return JsonResponse({"reasons": reasons}, status=BAD_REQUEST)
    number = form.cleaned_data["page"] or 1
    start = (number - 1) * PER_PAGE
    # One more than is shown tells whether there is more; nothing is counted.
    found = list(asked(form)[start : start + PER_PAGE + 1])
    today = timezone.localdate()
    return JsonResponse(
        {
            "photos": [described(photo, today) for photo in found[:PER_PAGE]],
            "next": number + 1 if len(found) > PER_PAGE else None,
        }
    )


def asked(form: LibraryForm) -> QuerySet[Photo]:
    photos = Photo.objects.defer("retired").order_by("-pk")
    if named := form.cleaned_data["photo"]:
        return photos.filter(pk=named)
    return search.photos(photos, form.cleaned_data["q"])


def described(photo: Photo, today: date) -> dict[str, Any]:
    """A photo as the tray, the picker and the editor show it."""
    picture = renditions.picture(file_of(photo))
    return {
        "id": photo.pk,
        "label": str(photo),
        "thumb": renditions.smallest_url(photo),
        "srcset": picture.srcset if picture else "",
        "width": photo.width,
        "height": photo.height,
        "caption": photo.caption,
        "credit": photodesk.credit_of(photo),
        "alt": photo.alt,
        "marks": [asdict(mark) for mark in marks(photo, today)],
        "change_url": reverse("admin:articles_photo_change", args=[photo.pk]),
    }


def marks(photo: Photo, today: date) -> Iterator[Pill]:
    """What one has to know before a photo is used; that it was taken on the scene goes unsaid."""
    yield from rights(photo, today)
    if photo.kind != PhotoKind.SCENE:
        yield kind_of(photo)
