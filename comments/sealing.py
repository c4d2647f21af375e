"""Seals from where a comment was sent, and marks its network so that the mark tells nothing.

The key comes from the environment (LETTERS_KEY). Whoever has the database alone can read neither.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

from articles.visitors import network_of


class Unreadable(Exception):
    """It was sealed with a key that is not among those of the environment."""


@dataclass(frozen=True, slots=True)
class Opened:
    """From where a comment was sent; the port is 0 where nobody told it."""

    address: str
    port: int


def seal(address: str, port: int) -> str:
    words = json.dumps({"address": address, "port": port})
    return cipher(tuple(settings.LETTERS_KEYS)).encrypt(words.encode()).decode()


def unseal(sealed: str) -> Opened:
    """Raises Unreadable."""
    try:
        opened = json.loads(cipher(tuple(settings.LETTERS_KEYS)).decrypt(sealed.encode()))
    except InvalidToken as error:
        raise Unreadable from error
    return Opened(**opened)


def is_newest(sealed: str) -> bool:
    """Whether the key that seals now has sealed it."""
    try:
        cipher((settings.LETTERS_KEYS[0],)).decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True


def network_mark(address: str) -> str:
    """A keyed hash of the network (articles.visitors.network_of), 64 hexadecimal digits.

    It is what is kept. What was kept under an earlier key is found by `network_marks`.
    """
    return network_marks(address)[0]


def network_marks(address: str) -> list[str]:
    """The marks of the network under every key, the newest first.

    Look a network up by all of them, as in `filter(network__in=network_marks(address))`: so a ban
    holds that was laid before the key was changed.
    """
    network = network_of(address).encode()
    return [
        hmac.new(derived(key, "network"), network, hashlib.sha256).hexdigest()
        for key in settings.LETTERS_KEYS
    ]


@lru_cache(maxsize=4)
def cipher(keys: tuple[str, ...]) -> MultiFernet:
    """The first key seals, every one opens."""
    return MultiFernet([Fernet(urlsafe_b64encode(derived(key, "seal"))) for key in keys])


def derived(key: str, purpose: str) -> bytes:
    """32 bytes for one purpose: the same key of the environment serves both."""
    return hmac.new(key.encode(), f"comments {purpose}".encode(), hashlib.sha256).digest()
