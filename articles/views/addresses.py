"""Whole addresses of pages and pictures, for what leaves the site: canonical links and cards."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import iri_to_uri
from django.utils.html import escape

_LINK = re.compile('<a href="([^"]*)"')


def absolute(location: str) -> str:
    """The one public address of a path of ours; an address that is whole already stays.

    Made of SITE_URL and not of the request: a visitor chooses the Host, at least its port, and
    would write it into a page that caches keep for everybody.
    """
    return urljoin(settings.SITE_URL, iri_to_uri(location))


def with_whole_links(html: str, page: str) -> str:
    """HTML as the sanitiser writes it, every link in it as it works from anywhere.

    `page` is the whole address of the page that the links were written for.
    """
    return _LINK.sub(lambda link: f'<a href="{whole(link[1], page)}"', html)


def whole(href: str, page: str) -> str:
    """One link of a page; given and answered escaped for HTML."""
    try:
        return escape(urljoin(page, unescape(href)))
    except ValueError:  # A host in brackets that is none: the link leads nowhere, as before.
        return href
