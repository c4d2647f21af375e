"""Which stories are alike: what is left out, what comes first, and what is kept of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import jobs, likeness, nearness, signals, tasks, workflow
from articles.importers.text import TextParser
from articles.models import Article, Edition, Likeness, Topic
from articles.nearness import Carried, Shelf
from tests.conftest import SEEDS

PutOut = Callable[..., Edition]

LONG = "银水河步行桥今天合龙两岸居民明年春天就可以步行往来不必再绕行三公里施工方介绍桥面宽六米"


def body(words: str) -> str:
    return f"<p>{words}</p>"


def kept(article: Article) -> list[str]:
    rows = Likeness.objects.filter(article=article).order_by("-score")
    return list(rows.values_list("other__title", flat=True))


# What two stories share


def shelf_of(*headlines: str) -> Shelf:
    return Shelf(Carried(key, nearness.terms(headline)) for key, headline in enumerate(headlines))


def test_stories_that_share_nothing_are_not_found() -> None:
    stories = shelf_of("地铁开通", "桃花盛开", "", "a")
    assert stories.nearest(stories.stories[0], 9) == {}


def test_a_rare_word_counts_for_more_than_a_common_one() -> None:
    stories = shelf_of("成都地铁", "成都桃花", "成都灯会", "成都书市", "地铁桃花")
    assert next(iter(stories.nearest(stories.stories[0], 2))) == 4


def test_what_is_carried_counts_by_its_kind_and_rarity() -> None:
    given: list[dict[str, Any]] = [
        {"tags": ["少见", "常见"], "topics": ["专题"], "people": [7], "section": 1},
        {"section": 1},
        {"people": [7]},
        {"tags": ["常见"]},
        {"tags": ["少见"]},
        {"topics": ["专题"]},
        {"tags": ["常见"], "section": 2},
    ]
    stories = Shelf(Carried(key, nearness.terms("", **one)) for key, one in enumerate(given))
    scores = {key: stories.likeness(stories.stories[0], stories.stories[key]) for key in range(7)}
    order = sorted(scores, key=lambda key: -scores[key])
    assert order == [0, 5, 4, 3, 6, 2, 1]
    assert scores[0] == pytest.approx(1)


def test_words_that_all_say_tell_nothing() -> None:
    texts = {
        1: nearness.pairs("记者了解到地铁站今日开放"),
        2: nearness.pairs("记者了解到桃花今日开放"),
        3: nearness.pairs("地铁站"),
        4: [],
    }
    counted = {key: Counter(words) for key, words in texts.items()}
    near = nearness.words_likeness(Counter(nearness.pairs("新的地铁站")), counted)
    assert sorted(near, key=lambda key: -near[key]) == [3, 1, 2, 4]
    assert near[2] == near[4] == 0


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (LONG, LONG, True),
        (LONG, f"{LONG}\u3002记者另悉桥头将建口袋公园并设无障碍坡道", True),
        (LONG, LONG.replace("步行", "行走"), False),
        (LONG, "", False),
    ],
)
def test_a_reprint_is_known_by_its_text(one: str, other: str, expected: bool) -> None:
    assert nearness.is_same(one, other) is expected


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("冷空气周末到访", "一夜大雨"),
        ("听湖站", "两条公交线路"),
        ("两条公交线路", "听湖站"),
        ("银水公园二期开放", "口袋公园"),
        ("一碗热汤八元饭", "从\u201c站着教"),
    ],
)
def test_stories_of_the_seeds_lead_to_those_on_their_subject(asked: str, expected: str) -> None:
    """Weather to weather, the metro to the buses, a park to the next, a community to itself;
    by their words alone, before any tag."""
    files = (path.read_bytes() for path in sorted(SEEDS.glob("*.txt")))
    stories = dict(enumerate(filter(None, (TextParser().parse(raw).story for raw in files))))
    carried = {key: Carried(key, nearness.terms(story.title)) for key, story in stories.items()}
    words = {
        key: Counter(nearness.pairs("\n".join([story.title, *(part.text for part in story.body)])))
        for key, story in stories.items()
    }
    mine = next(key for key, story in stories.items() if story.title.startswith(asked))
    shelf = Shelf(carried.values())
    near = {key: shelf.likeness(carried[mine], one) for key, one in carried.items()}
    near = nearness.blended(near, nearness.words_likeness(words[mine], words))
    order = sorted(near, key=lambda key: -near[key])
    assert order[0] == mine
    assert expected in stories[order[1]].title + stories[order[2]].title


# What is kept


def test_nothing_is_kept_of_what_is_not_live(put_out: PutOut, draft: Any, chief: Any) -> None:
    put_out("地铁开通")
    gone = put_out("地铁停运").article
    workflow.withdraw(gone, by=chief, reason="错")
    for article in (gone, draft("地铁草稿")):
        assert likeness.compute(article.pk, timezone.now()) == 0
    assert likeness.compute(10**9, timezone.now()) == 0
    assert not Likeness.objects.exists()


def test_both_stories_learn_of_each_other_and_none_of_itself(put_out: PutOut, draft: Any) -> None:
    topic = Topic.objects.create(name="地铁")
    one, other, stranger = draft("甲乙丙丁"), draft("戊己庚辛"), draft("壬癸子丑")
    for article in (one, other):
        article.topics.add(topic)
    for article in (one, other, stranger):
        put_out(article=article)
    likeness.compute(other.pk, timezone.now())
    assert (kept(one)[0], kept(other)[0]) == ("戊己庚辛", "甲乙丙丁")
    assert "戊己庚辛" not in kept(other)


def test_a_new_edition_forgets_what_the_old_one_was_like(
    put_out: PutOut, draft: Any, revise: Any
) -> None:
    bridge, metro = put_out("步行大桥合龙"), put_out("地铁开通运营")
    article = put_out("大桥合龙通车").article
    likeness.compute(article.pk, timezone.now())
    before = kept(article)[0]
    put_out(article=revise(article, title="地铁运营延时"), change="typo")
    likeness.compute(article.pk, timezone.now())
    assert (before, kept(article)[0]) == (bridge.title, metro.title)


def test_a_reprint_has_a_score_of_its_own_and_stands_once_in_other_lists(
    put_out: PutOut,
) -> None:
    first = put_out("大桥合龙", body=body(LONG)).article
    again = put_out("步行桥今天合龙", body=body(f"{LONG}\u3002")).article
    like = put_out("大桥合龙之后", body=body("这座大桥合龙之后还要铺装桥面\u3002")).article
    for article in (first, again, like):
        likeness.compute(article.pk, timezone.now())
    scores = dict(Likeness.objects.filter(article=first).values_list("other", "score"))
    assert scores[again.pk] == likeness.SAME > likeness.MOST >= scores[like.pk]
    assert len({"大桥合龙", "步行桥今天合龙"} & set(kept(like))) == 1


def test_lists_are_bounded_and_the_nearer_pushes_the_farthest_out(
    put_out: PutOut, draft: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "KEPT", 2)
    popular = draft("名")
    others = [draft(f"第{number}") for number in range(4)]
    scores = [0.3, 0.1, 0.2, 0.4]
    for other, score in zip(others, scores, strict=True):
        likeness.keep(other.pk, {popular.pk: score})
    assert kept(popular) == ["第3", "第0"]
    likeness.keep(others[1].pk, {popular.pk: 0.25})
    assert kept(popular) == ["第3", "第0"]


def test_lists_that_are_not_full_lose_nothing(draft: Any) -> None:
    popular = draft("名")
    for number in range(likeness.KEPT):
        likeness.keep(draft(f"第{number}").pk, {popular.pk: 0.5})
    assert len(kept(popular)) == likeness.KEPT


@pytest.mark.django_db(transaction=True)
def test_two_stories_that_are_put_out_at_once_learn_of_each_other(draft: Any) -> None:
    stories = [draft(f"第{number}篇").pk for number in range(6)]

    def write(order: int) -> None:
        try:
            for turn in range(5):
                for one in stories[::order]:
                    others = {other: 0.1 * (turn + 1) for other in stories if other != one}
                    likeness.keep(one, others)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, (1, -1)))
    rows = set(Likeness.objects.values_list("article", "other"))
    assert rows == {(one, other) for one in stories for other in stories if one != other}


# When it is found out


def test_a_story_that_is_put_out_is_compared_at_once(
    put_out: PutOut, django_capture_on_commit_callbacks: Any
) -> None:
    put_out("大桥合龙")
    with django_capture_on_commit_callbacks(execute=True):
        article = put_out("大桥合龙通车").article
    assert kept(article) == ["大桥合龙"]


def test_the_job_finds_what_was_missed(put_out: PutOut, chief: Any) -> None:
    for title in ("大桥合龙", "大桥合龙通车", "大桥撤下"):
        edition = put_out(title)
    workflow.withdraw(edition.article, by=chief, reason="错")
    assert jobs.JOBS["likeness"].run(timezone.now()) == 2
    assert jobs.JOBS["likeness"].run(timezone.now()) == 0


def test_a_rebuild_gives_the_same_rows_each_time(
    clock: Any, put_out: PutOut, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(likeness, "BLOCK", 2)
    monkeypatch.setattr(likeness, "BATCH", 1)
    for title in ("大桥合龙", "大桥通车", "大桥合龙通车", "地铁通车", "地铁合龙"):
        put_out(title)
        clock.shift(timedelta(days=1))
    told: list[Any] = []
    rows = []
    for _ in range(2):
        out = StringIO()
        call_command("rebuild_likeness", stdout=out, stderr=out)
        told.append(out.getvalue())
        rows.append(sorted(Likeness.objects.values_list("article", "other", "score")))
    assert rows[0] == rows[1]
    assert len(rows[0]) > 5
    assert "5" in told[0]
    assert "\r" not in told[0]


def test_comparing_asks_the_same_whatever_the_number_of_stories(
    put_out: PutOut, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        article = put_out(f"大桥合龙第{number}篇").article
    with django_assert_max_num_queries(14):
        assert likeness.compute(article.pk, timezone.now()) == 5


def test_readers_pages_are_told_of_it(put_out: PutOut) -> None:
    put_out("大桥合龙")
    article = put_out("大桥通车").article
    heard: list[Any] = []
    signals.public_changed.connect(receiver := lambda **sent: heard.append(sent["sender"]))
    try:
        tasks.find_alike.call(article.pk)
    finally:
        signals.public_changed.disconnect(receiver)
    assert heard == [Likeness]
