"""The readers' addresses of the desk's app."""

from __future__ import annotations

from datetime import date

from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import IntConverter, StringConverter

from articles import feeds, sitemaps
from articles.views import (
    about,
    archive,
    beacon,
    corrections,
    hot,
    lists,
    opensearch,
    person,
    search,
    shared,
    sharing,
    story,
    topic,
    wechat,
)


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


class FeedConverter(StringConverter):
    """The format of a feed."""

    regex = "rss|atom|json"


register_converter(DayConverter, "day")
register_converter(FeedConverter, "feed")
register_converter(RowConverter, "row")
register_converter(WordConverter, "word")

app_name = "articles"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<day:day>/<row:pk>/", story.story, name="story"),
    path("<day:day>/", archive.day, name="day"),
    path("archive/", archive.latest, name="archive"),
    path("section/<word:slug>/", lists.section, name="section"),
    path("tag/<word:slug>/", lists.tag, name="tag"),
    path("topics/", topic.topics, name="topics"),
    path("topic/<word:slug>/", topic.topic, name="topic"),
    path("person/<row:pk>/", person.person, name="person"),
    path("hot/", hot.hot, name="hot"),
    path("search/", search.search, name="search"),
    path("search/suggest/", search.suggest, name="suggest"),
    path("opensearch.xml", opensearch.opensearch, name="opensearch"),
    path("corrections/", corrections.corrections, name="corrections"),
    path("about/", about.about, name="about"),
    path("licence/", about.terms, name="terms"),
    path("story/<row:pk>/qr.svg", sharing.qr, name="qr"),
    path("story/<row:pk>/read/", beacon.read, name="read"),
    path("feed.<feed:format>", feeds.site, name="feed"),
    path("section/<word:slug>/feed.<feed:format>", feeds.section, name="section_feed"),
    path("tag/<word:slug>/feed.<feed:format>", feeds.tag, name="tag_feed"),
    path("corrections/feed/", feeds.corrections, name="corrections_feed"),
    path("corrections/feed.<feed:format>", feeds.corrections, name="corrections_feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<word:part>.xml", sitemaps.part, name="sitemap_part"),
    path("wechat/signature/", wechat.signature, name="wechat_signature"),
    path("preview/<word:token>/", shared.shared_preview, name="shared_preview"),
]
