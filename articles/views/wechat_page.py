"""The desk's page that makes a story ready for WeChat: what to copy, what counts, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from articles import renditions
from articles.choices import BYLINE_ROLES, EditionChange, ReviewState
from articles.exporters import wechat, wechat_rules
from articles.exporters.wechat import Notice, Picture, Story
from articles.models import Article, Edition, User
from articles.templatetags.story import (
    closing_credits,
    description,
    kind_label,
    other_title,
    separate_dateline,
    source_line,
)
from articles.views.addresses import absolute
from articles.views.desk import person
from articles.views.preview import as_edition, asked_story, unlisted

#: Pixels; wide enough for any phone, and still well under WeChat's limit of 1 MB.
WIDTH = 1080
#: What WeChat asks for beside an article, by the shape that is made of every photo.
COVERS = ("cinema", "square")

#: The page in the phone; it is shown in a frame without scripts. `article` is the exporter's HTML.
FRAME = (
    '<!doctype html><html lang="zh-CN"><meta charset="utf-8"><base target="_blank">'
    '<body style="margin:20px 16px 40px;font-family:system-ui,sans-serif;background:#fff">'
    '<h1 style="margin:0 0 14px;font-size:22px;line-height:1.4">%(title)s</h1>'
    '<p style="margin:0 0 24px;font-size:15px;color:#5b5c63">%(author)s</p>'
    "<div data-article>%(article)s</div></body></html>"
)


@dataclass(frozen=True, slots=True)
class Cover:
    shape: str
    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Version:
    """All that an editor carries over to WeChat."""

    title: str
    author: str
    digest: str
    #: Where "read the original" leads; empty while readers do not see the story.
    address: str
    covers: list[Cover]
    article: wechat.Article

    @property
    def counters(self) -> list[wechat_rules.Counter]:
        return wechat_rules.counters(
            title=self.title,
            author=self.author,
            digest=self.digest,
            body=self.article.html,
            address=self.address,
            pictures=self.article.pictures,
        )

    @property
    def frame(self) -> str:
        """The article on a page of its own, roughly as WeChat sets it."""
        return FRAME % {
            "title": escape(self.title),
            "author": escape(self.author),
            "article": self.article.html,
        }

    @property
    def findings(self) -> list[wechat_rules.Finding]:
        return wechat_rules.findings(self.article.html)


@require_safe
@never_cache
def wechat_page(request: HttpRequest, object_id: int) -> HttpResponse:
    """The live edition, or the signed copy where readers see none; else only why there is none."""
    article = asked_story(request, object_id)
    edition = edition_for(article, person(request))
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": article.title,
        "subtitle": _("WeChat version"),
        "original": article,
        "article": article,
        "opts": Article._meta,
        "edition": edition,
        "version": edition and version_of(edition),
        "may_change": request.user.has_perm("articles.change_article"),
    }
    return unlisted(render(request, "desk/wechat.html", context))


def edition_for(article: Article, user: User) -> Edition | None:
    """What is carried over: nothing that nobody signed, and nothing that was taken from readers."""
    if article.withdrawals.open().exists():
        return None
    live = article.editions.live().select_related("section__parent").first()
    if live is None and article.state == ReviewState.SIGNED and not article.discarded_at:
        return as_edition(article, user)
    return live


def version_of(edition: Edition) -> Version:
    """The edition as WeChat takes it; photos are found in one query."""
    files = [use["photo"] for use in (*edition.photos, edition.cover) if use]
    renditions.attach(files)
    return Version(
        title=edition.short_title or edition.title,
        author=author_of(edition),
        digest=description(edition),
        address=absolute(edition.get_absolute_url()) if edition.pk else "",
        covers=list(covers_of(edition)),
        article=wechat.article(story_of(edition)),
    )


def story_of(edition: Edition) -> Story:
    opening = (edition.kicker, edition.subtitle, separate_dateline(edition))
    return Story(
        body=edition.body,
        pictures={use["key"]: picture_of(use) for use in edition.photos},
        opening=[*filter(None, opening)],
        closing=list(closing_of(edition)),
        notices=[notice_of(one) for one in edition.notices],
    )


def author_of(edition: Edition) -> str:
    """Who wrote or photographed it, or where it is from: what WeChat shows under the title."""
    names = [one["name"] for one in edition.credits if one["role"] in BYLINE_ROLES]
    return " ".join(dict.fromkeys(names)) or source_line(edition)


def closing_of(edition: Edition) -> Iterator[str]:
    """Source, what it was reprinted from, and the people at the end, one line each."""
    if sources := source_line(edition):
        yield _("Source %(sources)s") % {"sources": sources}
    if title := other_title(edition):
        yield _("Original title: %(title)s") % {"title": title}
    if edition.original_author:
        yield _("Original author: %(author)s") % {"author": edition.original_author}
    for line in closing_credits(edition):
        yield _("%(role)s: %(names)s") % {"role": line.role, "names": line.names}


def notice_of(told: dict[str, Any]) -> Notice:
    at = parse_datetime(told["at"])
    day = timezone.localtime(at).strftime("%Y-%m-%d") if at else ""
    return Notice(str(EditionChange(told["change"]).label), day, told["note"])


def picture_of(use: dict[str, Any]) -> Picture:
    kind = kind_label(use)
    named = _("(%(kind)s)") % {"kind": kind} if kind and use["caption"] else kind
    address = address_of(use["photo"]) if use["photo"] else ""
    return Picture(address, use["caption"] + named, use["credit"], use["alt"])


def address_of(file: dict[str, Any]) -> str:
    """The uncut JPEG whose width is nearest to WIDTH, as a whole address; empty without any."""
    sizes = renditions.uncut(file["token"], file["made"])
    if not sizes:
        return ""
    _width, name = min(sizes, key=lambda size: abs(size[0] - WIDTH))
    return absolute(renditions.storage().url(name))


def covers_of(edition: Edition) -> Iterator[Cover]:
    file = edition.cover["photo"] if edition.cover else None
    if not file:
        return
    for shape in COVERS:
        picture = renditions.picture(file, shape)
        if picture and shape in file["made"].get("shapes", {}):
            address = absolute(renditions.address(file, shape))
            yield Cover(shape, address, picture.width, picture.height)
