"""The signature that a share card in WeChat needs; off unless configured.

For the outlet's own app and pages that show ours inside of WeChat. Our pages do not use it: a share
card of their own choice needs WeChat's script, and readers' pages ask no other host. WeChat makes
a card of them by title and first picture.
"""

from __future__ import annotations

import logging

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from articles import visitors, wechat

logger = logging.getLogger("articles.wechat")

#: So many signatures one address may ask for within so many seconds; phones of one network share
#: addresses.
LIMIT, WINDOW = 60, 60

BAD_REQUEST, TOO_MANY, UNAVAILABLE = 400, 429, 503


@require_safe
@never_cache
def signature(request: HttpRequest) -> JsonResponse:
    """The signature of `?url=`, which has to be a page of ours; its fragment is cut off.

    Answers `appId`, `timestamp` (seconds), `nonceStr` and `signature` as `wx.config` takes them.
    404 where WeChat is not configured, 400 for another address, 429 for too many, 503 while WeChat
    gives no ticket.
    """
    if not wechat.is_configured():
        raise Http404
    address = wechat.own_address(request.GET.get("url", ""))
    if not address:
        return refused(_("Only addresses of this site are signed."), BAD_REQUEST)
    try:
        if visitors.times("wechat", request.META.get("REMOTE_ADDR", ""), WINDOW) > LIMIT:
            return refused(_("Too many signatures at once. Try again in a minute."), TOO_MANY)
        signed = wechat.sign(address, timezone.now())
    except (wechat.NoTicket, RedisError) as error:
        logger.warning("wechat_ticket_missing", extra={"reason": reason_of(error)})
        return refused(_("WeChat gives no ticket at the moment. Try again later."), UNAVAILABLE)
    return JsonResponse(
        {
            "appId": settings.WECHAT_APP_ID,
            "timestamp": signed.timestamp,
            "nonceStr": signed.nonce,
            "signature": signed.value,
        }
    )


def reason_of(error: Exception) -> str:
    return str(error) if isinstance(error, wechat.NoTicket) else type(error).__name__


def refused(sentence: str, status: int) -> JsonResponse:
    response = JsonResponse({"detail": sentence}, status=status)
    if status != BAD_REQUEST:
        response["Retry-After"] = "60"
    return response
