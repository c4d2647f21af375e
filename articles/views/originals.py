"""The files of a photo for the desk: the original as it came, and the largest that readers get."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import renditions
from articles.models import Photo
from articles.views.desk import person


def photo_of(request: HttpRequest, object_id: int) -> Photo:
    """The photo whose file is asked for; PermissionDenied for who may not see the library."""
    if not person(request).has_perm("articles.view_photo"):
        raise PermissionDenied
    return get_object_or_404(Photo, pk=object_id)


@require_safe
@never_cache
def original(request: HttpRequest, object_id: int) -> HttpResponseBase:
    """The file as it came, place and device in it: for the desk, and to be saved, not shown."""
    photo = photo_of(request, object_id)
    name = photo.original_name or f"{photo.pk}.{photo.format.lower()}"
    return handed_out(request, photo, photo.file.storage, str(photo.file), name)


@require_safe
@never_cache
def delivered(request: HttpRequest, object_id: int) -> HttpResponseBase:
    """The largest JPEG that readers get, under the name that the file came with."""
    photo = photo_of(request, object_id)
    uncut = renditions.uncut(photo.token, photo.made)
    if not uncut:
        return nothing_there(request, photo, _("Nothing is made of this photo for readers."))
    _width, place = uncut[-1]
    name = f"{PurePath(photo.original_name).stem or photo.pk}.jpg"
    return handed_out(request, photo, renditions.storage(), place, name)


def handed_out(
    request: HttpRequest, photo: Photo, storage: Any, place: str, name: str
) -> HttpResponseBase:
    """A file to be saved: no browser guesses what it is, none opens it in a page of the desk."""
    try:
        file: File = storage.open(place, "rb")
    except FileNotFoundError:
        return nothing_there(request, photo, _("This file is not in the storage any more."))
    response = FileResponse(
        file,
        as_attachment=True,
        filename=printable(name),
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def printable(name: str) -> str:
    """A name without what a header cannot hold, or what turns its letters around."""
    return "".join(letter for letter in name if letter.isprintable()) or "photo"


def nothing_there(request: HttpRequest, photo: Photo, sentence: str) -> HttpResponseBase:
    messages.error(request, sentence)
    return redirect("admin:articles_photo_change", photo.pk)
