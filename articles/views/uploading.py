"""Files for the photo library: the page that takes them in, and what it asks piece by piece."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import CHANGE as ALTERED
from django.contrib.admin.models import LogEntry
from django.contrib.admin.utils import construct_change_message
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from articles import incoming, photodesk, renditions
from articles.forms.uploading import ACCEPT, BeginForm, PhotoWordsForm, UploadForm
from articles.models import Incoming, Photo, User
from articles.pictures.opening import MAX_BYTES, BadPhoto, clean_name
from articles.views.acts import BAD_REQUEST, CONFLICT
from articles.views.desk import person

NOT_FOUND, UNWELCOME = 404, 422

ADD, CHANGE = "articles.add_photo", "articles.change_photo"

#: The header that says where in its file a piece begins, and how such a number looks.
OFFSET, WHOLE_NUMBER = "Upload-Offset", re.compile("[0-9]{1,12}")

#: As many alike pictures as a row of the page names.
MOST_ALIKE = 3


def uploader(request: HttpRequest) -> User:
    user = person(request)
    if not user.has_perm(ADD):
        raise PermissionDenied
    return user


# The page, and files that come with its form


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of one file: its photo, or in a sentence why it was refused."""

    photo: Photo | None = None
    is_new: bool = False
    trouble: str = ""

    @property
    def thumb(self) -> str:
        return renditions.smallest_url(self.photo)


@require_http_methods(["GET", "HEAD", "POST"])
def upload_page(request: HttpRequest) -> HttpResponse:
    """Takes files that are sent with the form; with a script the page sends them by itself."""
    user, is_sent = uploader(request), request.method == "POST"
    form = UploadForm(request.POST, request.FILES) if is_sent else UploadForm()
    arrivals = [arrival(file, user) for file in files_of(form)]
    context = admin.site.each_context(request) | {
        "title": _("Upload photos"),
        "opts": Photo._meta,
        "form": form,
        "arrivals": arrivals,
        "unfinished": incoming.open_of(user),
        "accept": ACCEPT,
        "may_change": user.has_perm(CHANGE),
        "words": PhotoWordsForm(auto_id=False),
    }
    return render(request, "desk/upload.html", context)


def files_of(form: UploadForm) -> list[Any]:
    files: list[Any] = form.cleaned_data["photos"] if form.is_valid() else []
    return files


def arrival(file: Any, by: User) -> Arrival:
    name = clean_name(file.name)
    if file.size > MAX_BYTES:
        # Judged before it is read into memory.
        return Arrival(trouble=incoming.too_heavy(name))
    try:
        photo, is_new = photodesk.find_or_take_in(file.read(), name, by=by)
    except BadPhoto as refusal:
        return Arrival(trouble=str(refusal))
    return Arrival(photo, is_new)


# Piece by piece


@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Announces a file by `name` and `size`; answers how it is called here and where it goes."""
    user, form = uploader(request), BeginForm(request.POST)
    if not form.is_valid():
        return refused(BAD_REQUEST, _("The file could not be announced. Reload the page."))
    try:
        upload = incoming.begin(**form.cleaned_data, by=user)
    except (BadPhoto, incoming.Unfit) as refusal:
        return refused(UNWELCOME, str(refusal))
    return JsonResponse(told(upload))


@require_http_methods(["GET", "POST", "DELETE"])
@never_cache
def one(request: HttpRequest, name: str) -> HttpResponse:
    """One upload of one's own: how far it is (GET), its next piece (POST), to give it up (DELETE).

    A piece is the raw body; the header Upload-Offset says where it begins. 409 says where the file
    has ended so far, 422 in a sentence why it is refused, 404 that there is no such upload.
    """
    user = uploader(request)
    try:
        upload = Incoming.objects.select_related("by").get(name=name, by=user)
        if request.method == "DELETE":
            incoming.give_up(upload)
            return JsonResponse({})
        return JsonResponse(told(upload)) if request.method == "GET" else take(request, upload)
    except Incoming.DoesNotExist:
        return refused(NOT_FOUND, _("This upload is no longer known. Choose the file again."))


def take(request: HttpRequest, upload: Incoming) -> HttpResponse:
    offset = request.headers.get(OFFSET, "")
    length = request.headers.get("Content-Length", "")
    # Judged by its header, a piece that is too long is not read.
    is_fit = WHOLE_NUMBER.fullmatch(length) and int(length) <= incoming.PIECE
    if not is_fit or not WHOLE_NUMBER.fullmatch(offset):
        return refused(BAD_REQUEST, _("A piece of the file came damaged. Choose the file again."))
    try:
        incoming.append(upload, int(offset), request.body)
        if upload.received < upload.size:
            return JsonResponse(told(upload))
        photo, is_new = incoming.finish(upload)
    except UnreadablePostError:
        return JsonResponse({"received": upload.received}, status=CONFLICT)
    except incoming.Misplaced as misplaced:
        return JsonResponse({"received": misplaced.received}, status=CONFLICT)
    except incoming.Unfit as refusal:
        return refused(BAD_REQUEST, str(refusal))
    except BadPhoto as refusal:
        return refused(UNWELCOME, str(refusal))
    return JsonResponse({"received": upload.size, "photo": described(photo, is_new=is_new)})


def told(upload: Incoming) -> dict[str, Any]:
    """An upload as the browser needs it; `piece` is how many bytes it may send at a time."""
    return {
        "name": upload.name,
        "address": reverse("admin:articles_photo_incoming_one", args=[upload.name]),
        "size": upload.size,
        "received": upload.received,
        "piece": incoming.PIECE,
    }


def refused(status: int, sentence: str) -> JsonResponse:
    return JsonResponse({"reasons": [sentence]}, status=status)


@require_POST
def discard(request: HttpRequest, name: str) -> HttpResponse:
    """Gives an unfinished upload up, without a script."""
    incoming.give_up(get_object_or_404(Incoming, name=name, by=uploader(request)))
    return redirect("admin:articles_photo_upload")


# What is shown of a photo that is in, and changed at once


def described(photo: Photo, *, is_new: bool) -> dict[str, Any]:
    return shown(photo) | {
        "is_new": is_new,
        "caption": photo.caption,
        "byline": photo.byline,
        "credit": photo.credit,
        "credit_line": photodesk.credit_of(photo),
        "alt": photo.alt,
        "headline": photo.headline,
        "kind": photo.kind,
        "kind_name": photo.get_kind_display(),
        "width": photo.width,
        "height": photo.height,
        "words_url": reverse("admin:articles_photo_words", args=[photo.pk]),
        "alike": [shown(other) for other in photodesk.alike(photo)[:MOST_ALIKE]],
    }


def shown(photo: Photo) -> dict[str, Any]:
    return {
        "id": photo.pk,
        "label": str(photo),
        "thumb": renditions.smallest_url(photo),
        "change_url": reverse("admin:articles_photo_change", args=[photo.pk]),
    }


@require_POST
@transaction.atomic
def words(request: HttpRequest, object_id: int) -> HttpResponse:
    """Keeps caption, credit and alternative of a photo as they were changed in its row."""
    user = person(request)
    if not user.has_perm(CHANGE):
        raise PermissionDenied
    # Held, so that what is just being made of the photo is not written over.
    photo = get_object_or_404(Photo.objects.select_for_update(), pk=object_id)
    form = PhotoWordsForm(request.POST, instance=photo)
    if not form.is_valid():
        reasons = [f"{form[name].label}: {errors[0]}" for name, errors in form.errors.items()]
        return JsonResponse({"reasons": reasons}, status=UNWELCOME)
    photodesk.keep(form.save(commit=False))
    changes = construct_change_message(form, None, add=False)  # type: ignore[arg-type]
    LogEntry.objects.log_actions(user.pk, [photo], ALTERED, changes)
    when = date_format(timezone.localtime(), "H:i:s")
    return JsonResponse({"said": _("Saved at %(when)s.") % {"when": when}})
