"""What carries a story elsewhere: its address as a QR code."""

from __future__ import annotations

from io import BytesIO

import segno
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.models import Edition
from articles.views.addresses import absolute

#: Modules of light around the code, as ISO/IEC 18004 asks; the ground is light in dark mode too.
QUIET = 4


@require_safe
def qr(request: HttpRequest, pk: int) -> HttpResponse:
    """The canonical address of a live story as SVG; 404 for any other."""
    live = Edition.objects.live().filter(article=pk).only("article_id", "published_at").first()
    if live is None:
        raise Http404
    return HttpResponse(drawn(absolute(live.get_absolute_url())), "image/svg+xml")


def drawn(address: str) -> bytes:
    """An SVG without size, style or script: whoever shows it says how large."""
    out = BytesIO()
    code = segno.make_qr(address, error="m")
    code.save(out, "svg", border=QUIET, light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return out.getvalue()
