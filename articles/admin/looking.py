"""Addresses of the pages on which a story is looked at as readers see, saw or will see it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, path

from articles.views import moment, preview, preview_links, wechat_page


def urls(within: Callable[[Any], Any]) -> list[URLPattern]:
    """`within` is the admin site's own wrapper, which asks who is signed in."""
    return [
        path("<int:object_id>/preview/", within(preview.preview), name="articles_article_preview"),
        path(
            "<int:object_id>/preview/widths/",
            within(preview.widths),
            name="articles_article_preview_widths",
        ),
        path(
            "<int:object_id>/preview-links/",
            within(preview_links.preview_links),
            name="articles_article_preview_links",
        ),
        path(
            "<int:object_id>/preview-links/<int:link_id>/revoke/",
            within(preview_links.revoke_preview_link),
            name="articles_article_preview_link_revoke",
        ),
        path("<int:object_id>/moment/", within(moment.moment), name="articles_article_moment"),
        path(
            "<int:object_id>/wechat/",
            within(wechat_page.wechat_page),
            name="articles_article_wechat",
        ),
    ]
