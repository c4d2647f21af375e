"""Serves the sizes of photos from local files, for good; a storage elsewhere serves its own."""

from __future__ import annotations

import re

from django.core.files.storage import FileSystemStorage, storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from articles.renditions.shapes import TYPES

#: The only names that renditions/shapes.py gives: two digits, the photo's token, a digest with a
#: shape, or none in the first version's, and a width; and those of cards/keeping.py.
NAME = re.compile(
    r"(?:[0-9a-f]{2}/[0-9a-f]{32}/(?:[0-9a-f]{12}/[a-z]{1,12}-)?[0-9]{1,5}"
    r"|share/[0-9a-f]{2}/[0-9a-f]{40}(?:-poster)?)\.(avif|webp|jpg)"
)

#: A digest stands for all that went into a file, so what stands under a name never changes.
FOREVER = "public, max-age=31536000, immutable"


@require_safe
def rendition(request: HttpRequest, path: str) -> HttpResponseBase:
    """One size of one photo; any other name is not found, whatever lies there."""
    storage = storages["renditions"]
    name = NAME.fullmatch(path)
    if not isinstance(storage, FileSystemStorage) or not name:
        raise Http404
    try:
        file = storage.open(path)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        raise Http404 from None
    response = FileResponse(file, content_type=TYPES[name[1]])
    response.headers["Cache-Control"] = FOREVER
    return response
