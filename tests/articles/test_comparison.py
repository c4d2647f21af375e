"""Two states of a story set against each other: what differs, how it is marked, what is folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.translation import gettext

from articles import compiling, richtext, workflow
from articles.choices import ArticleKind, CreditRole
from articles.comparing import Kind
from articles.models import Article, ArticleSource, Credit, Person, Revision, Section, Source, User
from articles.views.comparison import Comparison, Line, compared
from tests.articles.page_reading import reading

Draft = Callable[..., Article]
Revise = Callable[..., Article]


def compare_url(article: Article) -> str:
    return reverse("admin:articles_article_compare", args=[article.pk])


def body(*paragraphs: str) -> str:
    return richtext.from_blocks([("paragraph", words) for words in paragraphs])


def marked(line: Line) -> list[tuple[str, str]]:
    """What was removed or added in a line."""
    return [(run.kind.value, run.text) for run in line.runs if run.kind != Kind.KEPT]


@pytest.fixture
def kept(draft: Draft, revise: Revise) -> Article:
    """A story with three revisions, versions 2 to 4."""
    article = revise(draft("旧题"), title="二题")
    article = revise(article, title="三题")
    return revise(article, title="四题")


@pytest.fixture
def against(draft: Draft) -> Callable[..., Comparison]:
    """Compares a story with what it is after a change."""
    article = draft("旧题", body=body("第一段\u3002"))

    def changed(change: Callable[[Article], Any] | None = None, **fields: Any) -> Comparison:
        old = compiling.snapshot(article)
        for name, value in fields.items():
            setattr(article, name, value)
        article.save()
        if change:
            change(article)
        return compared(old, compiling.snapshot(Article.objects.get(pk=article.pk)))

    return changed


# Which two


def versions(response: Any) -> tuple[int, int]:
    return response.context["old"].version, response.context["new"].version


def numbers(article: Article) -> dict[int, int]:
    copy = article.revisions.of_the_copy()
    return dict(copy.values_list("version", "pk"))


@pytest.mark.parametrize("side", ["from", "to"])
@pytest.mark.parametrize("asked", ["0", "-1", "x", "1.5", "9" * 30, "\uff11", "1 or 1=1"])
def test_what_is_not_the_number_of_a_revision_is_not_found(
    desk: Client, kept: Article, side: str, asked: str
) -> None:
    assert desk.get(compare_url(kept), {side: asked}).status_code == 404


@pytest.mark.parametrize("side", ["from", "to"])
def test_a_revision_of_another_story_is_not_found(
    desk: Client, kept: Article, draft: Draft, revise: Revise, side: str
) -> None:
    other = revise(draft("别稿"), title="别题")
    asked = {side: numbers(other)[2]}
    assert desk.get(compare_url(kept), asked).status_code == 404


def test_a_story_without_two_revisions_has_nothing_to_compare(
    desk: Client, draft: Draft, revise: Revise
) -> None:
    article = draft("题")
    assert desk.get(compare_url(article)).status_code == 404
    article = revise(article, title="新题")
    assert desk.get(compare_url(article)).status_code == 404


def test_a_layout_that_is_none_is_not_found(desk: Client, kept: Article) -> None:
    assert desk.get(compare_url(kept), {"layout": "upside-down"}).status_code == 404


@pytest.mark.parametrize(
    ("older", "newer", "expected"),
    [
        (None, None, (3, 4)),
        (2, None, (2, 4)),
        (None, 3, (2, 3)),
        (2, 3, (2, 3)),
        (4, 2, (2, 4)),
        (3, 3, (3, 3)),
    ],
)
def test_two_are_compared_the_earlier_first(
    desk: Client, kept: Article, older: int, newer: int, expected: tuple[int, int]
) -> None:
    by_version = numbers(kept) | {None: ""}
    asked = {"from": by_version[older], "to": by_version[newer]}
    assert versions(desk.get(compare_url(kept), asked)) == expected


def test_a_text_that_was_kept_aside_can_be_compared(
    desk: Client, kept: Article, reporter: User
) -> None:
    late = compiling.snapshot(kept) | {"title": "来迟的题"}
    aside: Revision = workflow.keep_aside(kept, late, by=reporter, version=3)
    page = desk.get(compare_url(kept), {"from": aside.pk})
    assert marked(page.context["comparison"].lines[0])[0] == ("removed", "来迟的")


@pytest.mark.parametrize("layout", ["inline", "side"])
def test_both_layouts_show_what_went_and_what_came(
    desk: Client, kept: Article, layout: str
) -> None:
    shown = reading(desk.get(compare_url(kept), {"layout": layout}))
    assert [gone.text for gone in shown.of_class("rev-removed")][1:] == ["三"]
    assert [come.text for come in shown.of_class("rev-added")][1:] == ["四"]


def test_a_side_shows_only_its_own_text(desk: Client, kept: Article) -> None:
    shown = reading(desk.get(compare_url(kept), {"layout": "side"}))
    assert [side.text for side in shown.of_class("is-old")] == ["三题"]
    assert [side.text for side in shown.of_class("is-new")] == ["四题"]


def test_a_long_comparison_costs_as_many_queries_as_a_short_one(
    desk: Client, kept: Article, revise: Revise, with_photo: Any, photo: Any
) -> None:
    counts = []
    for photos in (1, 12):
        for _ in range(photos):
            with_photo(kept, photo, caption="图说")
        kept = revise(Article.objects.get(pk=kept.pk), title=f"{photos}图")
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(compare_url(kept)).context["comparison"].pictures
        counts.append(len(captured))
    assert counts[0] == counts[1]


# Fields


def test_two_equal_texts_have_no_changes(against: Callable[..., Comparison]) -> None:
    found = against()
    assert (found.count, found.lines, found.pictures) == (0, [], [])


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("kicker", "引题"),
        ("subtitle", "副题"),
        ("list_title", "列表题"),
        ("short_title", "短题"),
        ("digest", "摘要"),
        ("dateline", "本报讯"),
        ("original_title", "原题"),
        ("original_author", "原作者"),
        ("original_url", "https://example.org/a"),
    ],
)
def test_each_field_that_is_written_is_compared(
    against: Callable[..., Comparison], name: str, value: str
) -> None:
    [line] = against(**{name: value}).lines
    assert line.label == str(Article._meta.get_field(name).verbose_name)
    assert marked(line) == [("added", value)]


def test_a_title_is_compared_by_characters(against: Callable[..., Comparison]) -> None:
    [line] = against(title="新题").lines
    assert marked(line) == [("removed", "旧"), ("added", "新")]


def test_what_is_chosen_is_another_or_the_same(
    against: Callable[..., Comparison], section: Section
) -> None:
    other = Section.objects.create(name="要闻二")
    found = against(kind=ArticleKind.REPRINT, section=other)
    chosen = {line.label: marked(line) for line in found.lines}
    assert chosen[gettext("section")] == [("removed", "要闻"), ("added", "要闻二")]
    assert len(chosen[gettext("kind")]) == 2


def test_a_section_that_is_gone_is_named_as_gone(
    against: Callable[..., Comparison], draft: Draft
) -> None:
    snapshot = compiling.snapshot(draft("题"))
    found = compared(snapshot | {"section": 2**31}, snapshot)
    assert marked(found.lines[0])[0] == ("removed", gettext("A section that no longer exists"))


def test_a_row_of_names_is_compared_name_by_name(against: Callable[..., Comparison]) -> None:
    def change(article: Article) -> None:
        source = Source.objects.create(name="成都日报\u00b7客户端")
        ArticleSource.objects.create(article=article, source=source, rank=1)
        article.credits.all().delete()
        person = Person.objects.create(name="袁也")
        Credit.objects.create(article=article, person=person, role=CreditRole.EDITOR)
        article.tags.add("地铁")

    tags, sources, credits = against(change).lines
    editor = CreditRole.EDITOR.label
    assert marked(tags) == [("added", "地铁")]
    assert marked(sources) == [("added", "成都日报\u00b7客户端")]
    assert marked(credits) == [("removed", f"{editor} 袁也然"), ("added", f"{editor} 袁也")]


# Photos


def test_a_photo_that_came_is_shown_with_its_caption(
    against: Callable[..., Comparison], photo: Any, with_photo: Any
) -> None:
    [picture] = against(lambda article: with_photo(article, photo, caption="图说")).pictures
    assert (picture.kind, picture.address != "") == (Kind.ADDED, True)
    assert [marked(line) for line in picture.lines] == [[("added", "图说")]]


def test_another_file_and_other_words_are_one_change(
    against: Callable[..., Comparison], photo: Any, with_photo: Any
) -> None:
    def fill(article: Article) -> None:
        article.photo_uses.update(photo=photo, caption="新图说", is_cover=True)

    against(lambda article: with_photo(article, None, caption="旧图说"))
    [picture] = against(fill).pictures
    assert (picture.kind, picture.is_other_file) == (Kind.CHANGED, True)
    caption, cover = picture.lines
    assert marked(caption) == [("removed", "旧"), ("added", "新")]
    assert marked(cover) == [("added", gettext("yes"))]


def test_a_photo_that_went_is_named(
    against: Callable[..., Comparison], photo: Any, with_photo: Any
) -> None:
    against(lambda article: with_photo(article, photo, caption="图说"))
    [picture] = against(lambda article: article.photo_uses.all().delete()).pictures
    assert picture.kind == Kind.REMOVED


# The body


def shape(found: Comparison) -> list[Any]:
    """Changes by their number, unchanged stretches by their length, folded ones as negative."""
    return [
        f"change {part.number}"
        if part.number
        else len(part.paragraphs) * (-1 if part.is_folded else 1)
        for part in found.body
    ]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("甲", "甲乙", [1, "change 1"]),
        ("甲乙丙", "甲乙丙", [-3]),
        ("甲乙", "甲乙丁", [2, "change 1"]),
        ("甲乙丙丁戊", "甲乙丙丁戊己", [-4, 1, "change 1"]),
        ("甲乙丙丁戊", "己甲乙丙丁戊", ["change 1", 1, -4]),
        ("甲乙丙丁戊己", "庚甲乙丙丁戊己辛", ["change 1", 1, -4, 1, "change 2"]),
        ("甲乙丙丁", "己甲乙丙丁庚", ["change 1", 4, "change 2"]),
    ],
)
def test_what_is_unchanged_is_folded_but_for_its_edges(
    old: str, new: str, expected: list[Any], draft: Draft
) -> None:
    snapshot = compiling.snapshot(draft("题"))
    both = [
        snapshot | {"body": body(*(f"{sign}段的文字\u3002" for sign in text))}
        for text in (old, new)
    ]
    assert shape(compared(*both)) == expected


def test_the_changes_are_numbered_from_the_titles_to_the_end(
    desk: Client, draft: Draft, revise: Revise
) -> None:
    article = revise(draft("题", body=body("甲段\u3002", "乙段\u3002")), kicker="引题")
    article = revise(
        article, kicker="肩题", title="新题", body=body("甲段二\u3002", "乙段三\u3002")
    )
    response = desk.get(compare_url(article))
    shown = reading(response)
    assert response.context["comparison"].count == 4
    changes = [change.attributes["id"] for change in shown.of_class("rev-change")]
    assert changes == [f"change-{number}" for number in (1, 2, 3, 4)]
    jumps = {link.attributes.get("href", "") for link in shown.named("a")}
    assert {jump for jump in jumps if jump.startswith("#change")} == {f"#{one}" for one in changes}


def test_a_paragraph_that_moved_says_so(desk: Client, draft: Draft, revise: Revise) -> None:
    first, second, third = "甲段写春天\u3002", "乙段写夏夜里的灯火\u3002", "丙段写深秋与远山\u3002"
    article = revise(draft("题", body=body(first, second, third)), kicker="引题")
    article = revise(article, body=body(third, first, second))
    assert gettext("Moved") in desk.get(compare_url(article)).content.decode()


def test_a_new_look_without_new_words_says_so(desk: Client, draft: Draft, revise: Revise) -> None:
    article = revise(draft("题", body="<p>甲段写春天</p>"), kicker="引题")
    article = revise(article, body="<p><strong>甲段写春天</strong></p>")
    assert gettext("Only the format changed") in desk.get(compare_url(article)).content.decode()
