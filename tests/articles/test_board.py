"""The board of places: who stands where, what falls out, and the acts that lay it out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from articles import board, signals, workflow
from articles.board import By, Fall, Front, Place, Row, Rule
from articles.models import Article, Edition, FrontLayout, Section, Tag, Topic, User
from articles.models.front import ImmutableLayout
from tests.articles.test_concurrency import together

PutOut = Callable[..., Edition]
HOUR = timedelta(hours=1)
LEAD = Place(board.HEADLINE, True, 1, Rule(By.LEAD))
NEWS = Place(board.IMPORTANT, True, 3, Rule(By.NEWEST))


def filled(*places: Place, at: datetime | None = None) -> Front:
    tree = list(Section.objects.all())
    return board.fill(places, tree, at or timezone.now())


def titles(front: Front, key: str) -> list[str]:
    return [story.title for story in front.filled[key].stories]


def by_hand(place: Place, *rows: Row | Edition, **fields: Any) -> Place:
    made = (row if isinstance(row, Row) else Row(row.article_id) for row in rows)
    return replace(place, rows=tuple(made), **fields)


@pytest.fixture
def out(put_out: PutOut) -> Callable[[str], list[Edition]]:
    """Puts a story out for each letter, the last the newest."""
    return lambda letters: [put_out(letter) for letter in letters]


# As it is kept


@pytest.mark.parametrize(
    "kept",
    [
        None,
        {},
        "x",
        [None, 1, "headline", [], {}],
        [{"place": "nowhere"}, {"place": ["headline"]}, {"place": {}}],
        [{"place": "headline", "size": -1, "rule": 5, "rows": {"id": 1}}],
        [{"place": "headline", "size": 10**30, "rows": [{"id": 10**30}, {"id": -1}, {"id": True}]}],
        [{"place": "headline", "rows": [{"id": "1"}, 1, None], "rule": {"by": []}}],
        [{"place": "headline", "rows": [{"id": 1, "until": "9" * 400, "pinned": "<b>"}]}],
        [{"place": "important", "rule": {"by": "tag", "of": "1; DROP TABLE"}}],
        [{"place": "section-99999999999999999999", "rows": []}],
    ],
)
def test_what_cannot_be_read_is_as_usual(db: None, section: Section, kept: Any) -> None:
    layout = FrontLayout(at=timezone.now(), places=kept)
    places = board.places_of(layout, [section])
    assert [place.key for place in places] == [*board_keys(), f"section-{section.pk}"]
    for place in places:
        least, most = board.limits(place.key)
        assert least <= place.size <= most
        assert all(0 < row.id < 2**63 for row in place.rows)
    board.turns(layout, timezone.now())
    board.fill(places, [section], timezone.now())


def board_keys() -> list[str]:
    return ["headline", "carousel", "important", "latest", "topics", "hot"]


def test_places_come_back_as_they_were_kept(section: Section) -> None:
    row = Row(7, timezone.now(), 2)
    given = [by_hand(NEWS, row, rule=Rule(By.TAG, 4)), replace(LEAD, is_shown=False)]
    layout = FrontLayout(places=board.as_json(given))
    places = {place.key: place for place in board.places_of(layout, [section])}
    assert [places[place.key] for place in given] == given


def test_sections_keep_their_order_and_a_new_one_comes_last(db: None) -> None:
    tree = [Section.objects.create(name=name) for name in "甲乙丙"]
    hidden = Section.objects.create(name="丁", is_shown=False)
    kept = [Place(board.section_key(one), True, 3, Rule(By.NONE)) for one in (hidden, *tree[1::-1])]
    places = board.places_of(FrontLayout(places=board.as_json(kept)), [*tree, hidden])
    keys = [place.key for place in places if board.section_of(place.key)]
    assert keys == [board.section_key(tree[number]) for number in (1, 0, 2)]


def test_a_layout_turns_at_the_ends_of_its_rows(clock: Any) -> None:
    now = timezone.now()
    ends = [Row(1, now - HOUR), Row(2, now), Row(3, now + HOUR), Row(4, now + 2 * HOUR), Row(5)]
    layout = FrontLayout(at=now - 2 * HOUR, places=board.as_json([by_hand(NEWS, *ends)]))
    turns = board.turns(layout, now)
    assert (turns.last, turns.next) == (now, now + HOUR)
    assert board.turns(None, now).next is None


# Who stands where


def test_no_story_stands_twice_in_the_places_above(out: Any, section: Section) -> None:
    out("abcdefg")
    block = Place(board.section_key(section), True, 5, Rule(By.SECTION, section.pk))
    front = filled(LEAD, NEWS, block)
    assert titles(front, "headline") == ["g"]
    assert titles(front, "important") == ["f", "e", "d"]
    assert titles(front, block.key) == ["c", "b", "a"]


def test_rows_are_first_in_their_order_and_the_rule_fills_the_rest(out: Any) -> None:
    a, b, *_others = out("abcde")
    front = filled(by_hand(NEWS, b, a))
    assert titles(front, "important") == ["b", "a", "e"]
    assert [row and row.id for row in front.filled["important"].rows] == [
        b.article_id,
        a.article_id,
        None,
    ]


def test_a_pinned_row_keeps_its_number(out: Any) -> None:
    a, b, *_others = out("abcde")
    rows = Row(a.article_id, pinned=3), Row(b.article_id, timezone.now() - HOUR)
    assert titles(filled(by_hand(NEWS, *rows)), "important") == ["e", "d", "a"]


def test_what_is_put_somewhere_by_hand_is_taken_by_no_rule_above(
    out: Any, section: Section
) -> None:
    *_others, newest = out("abc")
    block = Place(board.section_key(section), True, 2, Rule(By.NONE), (Row(newest.article_id),))
    front = filled(LEAD, NEWS, block)
    assert titles(front, "headline") == ["b"]
    assert titles(front, block.key) == ["c"]


def test_of_two_hands_the_place_above_wins(out: Any) -> None:
    (a,) = out("a")
    front = filled(by_hand(LEAD, a), by_hand(NEWS, a))
    assert titles(front, "headline") == ["a"]
    assert list(front.filled["important"].fallen.values()) == [Fall.ABOVE]


def test_rows_fall_out_by_themselves(out: Any, draft: Any, chief: User, clock: Any) -> None:
    a, b, c = out("abc")
    workflow.withdraw(a.article, by=chief, reason="有误")
    now = timezone.now()
    place = by_hand(
        NEWS, a, Row(draft("稿").pk), Row(b.article_id, now), Row(c.article_id, now + HOUR)
    )
    fallen = filled(place).filled["important"].fallen
    assert list(fallen.values()) == [Fall.UNSEEN, Fall.UNSEEN, Fall.OVER]
    assert titles(filled(place), "important") == ["c", "b"]
    assert titles(filled(place, at=now + HOUR), "important") == ["c", "b"]
    assert filled(place, at=now + HOUR).filled["important"].rows == [None, None]


def test_a_row_that_has_no_room_stands_in_when_another_falls_out(out: Any, chief: User) -> None:
    a, b = out("ab")
    place = by_hand(LEAD, a, b)
    assert filled(place).filled["headline"].fallen == {Row(b.article_id): Fall.FULL}
    workflow.withdraw(a.article, by=chief, reason="有误")
    assert titles(filled(place), "headline") == ["b"]


def test_the_carousel_takes_nothing_without_a_picture(
    out: Any, put_out: PutOut, draft: Any, with_photo: Any, photo: Any
) -> None:
    article = draft("有图")
    with_photo(article, photo)
    put_out(article=article)
    (plain,) = out("无")
    front = filled(by_hand(Place(board.CAROUSEL, True, 2, Rule(By.NEWEST)), plain))
    assert titles(front, "carousel") == ["有图"]
    assert list(front.filled["carousel"].fallen.values()) == [Fall.PLAIN]


def test_each_rule_finds_its_own(put_out: PutOut, draft: Any, section: Section) -> None:
    tag, topic = Tag.objects.create(name="地铁"), Topic.objects.create(name="两会")
    below = Section.objects.create(name="区县", parent=section)
    article = draft("有", section=below)
    article.tags.add(tag)
    article.topics.add(topic)
    put_out(article=article)
    put_out("别的", section=Section.objects.create(name="别处"))
    for rule in (Rule(By.TAG, tag.pk), Rule(By.TOPIC, topic.pk), Rule(By.SECTION, section.pk)):
        assert titles(filled(replace(NEWS, rule=rule)), "important") == ["有"]
    assert titles(filled(replace(NEWS, rule=Rule(By.NONE))), "important") == []


def test_topics_stand_by_hand_and_then_the_newest_that_readers_know(
    put_out: PutOut, draft: Any
) -> None:
    topics = [Topic.objects.create(name=name) for name in ("甲", "乙", "丙", "机密")]
    for topic in topics[:3]:
        article = draft(f"{topic}的稿")
        article.topics.add(topic)
        put_out(article=article)
    draft("草稿").topics.add(topics[3])
    rows = (Row(topics[0].pk), Row(topics[3].pk))
    front = filled(Place(board.TOPICS, True, 2, Rule(By.NEWEST), rows))
    assert [band.topic.name for band in front.topics] == ["甲", "丙"]
    assert front.filled["topics"].fallen == {rows[1]: Fall.UNSEEN}


# Laying out


def lay(by: User, *places: Place, replaces: int | None = None, note: str = "") -> FrontLayout:
    return board.lay_out(places, by=by, replaces=replaces, note=note)


@pytest.mark.parametrize("role", ["reporter", "photo_desk", "moderator"])
def test_who_lacks_the_right_lays_nothing_out(hire: Any, role: str) -> None:
    with pytest.raises(PermissionDenied):
        lay(hire(role), LEAD)
    assert not FrontLayout.objects.exists()


def test_whoever_saw_an_older_layout_is_told(editor: User, chief: User) -> None:
    first = lay(editor, LEAD)
    for replaces in (None, first.pk + 1):
        with pytest.raises(workflow.Stale, match="Editor"):
            lay(chief, LEAD, replaces=replaces)
    lay(chief, LEAD, replaces=first.pk)
    with pytest.raises(workflow.Stale, match="Chief"):
        lay(editor, LEAD, replaces=first.pk)
    assert FrontLayout.objects.count() == 2


def bad_places(story: int) -> dict[str, Place]:
    now = timezone.now()
    return {
        "no such story": by_hand(NEWS, Row(10**30)),
        "not even a number of one": by_hand(NEWS, Row(-1)),
        "no such topic": Place(board.TOPICS, True, 2, Rule(By.NEWEST), (Row(story + 10**6),)),
        "too many rows": by_hand(NEWS, *(Row(story + number) for number in range(13))),
        "twice": by_hand(NEWS, Row(story), Row(story, pinned=1)),
        "over": by_hand(NEWS, Row(story, now)),
        "no such number": by_hand(NEWS, Row(story, pinned=4)),
        "too long": replace(NEWS, size=9),
        "no such tag": replace(NEWS, rule=Rule(By.TAG, 10**30)),
        "a rule of nothing": replace(NEWS, rule=Rule(By.TOPIC)),
    }


@pytest.mark.parametrize("wrong", bad_places(1))
def test_a_layout_that_cannot_be_is_refused_in_a_sentence(
    out: Any, editor: User, wrong: str
) -> None:
    (story,) = out("a")
    with pytest.raises(board.Faulty) as refused:
        lay(editor, bad_places(story.article_id)[wrong])
    assert {fault.place for fault in refused.value.faults} <= {"important", "topics"}
    assert all(reason.endswith((".", "\u3002")) for reason in refused.value.reasons)
    assert not FrontLayout.objects.exists()


def test_a_story_that_readers_do_not_see_yet_is_a_warning(draft: Any, editor: User) -> None:
    place = by_hand(LEAD, Row(draft("稿").pk))
    (fault,) = board.faults_of([place], timezone.now())
    assert (fault.is_warning, fault.row) == (True, place.rows[0])
    assert lay(editor, place).shown[0]["stories"] == []


def test_a_layout_keeps_what_the_page_showed_right_after_it(out: Any, editor: User) -> None:
    a, _b = out("ab")
    layout = lay(editor, by_hand(LEAD, a), note="  <b>头条</b>\n换了  ")
    shown = {place["place"]: place["stories"] for place in layout.shown}
    assert shown["headline"] == [{"article": a.article_id, "edition": a.pk, "title": "a"}]
    assert [story["title"] for story in shown["important"]] == ["b"]
    assert layout.note == "<b>头条</b> 换了"
    assert FrontLayout.objects.current() == layout


def test_readers_are_told_after_the_commit(
    editor: User, django_capture_on_commit_callbacks: Any
) -> None:
    told = []

    def hear(sender: Any, **_: Any) -> None:
        told.append(sender)

    signals.public_changed.connect(hear)
    with django_capture_on_commit_callbacks(execute=True):
        lay(editor, LEAD)
        assert told == []
    signals.public_changed.disconnect(hear)
    assert told == [FrontLayout]


def test_no_layout_holds_before_the_one_that_it_replaces(editor: User, clock: Any) -> None:
    first = lay(editor, LEAD)
    clock.shift(-HOUR)
    second = lay(editor, LEAD, replaces=first.pk)
    assert second.at > first.at


def test_history_is_kept(editor: User) -> None:
    layout = lay(editor, LEAD)
    for forbidden in (layout.save, layout.delete, FrontLayout.objects.all().delete):
        with pytest.raises(ImmutableLayout):
            forbidden()


def test_going_back_lays_out_anew_without_what_is_over_or_gone(
    out: Any, draft: Any, editor: User, clock: Any
) -> None:
    a, b, c = out("abc")
    gone = draft("不留的稿")
    rows = Row(a.article_id), Row(b.article_id, timezone.now() + HOUR), Row(gone.pk)
    first = lay(editor, by_hand(NEWS, *rows))
    second = lay(editor, by_hand(NEWS, c), replaces=first.pk)
    Article.objects.filter(pk=gone.pk).delete()
    clock.shift(2 * HOUR)
    third = board.go_back(first, by=editor, replaces=second.pk)
    places = {place["place"]: place for place in third.places}
    assert [row["id"] for row in places["important"]["rows"]] == [a.article_id]
    assert "10:00:00" in third.note
    with pytest.raises(workflow.Stale):
        board.go_back(first, by=editor, replaces=second.pk)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_first", [True, False])
def test_of_two_layouts_at_once_one_stands(editor: User, chief: User, is_first: bool) -> None:
    replaces = None if is_first else lay(editor, LEAD).pk
    acts = [lambda by=by: lay(by, LEAD, replaces=replaces) for by in (editor, chief)]
    assert together(*acts) == ["Stale", "done"]
    assert FrontLayout.objects.count() == (1 if is_first else 2)
