"""What somebody sees whose door is closed after too many wrong passwords."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

TOO_MANY_REQUESTS = 429


class ClosedDoor(AdminAuthenticationForm):
    """The sign-in form, which now answers every attempt with the same sentence."""

    def clean(self) -> dict[str, Any]:
        minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
        wait = ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}
        raise ValidationError(
            _(
                "Too many wrong passwords. Wait %(wait)s and try again, or ask an administrator "
                "to open the sign-in."
            )
            % {"wait": wait},
            code="locked",
        )


def locked_out(
    request: HttpRequest,
    original_response: HttpResponseBase,
    credentials: dict[str, Any] | None = None,
) -> HttpResponseBase:
    """The sign-in page with the sentence; called by django-axes."""
    context = admin.site.each_context(request) | {
        "form": ClosedDoor(request, data=request.POST),
        "title": _("Log in"),
        "app_path": request.get_full_path(),
    }
    response = TemplateResponse(request, "admin/login.html", context, status=TOO_MANY_REQUESTS)
    return response.render()
