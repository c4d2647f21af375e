"""Turns the addresses of services into Django's settings: database, cache, storage, e-mail."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult

from newsroom.env import (
    BadValue,
    bare_host,
    filled,
    flag,
    number,
    one_of,
    origin,
    parameters,
    plain,
    split,
)

Settings = dict[str, Any]

DATABASE_RIGHT = (
    "Write postgres://USER:PASSWORD@HOST:5432/NAME, or sqlite:///FILE for a file beside "
    "manage.py, or sqlite:////FOLDER/FILE for an absolute path."
)
CACHE_RIGHT = "Write locmem:// for one process, or redis://:PASSWORD@HOST:6379/0."
STORAGE_RIGHT = (
    "Write file:///FOLDER, or s3://KEY:SECRET@HOST/BUCKET?region=REGION (percent-encode / + @ "
    "in key and secret)."
)
EMAIL_RIGHT = (
    "Write console://, or smtp://USER:PASSWORD@HOST:587?tls=on, or smtps:// with port 465."
)

SQLITE_OPTIONS: Settings = {
    # A write lock is taken at BEGIN: two writers queue instead of failing half-way.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
        # Without it REPLACE deletes a row past the trigger that guards it (models/guards.py).
        "PRAGMA recursive_triggers=ON;"
    ),
}

POSTGRES_PARAMETERS = {
    "sslmode": one_of("disable", "allow", "prefer", "require", "verify-ca", "verify-full"),
    "sslrootcert": filled,
    "connect_timeout": number(1, 300),
    "application_name": filled,
    # A socket's folder does not fit where the host stands; without either it is the usual one.
    "host": filled,
}


def database(value: str, base: Path) -> Settings:
    """DATABASES["default"]; a relative SQLite path starts at `base`."""
    parts = split(value, DATABASE_RIGHT)
    if parts.scheme == "sqlite":
        return sqlite(parts, base)
    if parts.scheme in {"postgres", "postgresql"}:
        return postgres(parts)
    raise BadValue(DATABASE_RIGHT)


def sqlite(parts: SplitResult, base: Path) -> Settings:
    name = plain(parts.path).removeprefix("/")
    if parts.netloc or parts.query or not name or name.endswith("/") or name == ":memory:":
        raise BadValue(DATABASE_RIGHT)
    path = base / name
    if path.is_dir():
        raise BadValue("There is a folder of this name; write the path of a file.")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # To open the file and set it up takes a tenth of the time of a reader's page.
        "CONN_MAX_AGE": 60,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


def postgres(parts: SplitResult) -> Settings:
    name = plain(parts.path).removeprefix("/")
    options: Settings = dict(parameters(parts, POSTGRES_PARAMETERS))
    host = options.pop("host", plain(parts.hostname))
    if not name or "/" in name:
        raise BadValue(DATABASE_RIGHT)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": plain(parts.username),
        "PASSWORD": plain(parts.password),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def cache(value: str) -> Settings:
    """CACHES["default"]."""
    parts = split(value, CACHE_RIGHT)
    if value in {"locmem://", "dummy://"}:
        kind = "locmem.LocMemCache" if parts.scheme == "locmem" else "dummy.DummyCache"
        return {
            "BACKEND": f"django.core.cache.backends.{kind}",
            "KEY_PREFIX": "newsroom",
            # Room for the marks of half an hour's visitors (articles/visitors.py), a few megabytes;
            # of the usual 300, views and limits would forget each other.
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    number_given = parts.path.removeprefix("/")
    if parts.scheme not in {"redis", "rediss"} or not parts.hostname or parts.query:
        raise BadValue(CACHE_RIGHT)
    if number_given and not (number_given.isascii() and number_given.isdigit()):
        raise BadValue(CACHE_RIGHT)
    return {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": value,
        "KEY_PREFIX": "newsroom",
        # A cache that hangs must not hold up every page.
        "OPTIONS": {"socket_connect_timeout": 2, "socket_timeout": 2},
    }


def storage(value: str, media_url: str) -> dict[str, Settings]:
    """STORAGES: "default" for originals, which nobody serves, and "renditions" for readers."""
    parts = split(value, STORAGE_RIGHT)
    if parts.scheme == "file":
        return file_storage(parts, media_url)
    if parts.scheme == "s3":
        return s3_storage(parts)
    raise BadValue(STORAGE_RIGHT)


def file_storage(parts: SplitResult, media_url: str) -> dict[str, Settings]:
    root = Path(plain(parts.path))
    if parts.netloc or parts.query or not root.is_absolute() or root == Path("/"):
        raise BadValue(STORAGE_RIGHT)
    if root.exists() and not root.is_dir():
        raise BadValue("There is a file of this name; write the path of a folder.")
    backend = "django.core.files.storage.FileSystemStorage"
    return {
        "default": {
            "BACKEND": backend,
            "OPTIONS": {
                "location": root / "originals",
                "file_permissions_mode": 0o600,
                "directory_permissions_mode": 0o700,
            },
        },
        "renditions": {
            "BACKEND": "newsroom.files.WholeFiles",
            "OPTIONS": {
                "location": root / "renditions",
                "base_url": media_url,
                "file_permissions_mode": 0o644,
                # Names stand for what is in the files, so the same name is the same picture.
                "allow_overwrite": True,
            },
        },
    }


S3_PARAMETERS = {
    "region": filled,
    "scheme": one_of("http", "https"),
    "public_url": filled,
    # Path style works everywhere but on some clouds that ask for the bucket in the host's name.
    "addressing": one_of("path", "virtual"),
}


def s3_storage(parts: SplitResult) -> dict[str, Settings]:
    bucket = plain(parts.path).strip("/")
    given = parameters(parts, S3_PARAMETERS)
    if not (parts.username and parts.password and parts.hostname and bucket) or "/" in bucket:
        raise BadValue(STORAGE_RIGHT)
    host = bare_host(parts) + (f":{parts.port}" if parts.port else "")
    scheme = given.get("scheme", "https")
    common = {
        "access_key": plain(parts.username),
        "secret_key": plain(parts.password),
        "bucket_name": bucket,
        "region_name": given.get("region"),
        "endpoint_url": f"{scheme}://{host}",
        "addressing_style": given.get("addressing", "path"),
        "signature_version": "s3v4",
        # Names come from the bytes, so the same name is the same file.
        "file_overwrite": True,
    }
    public = public_address(given.get("public_url", f"{scheme}://{host}/{bucket}"))
    backend = "storages.backends.s3.S3Storage"
    return {
        "default": {
            "BACKEND": backend,
            "OPTIONS": common
            | {"location": "originals", "default_acl": "private", "querystring_auth": True},
        },
        "renditions": {
            "BACKEND": backend,
            "OPTIONS": common
            | public
            | {
                "location": "renditions",
                "querystring_auth": False,
                "object_parameters": {"CacheControl": "public, max-age=31536000, immutable"},
            },
        },
    }


def public_address(value: str) -> Settings:
    """Where readers fetch renditions: a host, perhaps with a path, over http or https."""
    right = "Parameter public_url: Write an address like https://images.example.org."
    parts = split(value, right)
    try:
        start = origin(f"{parts.scheme}://{parts.netloc}")
    except BadValue:
        raise BadValue(right) from None
    if parts.query or parts.fragment:
        raise BadValue(right)
    scheme, _, host = start.partition("://")
    return {"url_protocol": f"{scheme}:", "custom_domain": host + parts.path.rstrip("/")}


def email(value: str) -> Settings:
    """The EMAIL_ settings."""
    parts = split(value, EMAIL_RIGHT)
    if value == "console://":
        return {"EMAIL_BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname or parts.path.strip("/"):
        raise BadValue(EMAIL_RIGHT)
    given = parameters(parts, {"tls": flag})
    implicit = parts.scheme == "smtps"
    if implicit and "tls" in given:
        raise BadValue("smtps:// is encrypted from the start; leave tls out.")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if implicit else 25),
        "EMAIL_HOST_USER": plain(parts.username),
        "EMAIL_HOST_PASSWORD": plain(parts.password),
        "EMAIL_USE_SSL": implicit,
        "EMAIL_USE_TLS": flag(given.get("tls", "off")),
        "EMAIL_TIMEOUT": 10,
    }
