"""Has the sizes of a photo made again, where they could not be made or are not what they were."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import photodesk
from articles.models import Photo
from articles.views.desk import person

#: Of all shapes the one that a page misses least: without it, the uncut picture stands in.
SPARED = "card"


@require_POST
def make_again(request: HttpRequest, object_id: int) -> HttpResponse:
    if not person(request).has_perm("articles.change_photo"):
        raise PermissionDenied
    with transaction.atomic():
        photo = get_object_or_404(Photo.objects.select_for_update(), pk=object_id)
        count_as_unmade(photo)
        photodesk.keep(photo)
    report(request, Photo.objects.get(pk=object_id))
    return redirect("admin:articles_photo_change", object_id)


def count_as_unmade(photo: Photo) -> None:
    """Have every size written anew, while readers keep what there is. Does not save."""
    photo.render_trouble = ""
    shapes = photo.made.get("shapes", {})
    kept = {name: sizes for name, sizes in shapes.items() if name != SPARED}
    if shapes:
        photo.made = photo.made | {"shapes": kept}


def report(request: HttpRequest, photo: Photo) -> None:
    if photo.is_expired(timezone.localdate()):
        messages.error(request, _("The licence has ended, so nothing is made for readers."))
    elif photo.render_trouble:
        messages.error(request, photo.render_trouble)
    elif photo.needs_rendering:
        messages.success(request, _("The sizes are being made. Look again in a minute."))
    else:
        messages.success(request, _("The sizes are made."))
