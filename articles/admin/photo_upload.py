"""Where files for the photo library are sent."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from articles.views import uploading


def urls(within: Callable[..., Any]) -> list[URLPattern]:
    return [
        path("upload/", within(uploading.upload_page), name="articles_photo_upload"),
        path("incoming/", within(uploading.begin), name="articles_photo_incoming"),
        path(
            "incoming/<slug:name>/",
            within(uploading.one),
            name="articles_photo_incoming_one",
        ),
        path(
            "incoming/<slug:name>/discard/",
            within(uploading.discard),
            name="articles_photo_incoming_discard",
        ),
        path("<int:object_id>/words/", within(uploading.words), name="articles_photo_words"),
    ]
