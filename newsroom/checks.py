"""Refuses unsafe deployments: one check a danger, with its id and what to do (`check --deploy`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register

Found = list[CheckMessage]


def debug_is_off(**_: Any) -> Found:
    if not settings.DEBUG:
        return []
    return [
        Error(
            "DEBUG is on: errors would show settings and source to readers.",
            hint="Leave DEBUG out of the environment.",
            id="newsroom.E001",
        )
    ]


def key_is_given(**_: Any) -> Found:
    if len(settings.SECRET_KEY) >= 50 and not settings.SECRET_KEY.startswith("django-insecure-"):
        return []
    return [
        Error(
            "SECRET_KEY is short or made for development: sessions could be forged.",
            hint="Leave SECRET_KEY out, or set it to at least 50 random characters.",
            id="newsroom.E002",
        )
    ]


def site_has_tls(**_: Any) -> Found:
    if settings.SITE_URL.startswith("https://"):
        return []
    return [
        Error(
            "SITE_URL begins with http://: passwords and sessions would travel in the open.",
            hint="Set SITE_URL to the public address that begins with https://.",
            id="newsroom.E003",
        )
    ]


def hosts_are_named(**_: Any) -> Found:
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS accepts any name: a forged Host header could poison caches.",
            hint="Name the hosts of the site in ALLOWED_HOSTS.",
            id="newsroom.E004",
        )
    ]


def originals_are_private(**_: Any) -> Found:
    """Originals carry the photographer's place and device, and pictures nobody published."""
    if not is_open(settings.STORAGES["default"]["OPTIONS"]):
        return []
    return [
        Error(
            "The originals of photos can be fetched by anybody.",
            hint="Set STORAGE_URL, which keeps originals private and apart from renditions.",
            id="newsroom.E005",
        )
    ]


def is_open(originals: dict[str, Any]) -> bool:
    if "bucket_name" in originals:
        unsigned = not originals.get("querystring_auth", True)
        return unsigned or str(originals.get("default_acl")).startswith("public")
    if not originals.get("location"):
        return False
    kept = Path(originals["location"])
    shown = [settings.STATIC_ROOT, settings.STORAGES["renditions"]["OPTIONS"].get("location")]
    return bool(originals.get("base_url")) or any(
        kept.is_relative_to(folder) for folder in shown if folder
    )


def cache_is_shared(**_: Any) -> Found:
    local = "locmem" in settings.CACHES["default"]["BACKEND"]
    if settings.WORKERS == 1 or not local:
        return []
    return [
        checks.Warning(
            "Several workers have a cache each, so limits count per worker.",
            hint="Set CACHE_URL to a Redis server, or WORKERS to 1.",
            id="newsroom.W001",
        )
    ]


def proxies_are_counted(**_: Any) -> Found:
    if settings.TRUSTED_PROXIES or not settings.SITE_URL.startswith("https://"):
        return []
    return [
        checks.Warning(
            "SITE_URL is https and no proxy is counted: behind one, every page would redirect to "
            "itself and every visitor would have the proxy's address.",
            hint="Set TRUSTED_PROXIES to the number of proxies; silence this if the server itself "
            "speaks TLS.",
            id="newsroom.W002",
        )
    ]


def static_files_are_collected(**_: Any) -> Found:
    backend = settings.STORAGES["staticfiles"]["BACKEND"]
    if "Manifest" not in backend or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return []
    return [
        checks.Warning(
            "The static files are not collected: pages that name one would fail.",
            hint="Run manage.py collectstatic.",
            id="newsroom.W003",
        )
    ]


def sizes_are_made_apart(**_: Any) -> Found:
    if settings.TASK_QUEUE == "database":
        return []
    return [
        checks.Warning(
            "The sizes of a photo are made while whoever sent it waits: a second or two for each.",
            hint="Set TASK_QUEUE to database and let manage.py db_worker run; silence this if few "
            "photos come in.",
            id="newsroom.W005",
        )
    ]


def letters_are_sent(**_: Any) -> Found:
    if "console" not in settings.EMAIL_BACKEND:
        return []
    return [
        checks.Warning(
            "Letters are printed and not sent: nobody is told by mail that a story came back.",
            hint="Set EMAIL_URL to the server that takes letters.",
            id="newsroom.W004",
        )
    ]


def addresses_are_sealed_apart(**_: Any) -> Found:
    """The key of a safe does not lie beside it: a backup of the folder would hold both."""
    if settings.LETTERS_KEY_IS_GIVEN:
        return []
    return [
        checks.Warning(
            "LETTERS_KEY is not set: what seals the addresses of comments lies in NEWSROOM_VAR, "
            "and who copies that folder may have both.",
            hint="Set LETTERS_KEY to at least 50 random characters, followed by a comma and what "
            "NEWSROOM_VAR/letters_key holds; then run manage.py reseal.",
            id="newsroom.W006",
        )
    ]


def sign_in_is_whole(**_: Any) -> Found:
    if bool(settings.READERS_SIGN_IN) == bool(settings.READERS_SECRET):
        return []
    return [
        Error(
            "Only one of READERS_SIGN_IN and READERS_SECRET is set: no reader can sign in.",
            hint="Set both, with the secret that the paper's app has, or leave both out.",
            id="newsroom.E006",
        )
    ]


ALL: Sequence[Callable[..., Found]] = (
    debug_is_off,
    key_is_given,
    site_has_tls,
    hosts_are_named,
    originals_are_private,
    cache_is_shared,
    proxies_are_counted,
    static_files_are_collected,
    letters_are_sent,
    sizes_are_made_apart,
    addresses_are_sealed_apart,
    sign_in_is_whole,
)


def register_all() -> None:
    for check in ALL:
        register(check, Tags.security, deploy=True)
