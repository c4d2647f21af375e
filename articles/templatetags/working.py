"""What the desk's first page shows of stories that somebody typed and never saved."""

from __future__ import annotations

from typing import Any

from django import template

from articles.views import working
from articles.views.desk import person

register = template.Library()


@register.inclusion_tag("desk/_unsaved_home.html", takes_context=True)
def never_saved(context: template.Context) -> dict[str, Any]:
    """The new stories of whoever is signed in that can be gone on with."""
    user = person(context["request"])
    offers = working.offered(user, None) if user.has_perm(working.ADD) else []
    return {"offers": offers, "csrf_token": context.get("csrf_token")}
