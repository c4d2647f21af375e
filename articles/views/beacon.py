"""Counts that a story was opened, without knowing by whom."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles import readership, visitors
from articles.models import Edition

NO_CONTENT = 204

#: Programs that fetch pages and do not read them. Cubot makes telephones.
_PROGRAM = re.compile(
    "(?<!cu)bot|crawl|spider|slurp|headless|lighthouse|preview|monitor|fetch|python|curl|wget|"
    "java/|okhttp|go-http|scrapy|axios",
    re.IGNORECASE,
)


# Without the token against forged requests: it would have to be a cookie, which no reader gets.
# Whoever forges this request for others makes each of them count as one view more at most.
@csrf_exempt
@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """Count a view of a live story. Whatever is asked, the answer is the same and says nothing."""
    if is_reader(request) and visitors.is_first_view(pk, request.META.get("REMOTE_ADDR", "")):
        now = timezone.now()
        if Edition.objects.live(at=now).filter(article=pk).exists():
            readership.count(pk, now)
    return HttpResponse(status=NO_CONTENT, headers={"Cache-Control": "no-store"})


def is_reader(request: HttpRequest) -> bool:
    """Whether a person's browser sends this: a program says so, and beacon.js sends no body.

    Who asks not to be tracked (Global Privacy Control, or the older Do Not Track) is not counted.
    Neither is about a number in which nobody is found; but it costs the list little, and so nobody
    has to take our word for it.
    """
    headers = request.headers
    program = headers.get("User-Agent", "")
    asks_not_to_be = "1" in (headers.get("Sec-GPC"), headers.get("DNT"))
    has_body = headers.get("Content-Length", "") not in {"", "0"}
    return bool(program) and not (_PROGRAM.search(program) or asks_not_to_be or has_body)
