"""Whole addresses of pages and pictures, for what leaves the site: canonical links and cards."""

from __future__ import annotations

from urllib.parse import urljoin

from django.conf import settings
from django.utils.encoding import iri_to_uri


def absolute(location: str) -> str:
    """The one public address of a path of ours; an address that is whole already stays.

    Made of SITE_URL and not of the request: a visitor chooses the Host, at least its port, and
    would write it into a page that caches keep for everybody.
    """
    return urljoin(settings.SITE_URL, iri_to_uri(location))
