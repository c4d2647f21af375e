"""The readers' addresses of the desk's app."""

from __future__ import annotations

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from articles import feeds
from articles.views import corrections, lists, shared, story


class DayConverter:
    """A day as 2021/12/20; an impossible one does not match."""

    regex = r"[0-9]{4}/[0-9]{2}/[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value.replace("/", "-"))

    def to_url(self, value: date) -> str:
        return f"{value:%Y/%m/%d}"


class WordConverter(StringConverter):
    """A name of ours; control characters do not match, of which PostgreSQL takes no NUL."""

    regex = r"[^/\x00-\x1f]+"


class RowConverter(IntConverter):
    """The id of a row; a number that no database could hold does not match."""

    regex = r"[0-9]{1,18}"


register_converter(DayConverter, "day")
register_converter(RowConverter, "row")
register_converter(WordConverter, "word")

app_name = "articles"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<day:day>/<row:pk>/", story.story, name="story"),
    path("section/<word:slug>/", lists.section, name="section"),
    path("tag/<word:slug>/", lists.tag, name="tag"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("corrections/feed/", feeds.corrections, name="corrections_feed"),
    path("preview/<word:token>/", shared.shared_preview, name="shared_preview"),
]
