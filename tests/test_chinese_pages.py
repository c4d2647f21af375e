"""No page says an English word: what no catalogue can reach, because it is not marked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Edition, Photo, SiteSettings, Topic, User

#: Elements whose words nobody reads, or that hold icons by name.
UNREAD = frozenset({"script", "style", "code", "pre", "kbd"})
ICONS = "material-symbols-outlined"
EMPTY = frozenset({"meta", "link", "img", "br", "hr", "input", "source"})

#: Attributes that are shown or read aloud.
SPOKEN = ("title", "aria-label", "placeholder", "alt")

ENGLISH = re.compile(r"[A-Za-z]{2,}")

#: Names that are the same in Chinese.
NAMES = re.compile(
    r"[0-9a-f]{64}|Atom|RSS|JSON Feed|PDF|ICP|\{id\}|LDAP|JPEG|PNG|WebP|AVIF|GIF|TIFF|HEIC|KB|MB|AI|ESC|esc|https?://\S+|\S+@\S+|\S+\.(txt|jpg|png)"
)


class Spoken(HTMLParser):
    """Every run of words that a page shows or reads aloud."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, bool]] = []
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.found += [given[name] for name in SPOKEN if name in given]
        if tag not in EMPTY:
            unread = tag in UNREAD or ICONS in given.get("class", "")
            self.open.append((tag, unread))

    def handle_endtag(self, tag: str) -> None:
        if any(name == tag for name, _ in self.open):
            while self.open.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        if data.strip() and not any(unread for _, unread in self.open):
            self.found.append(" ".join(data.split()))

    def english(self) -> Iterator[str]:
        return (words for words in self.found if ENGLISH.search(NAMES.sub("", words)))


def english(client: Client, address: str) -> list[str]:
    response = client.get(address, follow=True)
    assert response.status_code in {200, 404}
    return list(Spoken(response.content.decode()).english())


@pytest.fixture
def desk(chief: User) -> Client:
    chief.real_name, chief.is_superuser = "\u738b\u603b\u7f16", True
    chief.save()
    client = Client()
    client.force_login(chief)
    return client


def test_a_word_that_was_not_marked_is_found() -> None:
    page = '<p title="Close">\u5173\u95ed<b>More</b><code>x-y</code></p><img alt="\u56fe">'
    assert list(Spoken(page).english()) == ["Close", "More"]


@pytest.mark.parametrize("address", ["/", "/nothing/", "/desk/login/", "/corrections/"])
def test_a_visitor_reads_no_english(site: SiteSettings, address: str) -> None:
    assert english(Client(), address) == []


def test_the_lists_of_stories_say_no_english(site: SiteSettings, put_out: Any, draft: Any) -> None:
    SiteSettings.objects.update(about="\u7532", terms="\u4e59", contact="028")
    article = draft("\u6837\u7a3f")
    article.topics.add(Topic.objects.create(name="\u4e24\u4f1a", slug="x"))
    article.tags.add("\u79d1\u6280")
    put_out(article=article)
    person = article.credits.get().person_id
    addresses = ["/section/yaowen/", "/tag/\u79d1\u6280/", "/topics/", "/topic/x/", "/archive/"]
    for address in [*addresses, f"/person/{person}/", "/about/", "/licence/"]:
        assert english(Client(), address) == [], address


def test_a_story_and_its_comments_say_no_english(
    site: SiteSettings, put_out: Callable[..., Edition]
) -> None:
    edition = put_out("\u6837\u7a3f")
    comments = reverse("comments:story", args=[edition.article_id])
    assert english(Client(), edition.get_absolute_url()) == []
    assert english(Client(), comments) == []


@pytest.mark.parametrize(
    "name",
    [
        "index",
        "articles_article_changelist",
        "articles_article_add",
        "articles_edition_changelist",
        "articles_photo_changelist",
        "articles_source_changelist",
        "articles_person_changelist",
        "articles_importrecord_changelist",
        "articles_sitesettings_changelist",
        "articles_topic_add",
        "articles_topic_changelist",
        "articles_user_add",
        "comments_comment_changelist",
    ],
)
def test_the_desk_says_no_english(desk: Client, put_out: Callable[..., Edition], name: str) -> None:
    put_out("\u6837\u7a3f")
    assert english(desk, reverse(f"admin:{name}")) == []


def test_the_page_of_a_photo_says_no_english(
    desk: Client, photo: Photo, put_out: Callable[..., Edition], with_photo: Any, draft: Any
) -> None:
    article = draft("\u6837\u7a3f")
    with_photo(article, photo)
    put_out(article=article)
    assert english(desk, reverse("admin:articles_photo_change", args=[photo.pk])) == []


@pytest.fixture
def chinese_names(
    reporter: User, editor: User, director: User, chief: User, moderator: User
) -> None:
    """The cast of the tests bears English names, which stand on the pages of a story."""
    for number, user in enumerate(User.objects.all()):
        User.objects.filter(pk=user.pk).update(real_name=f"\u5f20{number}", username=f"u{number}")


@pytest.mark.parametrize(
    "page",
    [
        "change",
        "review",
        "photos",
        "preview_widths",
        "preview_links",
        "moment",
        "revisions",
        "compare",
        "marked",
        "slip",
    ],
)
def test_the_pages_of_a_story_say_no_english(
    page: str, desk: Client, put_out: Callable[..., Edition], revise: Any, chinese_names: None
) -> None:
    article = revise(put_out("\u6837\u7a3f").article, title="\u65b0\u9898")
    address = reverse(f"admin:articles_article_{page}", args=[article.pk])
    assert english(desk, address) == []


@pytest.mark.parametrize(
    "name",
    ["articles_pass", "articles_deskact", "articles_jobrun"],
)
def test_the_records_say_no_english(
    name: str, desk: Client, put_out: Callable[..., Edition], chinese_names: None
) -> None:
    put_out("\u6837\u7a3f")
    assert english(desk, reverse(f"admin:{name}_changelist")) == []
