"""Headers as data, each exception with its reason, and the middleware that applies them."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Iterable
from typing import Any

from csp.constants import NONE, SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Policy = dict[str, Any]
Next = Callable[[HttpRequest], HttpResponseBase]
Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

#: The highest number that a port has.
MOST_PORT = 65_535

#: Where the desk lives; everything else is for readers.
DESK_PREFIX = "/desk/"

#: What a reader's page may load: our own files, and nothing written into the page.
READERS: Policy = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "manifest-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
    "object-src": [NONE],
}

#: The desk's exceptions. Who may reach the desk is signed in, and what is shown there as HTML has
#: passed the sanitiser; what a policy still answers is a script from elsewhere.
DESK: Policy = READERS | {
    # 'unsafe-eval': the admin theme evaluates its Alpine expressions.
    "script-src": [SELF, UNSAFE_EVAL],
    # CKEditor writes handlers into the markup of its own toolbar and dialogs.
    "script-src-attr": [UNSAFE_INLINE],
    # CKEditor and the theme set styles on elements.
    "style-src": [SELF, UNSAFE_INLINE],
    # A picture is shown from the browser's memory before it is uploaded.
    "img-src": [SELF, "data:", "blob:"],
    # The preview shows the page in a frame of the desk.
    "frame-src": [SELF],
    "frame-ancestors": [SELF],
}

#: Features of the browser that no page of ours uses.
PERMISSIONS: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
        "browsing-topics",
    )
}


def readers_policy(images: str, *, https: bool) -> Policy:
    return fitted(READERS, images, https=https)


def desk_policy(images: str, *, https: bool) -> Policy:
    return fitted(DESK, images, https=https)


def fitted(policy: Policy, images: str, *, https: bool) -> Policy:
    """The policy with the storage's host as a source of pictures, if it is not our own."""
    own = policy | {"img-src": [*policy["img-src"], *filter(None, [images])]}
    return own | {"upgrade-insecure-requests": True} if https else own


def storage_origin(options: dict[str, Any]) -> str:
    """Where readers fetch renditions, as scheme and host; empty when it is this server."""
    domain = options.get("custom_domain", "")
    return f"{options['url_protocol']}//{domain.partition('/')[0]}" if domain else ""


class DeskHeaders:
    """Gives the desk its own policy instead of the readers', and lets it frame its previews."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(DESK_PREFIX):
            # What django-csp's own decorator sets; here for every view under one prefix.
            vars(response)["_csp_config"] = settings.DESK_POLICY
            response.headers.setdefault("X-Frame-Options", "SAMEORIGIN")
        return response


def one_encoding(application: Application) -> Application:
    """The application, deaf to the charset that a request claims for itself.

    Django obeys that charset for the query too, even of a request without a body: `rot13` fails
    before any middleware is asked, and with `utf-16` `?page=2` is another word, so that anybody
    could put a 404 into a cache in the place of a page that is there. Our pages send UTF-8.
    """

    def deaf(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        parts = environ.get("CONTENT_TYPE", "").split(";")
        kept = [part for part in parts if not part.strip().lower().startswith("charset")]
        environ["CONTENT_TYPE"] = ";".join(kept)
        return application(environ, start_response)

    return deaf


class ClientAddress:
    """Puts the visitor's address and port into REMOTE_ADDR and REMOTE_PORT.

    Each proxy appends the address that it saw to X-Forwarded-For, so with N of them the Nth entry
    from the right was written by the outermost one; what stands left of it, anybody may have sent.
    The port is in no header of a standard: the outermost proxy sets X-Client-Port, in the place of
    what a visitor may have sent under that name, and the others leave it as it is. Without proxies
    it is the server's to say. REMOTE_PORT is "0" where nobody says it.
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        told = request.META.get("REMOTE_PORT", "")
        if settings.TRUSTED_PROXIES:
            told = request.headers.get("X-Client-Port", "")
        address = forwarded(request.headers.get("X-Forwarded-For", ""), settings.TRUSTED_PROXIES)
        if address:
            request.META["REMOTE_ADDR"] = address
        request.META["REMOTE_PORT"] = str(port_of(told))
        return self.get_response(request)


def forwarded(header: str, proxies: int) -> str:
    """The address that the outermost of our proxies saw; empty when there is none to trust."""
    entries = [entry.strip() for entry in header.split(",")]
    if not proxies or len(entries) < proxies:
        return ""
    try:
        return str(ipaddress.ip_address(entries[-proxies].strip("[]")))
    except ValueError:
        return ""


def port_of(told: object) -> int:
    """1 to 65535; 0 for everything else."""
    written = str(told).strip()
    found = int(written) if re.fullmatch("[0-9]{1,5}", written) else 0
    return found if found <= MOST_PORT else 0
