"""Ticking off what an import found, once somebody has settled it, and ticking it on again."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles.models import ImportRecord, User
from articles.views.desk import person

#: What the button says: done, or not done after all.
DONE, OPEN = "1", "0"


@require_POST
@transaction.atomic
def tick_finding(request: HttpRequest, object_id: int, record_id: int, place: int) -> HttpResponse:
    """Note at one finding who settled it and when, or that it is open after all."""
    user = person(request)
    if not user.has_perm("articles.change_article"):
        raise PermissionDenied(_("You do not have the right to do this."))
    records = ImportRecord.objects.defer("original").select_for_update(of=("self",))
    record = get_object_or_404(records, pk=record_id, article_id=object_id)
    if place >= len(record.findings):
        raise Http404
    done = request.POST.get("done")
    if done not in {DONE, OPEN}:
        return HttpResponseBadRequest(
            _("Say whether the finding is settled or open."), content_type="text/plain"
        )
    settle(record, place, by=user if done == DONE else None)
    return redirect(f"{reverse('admin:articles_article_change', args=[object_id])}#findings")


def settle(record: ImportRecord, place: int, *, by: User | None) -> None:
    """Somebody settled it, or nobody; who was first stays, whatever an older page posts."""
    if by is None:
        record.settled.pop(str(place), None)
    else:
        record.settled.setdefault(str(place), {"by": by.pk, "at": timezone.now().isoformat()})
    record.save(update_fields=["settled"])
