"""Tells a visitor who comes again from another, for limits and for views, and forgets both.

What is kept of a visitor is a hash in the cache, for a day at most. It is keyed twice: with
the site's secret, and with a random key that lives in the cache alone and for a day at most. So
whoever gets hold of the cache cannot try addresses without the secret, and whoever has the secret
cannot either once the day is over. Nothing of it is written to the database or a log.
"""

from __future__ import annotations

import logging
import secrets
from ipaddress import ip_address, ip_network

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

logger = logging.getLogger("articles.visitors")

#: What a cache that does not answer raises.
UNREACHABLE = (OSError, RedisError)

MINUTE = 60
#: Seconds in which a visitor's views of one story are one view.
AGAIN_AFTER = 30 * MINUTE
#: Views of all stories that one visitor may send in a minute. Behind an address may be an office
#: or a carrier's whole town, so it is far more than a person reads.
MOST_A_MINUTE = 60
KEY_LASTS = 24 * 60 * MINUTE
#: What one visitor keeps while their address changes: a home has a /64 of its own.
PREFIXES = {4: 32, 6: 64}


def is_first_view(article_id: int, address: str) -> bool:
    """Whether this view is to be counted: the visitor's first in a while, and not one of too many.

    Where the cache does not answer, no view is: a list that anybody can fill is worth less than
    one that stands still.
    """
    try:
        if times("view", address, MINUTE) > MOST_A_MINUTE:
            return False
        return cache.add(mark(network_of(address), article_id), 1, AGAIN_AFTER)
    except UNREACHABLE as error:
        logger.warning("cache_unreachable", extra={"error": type(error).__name__})
        return False


def times(what: str, address: str, window: float) -> int:
    """How often this visitor has done that, this time included, since the first time within so
    many seconds. Raises one of UNREACHABLE where the cache does not answer."""
    key = mark(network_of(address), what)
    if cache.add(key, 1, window):
        return 1
    try:
        return cache.incr(key)
    except ValueError:  # It ran out between the two lines.
        return 1


def mark(network: str, what: int | str) -> str:
    """The name under which something is noted of a visitor; it does not lead back to them."""
    seed = f"{network} {what}"
    return "visitor:" + salted_hmac(random_key(), seed, algorithm="sha256").hexdigest()


def random_key() -> str:
    """The key of the day: of two processes that make one at once, the first one's holds."""
    if found := cache.get("visitors-key"):
        return str(found)
    cache.add("visitors-key", secrets.token_hex(32), KEY_LASTS)
    return str(cache.get("visitors-key"))


def network_of(address: str) -> str:
    """The visitor's network by PREFIXES; text that is no address as it stands."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return address
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return str(ip_network((parsed, PREFIXES[parsed.version]), strict=False))
