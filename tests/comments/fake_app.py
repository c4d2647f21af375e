"""A paper's app as far as signing its readers in goes, written from the protocol alone."""

from __future__ import annotations

import base64
import hashlib
import hmac
from urllib.parse import parse_qsl, quote, urlsplit

SECRET = "a secret that the app and the site share"
ADDRESS = "https://app.example.org/sign-in?for=letters"


def sign(sso: str, secret: str = SECRET) -> str:
    return hmac.new(secret.encode(), sso.encode(), hashlib.sha256).hexdigest()


def asked(address: str) -> dict[str, str]:
    """What the site asks the app, of which the signature is checked."""
    query = dict(parse_qsl(urlsplit(address).query))
    assert query["sig"] == sign(query["sso"])
    assert query["for"] == "letters"
    return dict(parse_qsl(base64.b64decode(query["sso"]).decode()))


def answer(address: str, *, secret: str = SECRET, **told: str) -> str:
    """Where the app sends a browser that came to `address`, its reader signed in as told."""
    question = asked(address)
    told = {"nonce": question["nonce"]} | told
    words = "&".join(f"{name}={quote(value)}" for name, value in told.items())
    # As the first maker of this protocol does it: a line end after every 60 characters.
    sso = base64.encodebytes(words.encode()).decode()
    return f"{question['return_sso_url']}?sso={quote(sso)}&sig={sign(sso, secret)}"
