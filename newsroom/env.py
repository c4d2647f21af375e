"""Reads the environment: one strict reader for each kind of value; a bad one stops the start."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import TypeVar
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

Value = TypeVar("Value")

YES = frozenset({"1", "true", "yes", "on"})
NO = frozenset({"0", "false", "no", "off"})

#: Schemes whose addresses hold no credentials, so that an error may quote them whole.
PLAIN_SCHEMES = frozenset({"sqlite", "file", "locmem", "dummy", "console", "http", "https"})

HOST = re.compile(r"(?!-)[a-z0-9-]+(\.[a-z0-9-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)


class BadValue(ValueError):
    """A value that cannot be used; the message says what would be right, and quotes nothing."""


class Environment:
    """The variables of the process, read through strict readers."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self.given = given

    def __contains__(self, name: str) -> bool:
        return bool(self.given.get(name, "").strip())

    def read(self, name: str, reader: Callable[[str], Value], default: str) -> Value:
        """The value of `name` as `reader` understands it. Empty counts as not given.

        Raises ImproperlyConfigured with a sentence that names the variable, what was given and
        what would be right.
        """
        return understood(name, self.text(name, default), reader, lambda value: repr(value[:80]))

    def address(self, name: str, reader: Callable[[str], Value], default: str) -> Value:
        """Like `read`, for an address that may hold credentials: they are left out."""
        return understood(name, self.text(name, default), reader, without_credentials)

    def secret(self, name: str, reader: Callable[[str], Value]) -> Value:
        """Like `read`, for a value that no message may show."""
        return understood(name, self.text(name, ""), reader, lambda value: "not shown here")

    def text(self, name: str, default: str) -> str:
        return self.given[name].strip() if name in self else default


def understood(
    name: str, value: str, reader: Callable[[str], Value], quote: Callable[[str], str]
) -> Value:
    try:
        return reader(value)
    except BadValue as error:
        # The cause is cut off: a traceback must not quote what the sentence leaves out.
        raise ImproperlyConfigured(f"{name} is {quote(value)}. {error}") from None


def without_credentials(value: str) -> str:
    """An address as an error may quote it: without user, password and parameters."""
    scheme, mark, rest = value.partition("://")
    if not mark:
        return "not an address: it has no ://"
    if "@" in value or scheme.lower() not in PLAIN_SCHEMES:
        # After the last @ no password can stand; without one nobody knows what is what.
        host = re.split(r"[?#]", rest.rpartition("@")[2])[0] if "@" in rest else ""
        return f"'{scheme[:12]}://\u2026{'@' if host else ''}{host}'"
    return repr(re.split(r"[?#]", value)[0])


# Simple values


def flag(value: str) -> bool:
    if value.lower() in YES | NO:
        return value.lower() in YES
    raise BadValue("Write on or off.")


def number(least: int, most: int) -> Callable[[str], int]:
    def read(value: str) -> int:
        if not re.fullmatch(r"[0-9]{1,12}", value) or not least <= int(value) <= most:
            raise BadValue(f"Write a whole number from {least} to {most}.")
        return int(value)

    return read


def one_of(*words: str) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.lower() not in words:
            raise BadValue(f"Write one of: {', '.join(words)}.")
        return value.lower()

    return read


def hosts(value: str) -> list[str]:
    """Host names separated by commas, without scheme, port or path; `*` is left to the checks."""
    found = [host.strip().lower() for host in value.split(",") if host.strip()]
    for host in found:
        if host != "*" and not HOST.fullmatch(host.removeprefix(".")):
            raise BadValue(
                "Write host names separated by commas, without scheme, port or path, "
                "like news.example.org,www.example.org."
            )
    return found


def origin(value: str) -> str:
    """An http or https address without path, as `https://news.example.org`."""
    right = "Write the public address without a path, like https://news.example.org."
    parts = split(value, right)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise BadValue(right)
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadValue(right)
    if not HOST.fullmatch(bare_host(parts)):
        raise BadValue(right)
    return f"{parts.scheme}://{parts.netloc.lower()}"


def origins(value: str) -> list[str]:
    return [origin(part.strip()) for part in value.split(",") if part.strip()]


def folder(value: str) -> Path:
    """An absolute folder that need not exist yet."""
    try:
        path = Path(value).expanduser()
    except RuntimeError:  # Nobody is called so, or has no home.
        path = Path(value)
    if not path.is_absolute():
        raise BadValue("Write an absolute path, like /var/lib/newsroom.")
    if path.exists() and not path.is_dir():
        raise BadValue("There is a file of this name; write the path of a folder.")
    return path


def sender(value: str) -> str:
    """What letters are sent from: an address, perhaps with a name before it."""
    if not value.isprintable() or "@" not in parseaddr(value)[1]:
        raise BadValue("Write an address like newsroom@example.org, or News <news@example.org>.")
    return value


def contacts(value: str) -> list[str]:
    """Addresses for security.txt, separated by commas; an e-mail address becomes a mailto."""
    found = [part.strip() for part in value.split(",") if part.strip()]
    return [contact(part) for part in found]


def contact(value: str) -> str:
    if re.fullmatch(r"(https://|mailto:|tel:\+?[0-9])[!-~]+", value):
        return value
    if re.fullmatch(r"[^@:\s/]+@[^@:\s/]+", value) and value.isascii() and value.isprintable():
        return f"mailto:{value}"
    raise BadValue("Write e-mail addresses or https:// addresses, separated by commas.")


def app_id(value: str) -> str:
    """The id of an official account of WeChat; nothing where there is none."""
    if value and not re.fullmatch("wx[0-9a-f]{16}", value):
        raise BadValue(
            "Write the AppID of the account, which begins with wx and has 18 characters."
        )
    return value


def app_secret(value: str) -> str:
    if value and not re.fullmatch("[0-9a-f]{32}", value):
        raise BadValue("Give the AppSecret of the account: 32 digits and letters from a to f.")
    return value


def font(value: str) -> str:
    """A file with a font; nothing where it is to be looked for."""
    if value and not Path(value).is_file():
        raise BadValue("Write the whole path of a font file (.ttf, .otf or .ttc).")
    return value


def secret_key(value: str) -> str:
    """At least 50 characters, of which 5 differ: what Django asks of a deployment."""
    if len(value) < 50 or len(set(value)) < 5:
        raise BadValue(
            "Give at least 50 random characters, or leave it out and one is made and kept."
        )
    return value


def secret_keys(value: str) -> list[str]:
    """Keys separated by commas, the newest first, each as `secret_key` takes it."""
    return [secret_key(part.strip()) for part in value.split(",")]


def shared_secret(value: str) -> str:
    """What two services know that trust each other; empty where they do not."""
    if value and len(value) < 32:
        raise BadValue("Give at least 32 random characters, the same to both services.")
    return value


def existing_file(value: str) -> str:
    """A file that is there; nothing where none is given."""
    if value and not Path(value).is_file():
        raise BadValue("Write the whole path of a file that is there.")
    return value


# Addresses of services


def split(value: str, right: str) -> SplitResult:
    """The parts of an address; a port or a bracket that cannot be read is a bad value."""
    try:
        parts = urlsplit(value)
        _ = parts.port
    except ValueError:
        raise BadValue(right) from None
    return parts


def page_address(value: str) -> str:
    """The https address of a page of another service; http on this machine alone."""
    right = "Write the address of a page, like https://app.example.org/sign-in."
    if not value:
        return ""
    parts = split(value, right)
    is_here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or parts.username is not None or parts.fragment:
        raise BadValue(right)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_here):
        raise BadValue(right)
    return value


def bare_host(parts: SplitResult) -> str:
    host = parts.hostname or ""
    return f"[{host}]" if ":" in host else host


def parameters(parts: SplitResult, known: Mapping[str, Callable[[str], object]]) -> dict[str, str]:
    """The query of an address; an unknown or doubled parameter is a bad value."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        if name not in known or name in found:
            words = ", ".join(sorted(known)) or "none"
            raise BadValue(f"Use each parameter once; known here: {words}.")
        try:
            known[name](value)
        except BadValue as error:
            raise BadValue(f"Parameter {name}: {error}") from None
        found[name] = value
    return found


def filled(value: str) -> str:
    if not value:
        raise BadValue("Write a value or leave the parameter out.")
    return value


def plain(value: str | None) -> str:
    """A percent-encoded part of an address as it was meant."""
    meant = unquote(value or "")
    if not meant.isprintable():
        raise BadValue("Leave out characters that cannot be seen, percent-encoded ones too.")
    return meant
