"""What the story's form answers when somebody else's work stands against a save."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from articles import workflow
from articles.views import collision


class KeepsAside:
    """Mixed into the story's admin: what a refused save would have stored is never lost."""

    def forget_typed(self, request: HttpRequest) -> None:
        """What was typed is kept aside now; whoever kept it while it was typed drops it here."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except workflow.Refused:
            # Somebody saved or locked it between our check and our writing, and all of ours is
            # undone. Asked again, the form finds out. The files have been read once already.
            for name in request.FILES:
                for file in request.FILES.getlist(name):
                    file.seek(0)
            return super().changeform_view(request, *args, **kwargs)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], **given: Any
    ) -> HttpResponse:
        form = context["adminform"].form
        refused = request.method == "POST" and given["change"] and collision.is_refused(form)
        if refused:
            rows = context["inline_admin_formsets"]
            writable = [one.formset for one in rows if one.has_change_permission]
            if page := collision.answer(request, form, writable):
                self.forget_typed(request)
                return page
        response = super().render_change_form(request, context, **given)
        response.status_code = collision.CONFLICT if refused else response.status_code
        return response


def urls(within: Callable[[Any], Any]) -> list[URLPattern]:
    return [
        path(
            "<int:object_id>/collision/<int:revision_id>/",
            within(collision.collision),
            name="articles_article_collision",
        ),
    ]
