"""How many queries a page may cost, without a cache, whatever the number of rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles import photodesk
from articles.models import Article, Edition, Recommendation, Section
from comments.models import Comment
from tests.comments.crowding import fill as fill_letters
from tests.conftest import picture_bytes
from tests.crowd import Cast, gather

PutOut = Callable[..., Edition]

#: One of them is for the photos of the page, however many. Of a story's, up to three find what is
#: recommended, two the hot list of a site that is hardly read yet, and three the hot comments: how
#: the story stands, the comments, and the first replies to them.
STORY_BUDGET, FRONT_BUDGET, SECTION_BUDGET, TAG_BUDGET = 12, 9, 7, 6

#: Of the desk's pages, whatever the desk holds.
HOME_BUDGET, LIST_BUDGET = 25, 16
MANY = 20_000

#: Counts that need no limit: an index leads to a small set, or the table itself is small.
SMALL_COUNTS = (
    re.compile(r'FROM "auth_group"'),
    re.compile(r'FROM "articles_notice" WHERE .*"to_id" = '),
    re.compile(r'FROM "articles_edition" WHERE .*"live_from" >= .* GROUP BY '),
)
#: A count of a sliced list; the slice is the last thing in it.
BOUNDED = re.compile(r"LIMIT \d+\) (capped|subquery)\b")


@pytest.fixture
def count(django_assert_max_num_queries: Any) -> Callable[[str], int]:
    def counted(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert Client().get(url).status_code == 200
        return len(captured)

    return counted


def fill(put_out: PutOut, draft: Any, with_photo: Any, photo: Any, rows: int) -> Edition:
    """`rows` stories with photos and tags; the last recommends all others."""
    editions = []
    for number in range(rows):
        article = draft(f"第{number}篇")
        with_photo(article, photo, caption="图说")
        article.tags.add("地铁", f"标签{number}")
        for rank, edition in enumerate(editions[-9:]):
            Recommendation.objects.create(article=article, target=edition.article, rank=rank)
        editions.append(put_out(article=article))
    return editions[-1]


@pytest.mark.parametrize("rows", [1, 12])
def test_the_story_page_stays_in_its_budget(
    rows: int, put_out: PutOut, draft: Any, with_photo: Any, photo: Any, site: Any, count: Any
) -> None:
    edition = fill(put_out, draft, with_photo, photo, rows)
    assert count(edition.get_absolute_url()) <= STORY_BUDGET


def test_the_photos_of_a_story_cost_one_query(
    put_out: PutOut, draft: Any, with_photo: Any, count: Any
) -> None:
    article = draft()
    bare = count(put_out(article=article).get_absolute_url())
    article = draft(section=Section.objects.create(name="图集"))
    for number in range(6):
        photo = photodesk.take_in(picture_bytes(width=100 + number), f"{number}.jpg")
        with_photo(article, photo, in_gallery=number < 3)
    assert count(put_out(article=article).get_absolute_url()) == bare + 1


def test_lists_cost_the_same_whatever_their_length(
    put_out: PutOut,
    draft: Any,
    with_photo: Any,
    photo: Any,
    site: Any,
    section: Section,
    count: Any,
) -> None:
    urls = [
        reverse("articles:section", args=[section.slug]),
        reverse("articles:tag", args=["地铁"]),
    ]
    fill(put_out, draft, with_photo, photo, 1)
    few = [count(url) for url in urls]
    assert few == [SECTION_BUDGET, TAG_BUDGET]
    fill(put_out, draft, with_photo, photo, 15)
    assert [count(url) for url in urls] == few


def test_the_front_page_stays_in_its_budget(
    put_out: PutOut, draft: Any, with_photo: Any, photo: Any, site: Any, count: Any
) -> None:
    fill(put_out, draft, with_photo, photo, 14)
    few = count("/")
    assert few == FRONT_BUDGET
    for number in range(6):
        section = Section.objects.create(name=f"栏目{number}")
        put_out(f"稿{number}", section=section)
    assert count("/") == few


def test_the_desks_list_costs_the_same_whatever_its_length(
    draft: Any, chief: Any, django_assert_num_queries: Any
) -> None:
    client = Client()
    client.force_login(chief)
    url = reverse("admin:articles_article_changelist")
    counts = []
    for rows in (1, 20):
        for number in range(rows):
            draft(f"稿{number}").tags.add(f"标签{number}")
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Article.objects.count() == 21


#: Records of which a page reads so many of the newest.
READ_FROM_THEIR_END = {"articles_importrecord", "articles_deskact"}


def unbounded(statements: Iterable[str]) -> list[str]:
    """Those that count rows without an end."""
    return [
        sql
        for sql in statements
        if sql.count("COUNT(") > len(BOUNDED.findall(sql))
        and not any(small.search(sql) for small in SMALL_COUNTS)
    ]


@pytest.mark.parametrize(
    ("sql", "is_unbounded"),
    [
        ('SELECT COUNT(*) AS "__count" FROM "articles_article"', True),
        ('SELECT COUNT(*) FROM (SELECT 1 FROM "articles_article") subquery', True),
        ('SELECT COUNT(*) FROM (SELECT 1 FROM "articles_article" LIMIT 1001) subquery', False),
        ("SELECT (SELECT COUNT(*) FROM (SELECT 1 LIMIT 9) capped), (SELECT COUNT(*) FROM t)", True),
        ('SELECT "id" FROM "articles_article"', False),
    ],
)
def test_a_count_without_an_end_is_seen(sql: str, is_unbounded: bool) -> None:
    assert bool(unbounded([sql])) is is_unbounded


@pytest.fixture
def statements(client: Client) -> Callable[[str], list[str]]:
    """What a page of the desk asks of the database, once it is warm."""

    def asked(url: str) -> list[str]:
        client.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200
        return [query["sql"] for query in captured.captured_queries]

    return asked


@pytest.fixture
def crowd(section: Section, reporter: Any, editor: Any, director: Any, chief: Any) -> None:
    gather(MANY, Cast(reporter, editor, director, chief), section, logged=1000)


def test_the_desk_holds_its_budget_at_twenty_thousand_stories(
    client: Client, crowd: None, chief: Any, statements: Callable[[str], list[str]]
) -> None:
    client.force_login(chief)
    assert Article.objects.count() == MANY
    home = statements(reverse("admin:index"))
    stories = reverse("admin:articles_article_changelist")
    lists = [statements(f"{stories}{query}") for query in ("", "?p=3", "?basket=signed", "?q=第7")]
    assert len(home) <= HOME_BUDGET
    assert max(map(len, lists)) <= LIST_BUDGET
    assert unbounded([*home, *(sql for asked in lists for sql in asked)]) == []


@pytest.mark.skipif(connection.vendor != "sqlite", reason="Reads the plans of SQLite.")
def test_the_desks_first_page_walks_through_no_table_of_stories(
    client: Client, put_out: PutOut, chief: Any, statements: Callable[[str], list[str]]
) -> None:
    put_out()
    client.force_login(chief)
    plans: list[str] = []
    for sql in statements(reverse("admin:index")):
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
            plans += [row[3] for row in cursor.fetchall()]
    walked = {plan.split()[1] for plan in plans if plan.startswith("SCAN")}
    assert walked <= READ_FROM_THEIR_END | {"capped", "articles_jobrun"}
    assert any("article_by_state" in plan for plan in plans)


# The letters page


#: A place in the middle of the hot order: scores are spread evenly.
MIDDLE = "hot_0_2500000_0_1"

#: By the name of the address and what is asked there; each for a reader without a cookie.
LETTERS_BUDGETS = {
    ("comments:story", ""): 7,
    ("comments:story", "?order=new"): 7,
    ("comments:story", "?after={cursor}"): 7,
    ("comments:story", "?part=form"): 5,
    ("comments:thread", ""): 7,
    ("letters_feed", ""): 3,
    ("api:story_comments", "?limit=100"): 5,
    ("api:story_comments", "?cursor={cursor}"): 5,
    ("api:comment_replies", ""): 5,
}


@pytest.fixture
def letters(put_out: PutOut, chief: Any, site: Any) -> Comment:
    """A comment with replies under a story that has a hundred thousand comments."""
    return fill_letters(put_out("地铁新线开通").article, chief, heads=99_000, replies=999)


def asked_of_letters(head: Comment, name: str, query: str) -> str:
    of_thread = {"comments:thread", "api:comment_replies"}
    more: list[Any] = [head.pk] if name in of_thread else []
    more += ["atom"] if name == "letters_feed" else []
    address = reverse(name, args=[head.article_id, *more])
    return address + query.format(cursor=MIDDLE)


def test_the_letters_page_holds_its_budget_at_a_hundred_thousand_comments(
    client: Client, letters: Comment, statements: Callable[[str], list[str]]
) -> None:
    assert Comment.objects.under(letters.article_id).count() == 100_000
    asked: dict[tuple[str, str], list[str]] = {
        one: statements(asked_of_letters(letters, *one)) for one in LETTERS_BUDGETS
    }
    story = statements(letters.article.editions.get().get_absolute_url())
    assert {one: len(sql) for one, sql in asked.items() if len(sql) > LETTERS_BUDGETS[one]} == {}
    assert len(story) <= STORY_BUDGET
    everything = [*story, *(sql for some in asked.values() for sql in some)]
    assert unbounded(everything) == []
    if connection.vendor == "sqlite":
        assert badly_found(everything) == []


def badly_found(statements: Iterable[str]) -> list[str]:
    """Those that walk through all comments, or sort more of them than a page holds."""
    return [sql for sql in statements if "comments_comment" in sql and is_bad(plan_of(sql))]


def is_bad(plan: str) -> bool:
    walks = re.search("SCAN comments_comment", plan)
    sorts = re.search(r"comment_of_story(?s:.*)TEMP B-TREE FOR ORDER BY", plan)
    return bool(walks or sorts)


def plan_of(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql.replace('%', '%%')}")
        return "\n".join(row[3] for row in cursor.fetchall())
