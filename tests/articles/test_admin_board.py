"""The board at the desk: who may, what its form says and refuses, its preview and its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import board, workflow
from articles.board import By, Place, Row, Rule
from articles.forms.board import BoardForm
from articles.models import Article, Edition, FrontLayout, Section, Tag, Topic, User
from tests.articles.desk import posted
from tests.articles.page_reading import Reading, reading

PutOut = Callable[..., Edition]
BOARD = reverse("admin:articles_frontlayout_changelist")
PREVIEW = reverse("admin:articles_frontlayout_preview")
HISTORY = reverse("admin:articles_frontlayout_history")

#: Of the board, whatever stands on it; the frame of the desk is a part of it.
BOARD_BUDGET = 24


def suggest_url(kind: str = "stories") -> str:
    return reverse("admin:articles_frontlayout_suggest", args=[kind])


def layout_url(layout: FrontLayout) -> str:
    return reverse("admin:articles_frontlayout_layout", args=[layout.pk])


def opened(desk: Client) -> dict[str, Any]:
    """What a browser sends for a board that nobody has touched."""
    form = desk.get(BOARD).context["form"]
    values = posted(form) | posted(form.row_forms.management_form)
    for part in [*form.place_forms.values(), *form.row_forms]:
        values |= posted(part)
    return values


def row_of(values: dict[str, Any], place: str, story: Any = "") -> str:
    """The prefix of the row in this place that names the story, of the blank one without."""
    names = [name.rpartition("-")[0] for name, value in values.items() if value == place]
    rows = [name for name in names if name.startswith("row-")]
    return next(name for name in rows if values.get(f"{name}-story", "") == str(story))


def saved(desk: Client, values: dict[str, Any]) -> FrontLayout:
    response = desk.post(BOARD, values)
    assert response.status_code == 302, errors(response)
    layout = FrontLayout.objects.current()
    assert layout is not None
    return layout


def errors(response: Any) -> list[str]:
    page = reading(response)
    return [one.text for one in [*page.of_class("desk-error"), *page.of_class("desk-trouble")]]


def rows_in(layout: FrontLayout, key: str) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = next(
        place["rows"] for place in layout.places if place["place"] == key
    )
    return rows


def titles(page: Reading) -> list[str]:
    return [one.text for one in page.of_class("board-title")]


# Who may


def test_a_stranger_is_sent_to_the_sign_in(client: Client, db: None) -> None:
    for address in (BOARD, PREVIEW, HISTORY, suggest_url()):
        assert client.get(address)["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("role", ["reporter", "moderator"])
def test_who_has_no_right_lays_out_nothing(
    signed_in: Callable[..., Client], put_out: PutOut, editor: User, role: str
) -> None:
    put_out()
    layout = board.lay_out([], by=editor, replaces=None)
    desk = signed_in(role)
    may_look = role == "reporter"
    for address in (BOARD, HISTORY, layout_url(layout)):
        assert desk.get(address).status_code == (200 if may_look else 403)
    for address in (BOARD, PREVIEW, layout_url(layout)):
        assert desk.post(address, {"replaces": layout.pk}).status_code == 403
    assert desk.get(suggest_url()).status_code == 403
    assert FrontLayout.objects.count() == 1


def test_who_may_only_look_finds_no_button(signed_in: Callable[..., Client]) -> None:
    page = reading(signed_in("reporter").get(BOARD))
    assert not page.of_class("board-bar")
    assert not page.of_class("board-tool")
    (fields,) = page.of_class("board-page")
    assert "disabled" in fields.attributes


# Laying out


def test_what_nobody_touched_is_saved_as_it_was(
    desk: Client, put_out: PutOut, editor: User, section: Section
) -> None:
    edition, tag = put_out("甲"), Tag.objects.create(name="地铁")
    until = timezone.now().replace(microsecond=0) + timedelta(days=1)
    news = Place(
        board.IMPORTANT, True, 3, Rule(By.TAG, tag.pk), (Row(edition.article_id, until, 2),)
    )
    tree = list(Section.objects.all())
    given = [news, *(one for one in board.places_of(None, tree) if one.key != news.key)]
    first = board.lay_out(given, by=editor, replaces=None)
    second = saved(desk, opened(desk))
    assert board.places_of(second, tree) == board.places_of(first, tree)
    assert second.by == editor


def test_without_a_script_a_story_is_added_by_number_or_address(
    desk: Client, put_out: PutOut
) -> None:
    a, b = put_out("甲"), put_out("乙")
    values = opened(desk)
    values[f"{row_of(values, 'headline')}-story"] = a.get_absolute_url()
    values[f"{row_of(values, 'important')}-story"] = f" {b.article_id} "
    layout = saved(desk, values)
    assert [row["id"] for row in rows_in(layout, "headline")] == [a.article_id]
    assert [row["id"] for row in rows_in(layout, "important")] == [b.article_id]
    assert titles(reading(desk.get(BOARD)))[0] == "甲"


def test_rows_are_moved_ordered_pinned_and_removed_by_their_fields(
    desk: Client, put_out: PutOut, editor: User
) -> None:
    ids = [put_out(title).article_id for title in "甲乙丙"]
    news = Place(board.IMPORTANT, True, 4, Rule(By.NONE), tuple(Row(one) for one in ids))
    board.lay_out([news], by=editor, replaces=None)
    values = opened(desk)
    first, second, third = (row_of(values, "important", one) for one in ids)
    values |= {f"{first}-order": "9", f"{second}-gone": "on", f"{second}-until": "nonsense"}
    values |= {f"{third}-order": "2", f"{third}-pinned": "on"}
    values[f"{row_of(values, 'headline')}-story"] = str(ids[1])
    layout = saved(desk, values)
    rows = rows_in(layout, "important")
    assert [(row["id"], row["pinned"]) for row in rows] == [(ids[2], 2), (ids[0], None)]
    assert [row["id"] for row in rows_in(layout, "headline")] == [ids[1]]


def test_topics_are_named_by_name(desk: Client, put_out: PutOut, draft: Any) -> None:
    topic = Topic.objects.create(name="两会")
    article = draft("甲")
    article.topics.add(topic)
    put_out(article=article)
    values = opened(desk)
    values[f"{row_of(values, 'topics')}-story"] = "两会"
    assert [row["id"] for row in rows_in(saved(desk, values), "topics")] == [topic.pk]


def test_sections_are_put_in_order_and_hidden(desk: Client, put_out: PutOut) -> None:
    one, two = (board.section_key(Section.objects.create(name=name)) for name in "甲乙")
    values = opened(desk)
    values |= {f"place-{one}-order": "2", f"place-{two}-order": "1"}
    del values[f"place-{one}-is_shown"]
    places = saved(desk, values).places
    found = [(place["place"], place["is_shown"]) for place in places[-2:]]
    assert found == [(two, True), (one, False)]


WRONG = [
    ("place-important-size", "99"),
    ("place-important-size", "-1"),
    ("place-important-size", "9" * 400),
    ("place-important-rule", "topic:1;DROP"),
    ("place-important-rule", "section:99999999999999999999"),
    ("place-important-rule", "tag"),
    ("row-0-story", "<script>alert(1)</script>"),
    ("row-0-story", "9" * 250),
    ("row-0-story", "99999999"),
    ("row-0-place", "nowhere"),
    ("row-0-place", "hot"),
    ("row-0-until", "2020-01-01T00:00:00"),
    ("row-0-until", "9999-99-99"),
    ("row-0-order", "-5"),
    ("note", "x" * 201),
    ("replaces", "9" * 400),
    ("row-TOTAL_FORMS", "9" * 12),
    ("row-TOTAL_FORMS", ""),
]


def test_nothing_that_cannot_be_is_laid_out(
    desk: Client, put_out: PutOut, editor: User, section: Section
) -> None:
    values = opened(desk) | {"row-0-story": str(put_out("甲").article_id)}
    places = board.places_of(None, [section])
    for name, value in WRONG:
        data = values | {name: value}
        form = BoardForm(data, places=places, tree=[section], replaces=None)
        assert board.fill(form.places(), [section], timezone.now())
        if form.is_valid():
            with pytest.raises(workflow.Refused):
                board.lay_out(form.places(), by=editor, replaces=form.cleaned_data["replaces"])
    assert not FrontLayout.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("row-0-story", "<script>alert(1)</script>"),
        ("row-0-story", "9999"),
        ("row-TOTAL_FORMS", ""),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(
    desk: Client, put_out: PutOut, name: str, value: str
) -> None:
    values = opened(desk) | {name: value}
    response = desk.post(BOARD, values)
    assert response.status_code == 400
    assert errors(response)
    assert "<script>alert" not in response.content.decode()
    assert desk.post(PREVIEW, values).status_code == 200


def test_a_sentence_stands_beside_its_row(desk: Client, put_out: PutOut) -> None:
    edition = put_out("甲")
    values = opened(desk)
    prefix = row_of(values, "headline")
    values |= {f"{prefix}-story": str(edition.article_id), f"{prefix}-pinned": "on"}
    response = desk.post(BOARD, values | {f"{prefix}-order": "7"})
    (card,) = [one for one in reading(response).of_class("board-card") if "甲" in one.text][:1]
    assert errors(response)[0] in card.text


def test_whoever_saw_an_older_board_is_told_and_keeps_what_was_typed(
    desk: Client, put_out: PutOut, chief: User
) -> None:
    edition = put_out("甲")
    values = opened(desk)
    values[f"{row_of(values, 'headline')}-story"] = str(edition.article_id)
    board.lay_out([], by=chief, replaces=None)
    response = desk.post(BOARD, values | {"note": "我的备注"})
    assert response.status_code == 409
    assert str(chief) in errors(response)[0]
    assert "我的备注" in response.content.decode()
    assert FrontLayout.objects.count() == 1


def test_a_story_that_waits_is_taken_with_a_warning(desk: Client, draft: Any) -> None:
    values = opened(desk)
    values[f"{row_of(values, 'headline')}-story"] = str(draft("未发的稿").pk)
    response = desk.post(BOARD, values, follow=True)
    assert response.status_code == 200
    assert [one.level_tag for one in response.context["messages"]] == ["success", "warning"]
    told = reading(response).of_class("board-told")
    assert [one.text for one in told] == [str(board.Fall.UNSEEN.label)]


def test_markup_in_a_note_is_text(desk: Client, put_out: PutOut) -> None:
    put_out()
    layout = saved(desk, opened(desk) | {"note": "<img src=x onerror=alert(1)>"})
    for address in (BOARD, HISTORY, layout_url(layout)):
        page = desk.get(address).content.decode()
        assert "&lt;img src=x" in page
        assert "<img src=x" not in page


def test_the_board_costs_the_same_whatever_stands_on_it(
    desk: Client, put_out: PutOut, editor: User
) -> None:
    def cost() -> int:
        desk.get(BOARD)
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(BOARD).status_code == 200
        return len(queries)

    ids = [put_out(f"稿{number}").article_id for number in range(10)]
    few = [Row(ids[0])]
    for rows in (few, [Row(one) for one in ids]):
        news = Place(board.IMPORTANT, True, 4, Rule(By.NEWEST), tuple(rows))
        last = FrontLayout.objects.current()
        board.lay_out([news], by=editor, replaces=last.pk if last else None)
        assert cost() <= BOARD_BUDGET


# Trying and finding


def test_a_preview_shows_the_board_and_keeps_nothing(desk: Client, put_out: PutOut) -> None:
    old, _new = put_out("旧"), put_out("新")
    values = opened(desk)
    values[f"{row_of(values, 'headline')}-story"] = str(old.article_id)
    response = desk.post(PREVIEW, values)
    assert [one.text for one in reading(response).of_class("lead-title")] == ["旧"]
    assert response["Cache-Control"].startswith("no-store, private")
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not FrontLayout.objects.exists()
    assert reading(Client().get("/")).of_class("lead-title")[0].text == "新"


def test_live_stories_alone_are_suggested(desk: Client, put_out: PutOut, draft: Any) -> None:
    shown = put_out("地铁开通")
    put_out("地铁晚点", at=timezone.now() + timedelta(hours=1))
    draft("地铁草稿")
    found = desk.get(suggest_url(), {"term": "地铁"}).json()["results"]
    assert [one["id"] for one in found] == [shown.article_id]
    assert set(found[0]) == {"id", "title", "note", "thumb"}


@pytest.mark.parametrize("term", ["", "\x00", "%", "x" * 10_000, "'; --", "\ud800"])
def test_any_words_can_be_looked_for(desk: Client, put_out: PutOut, term: str) -> None:
    put_out("甲")
    for kind in ("stories", "topics", "odd"):
        query = {"term": term.encode("utf-8", "replace").decode()}
        assert desk.get(suggest_url(kind), query).status_code == 200


# The history


def test_the_history_says_who_when_what_and_why(
    desk: Client, put_out: PutOut, editor: User
) -> None:
    put_out("甲")
    layout = board.lay_out([], by=editor, replaces=None, note="早班")
    page = reading(desk.get(HISTORY))
    (entry,) = page.of_class("board-past")
    at = timezone.localtime(layout.at).strftime("%Y-%m-%d %H:%M:%S")
    for words in (at, str(editor), "早班", "甲"):
        assert words in entry.text
    for odd in ("x", "-1", "9" * 400, "\u0661"):
        assert desk.get(HISTORY, {"before": odd}).status_code == 200


def test_a_layout_is_compared_with_now_and_gone_back_to(
    desk: Client, put_out: PutOut, editor: User
) -> None:
    old, new = put_out("旧"), put_out("新")
    first = board.lay_out(
        [Place(board.HEADLINE, True, 1, Rule(By.NONE), (Row(old.article_id),))],
        by=editor,
        replaces=None,
    )
    second = board.lay_out(
        [Place(board.HEADLINE, True, 1, Rule(By.NONE), (Row(new.article_id),))],
        by=editor,
        replaces=first.pk,
    )
    page = reading(desk.get(layout_url(first)))
    assert [one.text for one in page.named("del")][:1] == ["旧"]
    assert [one.text for one in page.named("ins")][:1] == ["新"]
    stale = desk.post(layout_url(first), {"replaces": first.pk})
    assert stale.status_code == 409
    asked = reading(desk.get(layout_url(first), {"ask": ""}))
    (field,) = [one for one in asked.named("input") if one.attributes.get("name") == "replaces"]
    assert field.attributes["value"] == str(second.pk)
    assert desk.post(layout_url(first), {"replaces": second.pk}).status_code == 302
    assert reading(Client().get("/")).of_class("lead-title")[0].text == "旧"
    assert FrontLayout.objects.count() == 3


@pytest.mark.parametrize("replaces", ["", "x", "-1", "9" * 400])
def test_going_back_without_the_board_in_sight_is_refused(
    desk: Client, put_out: PutOut, editor: User, replaces: str
) -> None:
    first = board.lay_out([], by=editor, replaces=None)
    board.lay_out([], by=editor, replaces=first.pk)
    assert desk.post(layout_url(first), {"replaces": replaces}).status_code == 409


def test_a_layout_that_never_was_is_not_found(desk: Client) -> None:
    address = reverse("admin:articles_frontlayout_layout", args=[10**30])
    assert desk.get(address).status_code == 404


def test_the_record_of_a_layout_leads_to_its_page(desk: Client, editor: User) -> None:
    layout = board.lay_out([], by=editor, replaces=None)
    change = reverse("admin:articles_frontlayout_change", args=[layout.pk])
    assert desk.get(change)["Location"] == layout_url(layout)
    assert desk.get(reverse("admin:articles_frontlayout_add")).status_code == 403


def test_the_sidebar_leads_to_the_board(desk: Client) -> None:
    links = [one.attributes.get("href") for one in reading(desk.get(BOARD)).named("a")]
    assert BOARD in links
    assert Article.objects.count() == 0
