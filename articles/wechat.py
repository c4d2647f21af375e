"""What WeChat's API hands out for share cards: the ticket, kept while it is valid, and signatures.

By WeChat's "JS-SDK" page, appendix 1: a page that wants a share card of its own signs its address
with a ticket of the account. `stable_token` answers a token for the account's id and secret, and
does not end the one that other systems of the outlet use, as the older `token` does;
`ticket/getticket?type=jsapi` answers the ticket for that token. Tickets are valid for two hours and
may be fetched rarely, so one is kept for all processes in the cache. The token is needed for that
alone and is not kept.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import quote, urlsplit

from django.conf import settings
from django.core.cache import cache

logger = logging.getLogger("articles.wechat")

HOST = "api.weixin.qq.com"
#: Seconds for each of the two requests.
TIMEOUT = 4
#: No answer of theirs is larger; bytes.
MOST = 20_000

TICKET, FETCHING = "wechat-ticket", "wechat-ticket-fetching"
#: Seconds before its end from which a ticket is replaced, while others go on with it; and those for
#: which nobody signs with it any more, so that a signature outlives its way to the reader.
EARLY, LATE = 600, 60
#: For so long one process alone fetches; twice the time that it may take.
ALONE = 4 * TIMEOUT

#: Fetches an answer: method, path, and what is sent; gives what came back. Raises NoTicket.
Fetch = Callable[[str, str, dict[str, Any] | None], dict[str, Any]]


class NoTicket(RuntimeError):
    """WeChat gave no ticket; the text says why, without any secret."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What `wx.config` wants to know: the timestamp in seconds, the signature in hexadecimal."""

    timestamp: int
    nonce: str
    value: str


def is_configured() -> bool:
    return bool(settings.WECHAT_APP_ID and settings.WECHAT_APP_SECRET)


def own_address(url: str) -> str:
    """The address as it is signed, without its fragment; empty if it is none of our own pages."""
    address = url.partition("#")[0]
    if not address.isprintable() or " " in address or len(address) > 2_000:
        return ""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if f"{parts.scheme}://{parts.netloc}" == settings.SITE_URL else ""


def sign(address: str, now: datetime, fetch: Fetch | None = None) -> Signature:
    """Sign an address that `own_address` gave. Raises NoTicket."""
    ticket, nonce, timestamp = (
        current_ticket(now, fetch or fetched),
        nonce_of(),
        int(now.timestamp()),
    )
    return Signature(timestamp, nonce, signature_of(ticket, nonce, timestamp, address))


def nonce_of() -> str:
    return secrets.token_hex(8)


def signature_of(ticket: str, nonce: str, timestamp: int, address: str) -> str:
    """SHA-1 over the four values by their names in order, none of them percent-encoded.

    WeChat prescribes SHA-1; what it protects is the use of the ticket, for two hours.
    """
    line = f"jsapi_ticket={ticket}&noncestr={nonce}&timestamp={timestamp}&url={address}"
    return hashlib.sha1(line.encode(), usedforsecurity=False).hexdigest()


def current_ticket(now: datetime, fetch: Fetch) -> str:
    """The ticket that is kept, or a new one where it is about to end. Raises NoTicket.

    One process fetches at a time; meanwhile others use what is left of the old one.
    """
    at = now.timestamp()
    kept = cache.get(TICKET)
    if kept and kept["until"] - EARLY > at:
        return str(kept["ticket"])
    if cache.add(FETCHING, 1, ALONE):
        try:
            kept = renewed(at, fetch)
        except NoTicket:
            # The lock stays: while WeChat refuses, it is asked once in a while and not each time.
            if not kept:
                raise
    if kept and kept["until"] - LATE > at:
        return str(kept["ticket"])
    raise NoTicket("a ticket is being fetched, or was refused a moment ago")


def renewed(at: float, fetch: Fetch) -> dict[str, Any]:
    """Fetch a ticket and keep it. Raises NoTicket."""
    ticket, lasts = new_ticket(fetch)
    kept = {"ticket": ticket, "until": at + lasts}
    cache.set(TICKET, kept, max(lasts - LATE, 1))
    cache.delete(FETCHING)
    return kept


def new_ticket(fetch: Fetch) -> tuple[str, int]:
    """A ticket and the seconds for which it is valid. Raises NoTicket."""
    asked = {
        "grant_type": "client_credential",
        "appid": settings.WECHAT_APP_ID,
        "secret": settings.WECHAT_APP_SECRET,
    }
    token = told(fetch("POST", "/cgi-bin/stable_token", asked), "access_token")
    path = f"/cgi-bin/ticket/getticket?access_token={quote(token, safe='')}&type=jsapi"
    answer = fetch("GET", path, None)
    lasts = answer.get("expires_in")
    return told(answer, "ticket"), lasts if isinstance(lasts, int) else 0


def told(answer: dict[str, Any], name: str) -> str:
    """What WeChat answered under a name. Raises NoTicket with the number of WeChat's error."""
    value = answer.get(name)
    if answer.get("errcode") or not isinstance(value, str) or not value:
        raise NoTicket(f"WeChat answered error {answer.get('errcode', 'without a number')}")
    return value


def fetched(method: str, path: str, sent: dict[str, Any] | None) -> dict[str, Any]:
    """WeChat's answer as JSON. Raises NoTicket; no part of what was sent gets into a message."""
    connection = HTTPSConnection(HOST, timeout=TIMEOUT)
    try:
        body = json.dumps(sent) if sent else None
        connection.request(method, path, body, {"Content-Type": "application/json"})
        answer = json.loads(connection.getresponse().read(MOST))
    except (OSError, HTTPException, ValueError) as error:
        raise NoTicket(f"WeChat could not be asked: {type(error).__name__}") from None
    finally:
        connection.close()
    if not isinstance(answer, dict):
        raise NoTicket("WeChat answered something else than an object")
    return answer
