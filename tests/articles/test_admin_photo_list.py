"""The library's list: what it finds, in which order, what it says of each, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from articles import photodesk, search
from articles.admin.photo_list import wrongs
from articles.choices import EditionChange, Licence, PhotoKind
from articles.models import Article, Edition, Photo, PhotoUse, User
from tests.conftest import picture_bytes
from tests.test_query_budgets import unbounded

LIST = "admin:articles_photo_changelist"
BUDGET = 12
HOSTILE = '"><script>alert(1)</script>'

Draft = Callable[..., Article]
SignedIn = Callable[..., Client]
WithPhoto = Callable[..., PhotoUse]
Library = Callable[..., Photo]


@pytest.fixture
def me(hire: Callable[[str], User]) -> User:
    return hire("photo_desk")


@pytest.fixture
def desk(signed_in: SignedIn, me: User) -> Client:
    return signed_in(me)


@pytest.fixture
def library(db: None) -> Library:
    """Adds a photo that lacks nothing, but for what is said otherwise; it has no files."""

    def added(name: str, **fields: Any) -> Photo:
        number = Photo.objects.count()
        whole = {
            "headline": name,
            "caption": f"{name}的说明",
            "credit": "锦观新闻",
            "alt": name,
            "licence": Licence.OWN,
            "needs_rendering": False,
        }
        file = {"file": f"x/{number}", "sha256": f"{number:064}", "width": 30, "height": 20}
        return Photo.objects.create(**file, **whole | fields)

    return added


def found(client: Client, **query: Any) -> list[str]:
    response = client.get(reverse(LIST), query)
    return [photo.headline for photo in response.context["cl"].result_list]


def test_a_moderator_does_not_see_the_library(moderator: User) -> None:
    client = Client()
    client.force_login(moderator)
    assert client.get(reverse(LIST)).status_code == 403


def test_who_may_only_look_is_offered_nothing_to_do(signed_in: SignedIn, library: Library) -> None:
    library("一")
    page = signed_in("publisher").get(reverse(LIST)).content.decode()
    assert "_selected_action" not in page
    assert 'name="action"' not in page
    assert reverse("admin:articles_photo_upload") not in page


def test_words_and_names_are_shown_as_text(desk: Client, library: Library) -> None:
    words = ("headline", "caption", "byline", "credit", "alt", "original_name")
    library("一", **dict.fromkeys(words, HOSTILE))
    library("", **dict.fromkeys(words, HOSTILE) | {"headline": "", "caption": ""})
    page = desk.get(reverse(LIST), {"q": HOSTILE}).content.decode()
    page += desk.get(reverse(LIST)).content.decode()
    assert HOSTILE not in page
    assert escape(HOSTILE) in page


def in_days(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


@pytest.fixture
def shelf(library: Library, me: User, reporter: User) -> None:
    library("无事")
    library("资料", kind=PhotoKind.ARCHIVE)
    library("不明", licence=Licence.UNCLEAR)
    library("今天到期", expires_on=in_days(0))
    library("月内到期", expires_on=in_days(30))
    library("下月到期", expires_on=in_days(31))
    library("已到期", expires_on=in_days(-1))
    library("可转", may_syndicate=True)
    library("缺说明", caption="")
    library("缺署名", credit="")
    library("有拍摄者", credit="", byline="刘洋")
    library("缺替代", alt="")
    library("我的", uploaded_by=me)
    library("别人的", uploaded_by=reporter)
    library("动", is_animated=True)
    library("在生成", needs_rendering=True)
    library("没生成", render_trouble="坏了")
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    for name, at in (
        ("昨天", midnight - timedelta(seconds=1)),
        ("六天前", midnight - timedelta(days=6)),
        ("七天前", midnight - timedelta(days=6, seconds=1)),
    ):
        Photo.objects.filter(pk=library(name).pk).update(created_at=at)


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"kind": "archive"}, {"资料"}),
        ({"licence": "unclear"}, {"不明"}),
        ({"rights": "unclear"}, {"不明"}),
        ({"rights": "ending"}, {"今天到期", "月内到期"}),
        ({"rights": "expired"}, {"已到期"}),
        ({"rights": "syndicate"}, {"可转"}),
        ({"lacks": "caption"}, {"缺说明"}),
        ({"lacks": "credit"}, {"缺署名"}),
        ({"lacks": "alt"}, {"缺替代"}),
        ({"by": "me"}, {"我的"}),
        ({"file": "moves"}, {"动"}),
        ({"file": "making"}, {"在生成"}),
        ({"file": "trouble"}, {"没生成"}),
        ({"by": "me", "kind": "archive"}, set()),
    ],
)
def test_a_filter_leaves_what_it_names(
    desk: Client, shelf: None, query: dict[str, str], names: set[str]
) -> None:
    assert set(found(desk, **query)) == names


@pytest.mark.parametrize(
    ("day", "missing"), [("today", {"昨天", "六天前", "七天前"}), ("week", {"七天前"})]
)
def test_a_day_begins_at_midnight_here(
    desk: Client, shelf: None, day: str, missing: set[str]
) -> None:
    everything = {photo.headline for photo in Photo.objects.all()}
    assert set(found(desk, day=day)) == everything - missing


@pytest.mark.parametrize("name", ["kind", "rights", "use", "lacks", "by", "day", "file", "order"])
@pytest.mark.parametrize("value", ["", "zzz", "' OR 1=1", "\x00"])
def test_a_word_that_no_filter_knows_narrows_nothing(
    desk: Client, library: Library, name: str, value: str
) -> None:
    library("一")
    assert found(desk, **{name: value}) == ["一"]


@pytest.mark.parametrize(
    ("use", "names"),
    [("live", {"两处", "撤下"}), ("draft", {"稿中"}), ("never", {"无人"})],
)
def test_photos_are_found_by_where_they_stand(
    desk: Client,
    library: Library,
    draft: Draft,
    put_out: Callable[..., Edition],
    with_photo: WithPhoto,
    use: str,
    names: set[str],
) -> None:
    two, gone, drafted = library("两处"), library("撤下"), library("稿中")
    library("无人")
    article = draft()
    for photo in (two, gone):
        with_photo(article, photo)
    put_out(article=article)
    article.photo_uses.filter(photo=gone).delete()
    with_photo(draft(), drafted)
    assert set(found(desk, use=use)) == names


def test_a_photo_that_readers_saw_once_was_used(
    desk: Client,
    library: Library,
    draft: Draft,
    put_out: Callable[..., Edition],
    with_photo: WithPhoto,
    revise: Callable[..., Article],
) -> None:
    article = draft()
    with_photo(article, library("用过"))
    put_out(article=article)
    article.photo_uses.all().delete()
    again = revise(article, body="<p>新</p>")
    put_out(article=again, change=EditionChange.UPDATE, note="更新")
    assert [found(desk, use=use) for use in ("live", "draft", "never")] == [[], [], []]


@pytest.mark.parametrize(
    ("order", "names"),
    [("", ["丙", "乙", "甲"]), ("oldest", ["甲", "乙", "丙"]), ("taken", ["甲", "丙", "乙"])],
)
def test_the_list_stands_in_the_order_asked_for(
    desk: Client, library: Library, order: str, names: list[str]
) -> None:
    now = timezone.now()
    library("甲", taken_at=now)
    library("乙")
    library("丙", taken_at=now - timedelta(days=1))
    assert found(desk, order=order) == names


def test_words_find_what_stands_in_captions_and_names(desk: Client, photo: Photo) -> None:
    photo.headline, photo.caption = "步行桥", "市民走过银水河步行桥"
    photodesk.keep(photo)
    other = photodesk.take_in(picture_bytes(color="red"), "湿地白鹭.jpg")
    assert found(desk, q="银水河 市民") == ["步行桥"]
    assert found(desk, q="白鹭") == [other.headline]
    assert found(desk, q="地铁") == []


def test_words_and_filters_go_together(desk: Client, library: Library) -> None:
    both = library("银水河", kind=PhotoKind.ARCHIVE)
    search.index_photos([both.pk, library("银水河夜景").pk])
    assert found(desk, q="银水河", kind="archive") == ["银水河"]


TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("fields", "tones"),
    [
        ({}, []),
        ({"caption": ""}, ["care"]),
        ({"alt": ""}, ["care"]),
        ({"licence": Licence.UNCLEAR}, ["care"]),
        ({"expires_on": TODAY - timedelta(days=1)}, ["bad"]),
        ({"expires_on": TODAY}, ["care"]),
        ({"expires_on": TODAY + timedelta(days=30)}, ["care"]),
        ({"expires_on": TODAY + timedelta(days=31)}, []),
        ({"needs_rendering": True}, ["wait"]),
        ({"render_trouble": "坏了"}, ["bad"]),
        (
            {"render_trouble": "坏了", "caption": "", "needs_rendering": True},
            ["bad", "care", "wait"],
        ),
    ],
)
def test_what_is_wrong_is_said_worst_first(fields: dict[str, Any], tones: list[str]) -> None:
    whole = {"caption": "c", "alt": "a", "licence": Licence.OWN, "needs_rendering": False}
    assert [pill.tone for pill in wrongs(Photo(**whole | fields), TODAY)] == tones


def test_a_card_counts_the_stories_of_a_photo_once_each(
    desk: Client, library: Library, draft: Draft, with_photo: WithPhoto
) -> None:
    photo, article = library("一"), draft()
    with_photo(article, photo)
    with_photo(article, photo)
    with_photo(draft("二"), photo)
    card = desk.get(reverse(LIST)).context["cl"].cards[0]
    assert (card.stories, card.is_live) == ("2", False)


def test_very_many_stories_are_not_counted_to_their_end(
    desk: Client, library: Library, draft: Draft, with_photo: WithPhoto, monkeypatch: Any
) -> None:
    monkeypatch.setattr("articles.admin.photo_list.MOST_STORIES", 2)
    photo = library("一")
    for number in range(4):
        with_photo(draft(f"稿{number}"), photo)
    assert desk.get(reverse(LIST)).context["cl"].cards[0].stories == "2+"


def asked(client: Client, query: str = "") -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"{reverse(LIST)}{query}").status_code == 200
    return [one["sql"] for one in captured.captured_queries]


def test_the_list_costs_the_same_whatever_its_length(
    desk: Client, library: Library, draft: Draft, with_photo: WithPhoto
) -> None:
    costs = []
    for number in range(30):
        with_photo(draft(f"稿{number}"), library(f"图{number}"))
        if number in {0, 29}:
            asked(desk)
            costs.append(len(asked(desk)))
    assert costs[0] == costs[1] <= BUDGET


@pytest.mark.parametrize(
    "query", ["", "?use=live", "?use=draft", "?use=never", "?q=x", "?order=taken", "?p=2"]
)
def test_the_list_counts_nothing_without_an_end(desk: Client, library: Library, query: str) -> None:
    for number in range(41):
        library(f"图{number}")
    assert unbounded(asked(desk, query)) == []


def test_the_list_is_leafed_through_and_keeps_its_filters(desk: Client, library: Library) -> None:
    for number in range(41):
        library(f"图{number}", kind=PhotoKind.ARCHIVE)
    page = desk.get(reverse(LIST), {"kind": "archive"}).context["cl"]
    assert len(page.result_list) == 40
    assert desk.get(reverse(LIST) + page.older).context["cl"].result_list[0].headline == "图0"
