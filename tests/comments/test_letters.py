"""Hot comments under a story: few queries, the same for everybody, and an exact rest."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from articles import workflow
from articles.models import Article, SiteSettings, User
from comments import tallies
from comments.choices import CommentState
from comments.models import LettersSettings, Writer
from tests.comments.conftest import Write

TEMPLATE = "{% load letters %}{% hot_comments article_id site %}"
HOSTILE = "<script>alert(1)</script>&\"'"


def rendered(article: Article, site: SiteSettings | None = None) -> str:
    context = Context({"article_id": article.pk, "site": site or SiteSettings()})
    return Template(TEMPLATE).render(context)


def app_call(site: SiteSettings, rest: int) -> str:
    if rest:
        one, many = (
            "Open %(app)s for %(count)s more comment",
            "Open %(app)s for %(count)s more comments",
        )
        return ngettext(one, many, rest) % {"app": site.app_name, "count": rest}
    return gettext("Open %(app)s for more comments") % {"app": site.app_name}


@pytest.mark.parametrize("state", [CommentState.WAITING, CommentState.REJECTED])
def test_an_unreviewed_comment_is_neither_shown_nor_counted(
    write: Write, live: Article, site: SiteSettings, state: CommentState
) -> None:
    for number in range(9):
        write(f"未审内容{number}", author_name="未审姓名", state=state)
    page = rendered(live, site)
    assert "未审" not in page
    assert app_call(site, 0) in page


def test_a_withdrawn_story_gives_no_comment_even_when_asked(
    shown: Write, live: Article, chief: User, site: SiteSettings
) -> None:
    shown("不应出现")
    workflow.withdraw(live, by=chief, reason="核实中")
    assert "不应出现" not in rendered(live, site)


def test_another_storys_comments_stay_there(shown: Write, put_out: Any, site: SiteSettings) -> None:
    shown("别处的话")
    assert "别处的话" not in rendered(put_out("另一篇").article, site)


def test_markup_in_a_comment_is_shown_as_text(shown: Write, live: Article) -> None:
    shown(HOSTILE, author_name=HOSTILE)
    page = rendered(live)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;&amp;&quot;&#x27;") == 2


def test_a_hostile_app_name_is_shown_as_text(live: Article, site: SiteSettings) -> None:
    site.app_name = "<b>&"
    page = rendered(live, site)
    assert "<b>" not in page.replace("<bdi", "")
    assert "&lt;b&gt;&amp;" in page


@pytest.mark.parametrize("field", ["app_name", "app_link"])
def test_no_app_is_called_where_none_is_set(live: Article, site: SiteSettings, field: str) -> None:
    setattr(site, field, "")
    assert "letters-app" not in rendered(live, site)


def test_nothing_in_it_belongs_to_one_visitor(shown: Write, live: Article, site: Any) -> None:
    shown()
    assert rendered(live, site) == rendered(live, site)
    answer = Client().get(live.editions.get().get_absolute_url())
    page = answer.content.decode()
    assert "csrfmiddlewaretoken" not in page
    assert not answer.cookies
    assert "写得好" in page


@pytest.mark.parametrize(("number", "rest"), [(0, 0), (1, 0), (5, 0), (6, 1), (17, 12), (205, 200)])
def test_the_app_call_counts_exactly_what_is_left(
    shown: Write, write: Write, live: Article, site: SiteSettings, number: int, rest: int
) -> None:
    for count in range(number):
        shown(f"第{count}条")
    write("还在等的")
    page = rendered(live, site)
    assert app_call(site, rest) in page
    assert page.count('class="comment-text') == min(number, 5)


def test_replies_on_the_page_are_not_counted_among_the_rest(
    shown: Write, write: Write, live: Article, site: SiteSettings
) -> None:
    head = shown("问")
    for number in range(5):
        shown(f"答{number}", parent=head)
    write("未审的答", parent=head)
    page = rendered(live, site)
    assert app_call(site, 3) in page
    assert ("答1" in page, "答2" in page, "未审" in page) == (True, False, False)


def test_what_goes_with_a_rejected_comment_is_neither_shown_nor_counted(
    shown: Write, live: Article, site: SiteSettings
) -> None:
    head = shown("问")
    shown("孤答", parent=head)
    head.state = CommentState.REJECTED
    head.save()
    tallies.after_change([head])
    page = rendered(live, site)
    assert "孤答" not in page
    assert app_call(site, 0) in page


def test_of_one_person_two_are_hot_and_the_others_among_the_rest(
    shown: Write, live: Article, site: SiteSettings
) -> None:
    writer = Writer.objects.create()
    for number in range(4):
        shown(f"甲{number}", writer=writer)
    page = rendered(live, site)
    assert page.count("甲") == 2
    assert app_call(site, 2) in page


@pytest.mark.parametrize(("shows", "expected"), [(False, False), (True, True)])
def test_regions_are_told_only_where_the_site_says_so(
    shown: Write, live: Article, shows: bool, expected: bool
) -> None:
    LettersSettings.objects.create(shows_region=shows)
    shown(region="四川")
    assert ("四川" in rendered(live)) is expected


def test_without_comments_it_costs_one_query(
    live: Article, site: Any, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(1):
        rendered(live, site)


@pytest.mark.parametrize(("with_reply", "queries"), [(False, 2), (True, 3)])
def test_it_costs_the_same_whatever_their_number(
    shown: Write,
    live: Article,
    site: Any,
    django_assert_num_queries: Any,
    with_reply: bool,
    queries: int,
) -> None:
    for number in range(9):
        head = shown(f"第{number}条")
    if with_reply:
        shown("答", parent=head)
    with django_assert_num_queries(queries):
        rendered(live, site)


def test_the_most_liked_come_first_and_then_the_latest(shown: Write, live: Article) -> None:
    now = timezone.now()
    for text, likes, hours in [("丙", 1, 2), ("甲", 9, 9), ("丁", 1, 5), ("乙", 1, 1)]:
        shown(text, likes=likes, posted_at=now - timedelta(hours=hours))
    page = rendered(live)
    assert sorted("甲乙丙丁", key=page.index) == list("甲乙丙丁")


def test_a_comment_without_name_and_time_is_still_shown(shown: Write, live: Article) -> None:
    shown("无名无时", origin="imported", author_name="", posted_at=None)
    page = rendered(live)
    assert gettext("A reader") in page
    assert "<time" not in page
    assert "1970" not in page
