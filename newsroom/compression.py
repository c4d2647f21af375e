"""Compresses the words that readers fetch: pages, feeds, sitemaps, answers of the API."""

from __future__ import annotations

import re

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from newsroom.security import DESK_PREFIX

#: Pictures are compressed already, and files of them are sent piece by piece.
WORDS = re.compile(r"text/|application/([\w.-]+\+)?(json|xml)\b|image/svg\+xml")


class CompressedWords(GZipMiddleware):
    """Django's own, for readers alone.

    What is compressed tells by its length what stands in it (BREACH). A reader's page holds nothing
    secret but the token of the form to comment, which Django writes anew into every page; the desk
    is left out, whose pages repeat what somebody types beside what others may not know.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        is_words = WORDS.match(response.headers.get("Content-Type", ""))
        if response.streaming or not is_words or request.path_info.startswith(DESK_PREFIX):
            return response
        return super().process_response(request, response)
