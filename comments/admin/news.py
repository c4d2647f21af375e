"""Tells an open queue what became of its rows meanwhile, and who else is reading them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from articles.views.desk import person
from comments import moderation
from comments.admin.acts import changed_rows, listed_in
from comments.admin.filters import ROW


@require_POST
@never_cache
def news(request: HttpRequest) -> HttpResponse:
    """`seen` as the acts take it; `at` is the row that is being read."""
    user, listed = person(request), listed_in(request.POST)
    at = request.POST.get("at", "")
    if ROW.fullmatch(at) and int(at) in listed:
        moderation.look([int(at)], by=user)
    return JsonResponse(
        {"rows": changed_rows(listed, (), user), "others": moderation.others(listed, by=user)}
    )
