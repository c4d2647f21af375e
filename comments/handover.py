"""Lets the paper's app vouch for its readers, by the protocol that is known as DiscourseConnect.

We send the browser to READERS_SIGN_IN with two parameters. `sso` is in base64 a query of `nonce`
and `return_sso_url`; `sig` is the HMAC-SHA256 of `sso` under READERS_SECRET, in hexadecimal
digits. The app signs its reader in and sends the browser to the address in `return_sso_url` with
`sso` and `sig` made likewise: a query of the same `nonce`, of `external_id`, which is what the app
always calls this reader by, and of `name` or `username`, which stands above comments at first.
Whatever else is in it (an e-mail address, a picture) is neither kept nor read.

A nonce is good once, within ten minutes, and in the browser alone that was sent with it.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.core import signing
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from articles import visitors
from articles.workflow import Refused
from comments.models import NAME_LENGTH, Writer
from comments.screening import tidying

logger = logging.getLogger("comments.handover")

SALT = "comments.handover"
#: Seconds in which a reader comes back signed in.
LASTS = 10 * 60
#: No app says more of a reader.
MOST = 8_000
SUBJECT_LENGTH = 120
HOME = "/"


class Unvouched(Refused):
    """The app did not vouch for this reader, or not in this browser, or not just now."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the app vouches for."""

    subject: str
    name: str


def is_possible() -> bool:
    """Whether the paper has an app that signs its readers in for us."""
    return bool(settings.READERS_SIGN_IN and settings.READERS_SECRET)


def leave(come_back_to: str, then: str) -> tuple[str, str]:
    """The app's address to send a browser to, and the ticket that it keeps meanwhile.

    `come_back_to` is the whole address that the app sends it back to, `then` the page that the
    reader came from; one that is not ours is our home page.
    """
    nonce = secrets.token_urlsafe(24)
    sso = encoded({"nonce": nonce, "return_sso_url": come_back_to})
    ticket = signing.dumps({"nonce": nonce, "then": own_page(then)}, salt=SALT)
    return with_query(settings.READERS_SIGN_IN, {"sso": sso, "sig": signature(sso)}), ticket


def come_back(sso: str, sig: str, ticket: str) -> tuple[Writer, str]:
    """The writer whom the app vouches for, and the page to go on with. Raises Unvouched."""
    try:
        kept = signing.loads(ticket, salt=SALT, max_age=LASTS)
    except signing.BadSignature as error:
        raise Unvouched(late_sentence()) from error
    told = decoded(sso, sig)
    if not constant_time_compare(told.get("nonce", ""), kept["nonce"]) or not is_first(kept):
        raise Unvouched(late_sentence())
    return known(reader_of(told)), kept["then"]


def page_before(ticket: str) -> str:
    """The page that a sign-in was begun from, however long ago; our home page where none was."""
    try:
        return str(signing.loads(ticket, salt=SALT)["then"])
    except signing.BadSignature:
        return HOME


def decoded(sso: str, sig: str) -> dict[str, str]:
    """What the app says. Raises Unvouched where it is not the app that says it."""
    if len(sso) > MOST or not constant_time_compare(signature(sso), sig.lower()):
        logger.warning("sign_in_forged")
        raise Unvouched(app_sentence())
    try:
        told = parse_qs(b64decode(sso).decode())
    except (NotBase64, ValueError) as error:
        raise Unvouched(app_sentence()) from error
    return {name: values[0] for name, values in told.items()}


def reader_of(told: dict[str, str]) -> Reader:
    subject = told.get("external_id", "").strip()
    if not subject or len(subject) > SUBJECT_LENGTH or "\x00" in subject:
        logger.warning("sign_in_without_reader")
        raise Unvouched(app_sentence())
    name = tidying.tidy_name(told.get("name") or told.get("username") or "")
    return Reader(subject, name[:NAME_LENGTH])


def is_first(kept: dict[str, str]) -> bool:
    """Whether the nonce has not come back before. Where the cache cannot be reached the browser's
    ticket alone has to do, which is taken from it when it is used."""
    try:
        return visitors.times("sign in", kept["nonce"], LASTS) == 1
    except visitors.UNREACHABLE as error:
        logger.warning("sign_in_counter_unreachable", extra={"error": type(error).__name__})
        return True


def known(reader: Reader) -> Writer:
    """Their writer, made when they come first; the name is as the app says it now."""
    writer, is_new = Writer.objects.get_or_create(
        subject=reader.subject, defaults={"name": reader.name}
    )
    if not is_new and reader.name and writer.name != reader.name:
        writer.name = reader.name
        writer.save(update_fields=["name"])
    return writer


def own_page(path: str) -> str:
    """The path of a page of ours; our home page for anything else."""
    is_ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    return path if is_ours else HOME


def encoded(query: dict[str, str]) -> str:
    return b64encode(urlencode(query).encode()).decode()


def signature(sso: str) -> str:
    key = settings.READERS_SECRET.encode()
    return hmac.new(key, sso.encode("utf-8", "replace"), hashlib.sha256).hexdigest()


def with_query(address: str, query: dict[str, str]) -> str:
    """The address with these parameters after those that it has."""
    parts = urlsplit(address)
    asked = "&".join(filter(None, [parts.query, urlencode(query)]))
    return urlunsplit(parts._replace(query=asked))


def late_sentence() -> str:
    return _("The sign-in took too long, or was begun in another browser. Please try again.")


def app_sentence() -> str:
    return _("Our app did not say who you are. Please sign in again; if that fails, tell us.")
