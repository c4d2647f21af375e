"""Answers probes: live asks nothing, ready asks the database, the report explains to staff."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable
from typing import Any

import django
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.core.cache import cache
from django.core.files.storage import storages
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

Finding = dict[str, Any]

UNAVAILABLE = 503


@require_safe
@never_cache
def live(request: HttpRequest) -> JsonResponse:
    """The process answers. Whoever restarts it on a failure must not ask for more than that."""
    return JsonResponse({"status": "ok"})


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """The process can do its work; a balancer sends no visitor to one that cannot."""
    found = database()
    return JsonResponse(
        {"status": "ok" if found["ok"] else "unavailable", "database": found["ok"]},
        status=200 if found["ok"] else UNAVAILABLE,
    )


@require_safe
@never_cache
@staff_member_required
def report(request: HttpRequest) -> JsonResponse:
    """What stands behind the site and whether each part works; names no address and no secret."""
    parts = {name: part() for name, part in PARTS.items()}
    status = "ok" if all(part["ok"] for part in parts.values()) else "trouble"
    return JsonResponse({"status": status, "versions": versions(), **parts})


def versions() -> dict[str, str]:
    return {
        "python": platform.python_version(),
        "django": django.get_version(),
        "platform": sys.platform,
    }


def database() -> Finding:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        return {"ok": False, "kind": connection.vendor, "error": type(error).__name__}
    return {"ok": True, "kind": connection.vendor}


def migrations() -> Finding:
    try:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return {"ok": False, "error": type(error).__name__}
    pending = [f"{migration.app_label}.{migration.name}" for migration, _ in plan]
    return {"ok": not pending, "pending": pending}


def cache_works() -> Finding:
    kind = settings.CACHES["default"]["BACKEND"].rpartition(".")[2]
    try:
        cache.set("newsroom-health", "ok", 10)
        kept = cache.get("newsroom-health") == "ok"
    except (OSError, RedisError) as error:
        return {"ok": False, "kind": kind, "error": type(error).__name__}
    return {"ok": kept, "kind": kind}


def storage_works() -> Finding:
    storage = storages["renditions"]
    kind = type(storage).__name__
    try:
        storage.exists("newsroom-health")
    except (OSError, BotoCoreError, ClientError) as error:
        return {"ok": False, "kind": kind, "error": type(error).__name__}
    return {"ok": True, "kind": kind}


PARTS: dict[str, Callable[[], Finding]] = {
    "database": database,
    "migrations": migrations,
    "cache": cache_works,
    "storage": storage_works,
}
