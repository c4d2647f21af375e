"""The arithmetic of the hot order, against what it approximates and what it promises."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from math import exp, log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from comments.choices import CommentOrder
from comments.models import Comment
from comments.ranking import (
    COLUMNS,
    HALF_LIFE,
    LATEST,
    MOST_OF_ONE,
    PARTS,
    fair,
    lower_bound,
    order_named,
    score,
)

BEGAN = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)
likes = st.integers(0, 10**7)
ages = st.timedeltas(timedelta(), LATEST)


def exact(seen: int) -> float:
    """The rate at which so many or more are seen in one case of twenty, by halving an interval.

    That is half of the 5 % quantile of the chi-squared distribution with twice as many degrees.
    """
    low, high = 0.0, float(seen)
    for _step in range(60):
        middle = (low + high) / 2
        if at_least(seen, middle) < 0.05:
            low = middle
        else:
            high = middle
    return low


def at_least(seen: int, rate: float) -> float:
    """The chance of `seen` or more of a Poisson distribution."""
    term, fewer = exp(-rate), 0.0
    for number in range(seen):
        fewer += term
        term *= rate / (number + 1)
    return 1 - fewer


@pytest.mark.parametrize(
    ("seen", "half_quantile"),
    [(1, 0.0513), (2, 0.3554), (3, 0.8177), (5, 1.9701), (10, 5.4254), (20, 13.2547)],
)
def test_the_exact_bound_is_that_of_the_tables(seen: int, half_quantile: float) -> None:
    assert exact(seen) == pytest.approx(half_quantile, abs=0.0001)


@pytest.mark.parametrize("seen", [1, 2, 3, 4, 5, 8, 10, 20, 50, 100, 400])
def test_the_bound_is_near_the_exact_one(seen: int) -> None:
    assert lower_bound(seen) == pytest.approx(exact(seen), abs=0.02, rel=0.001)


@pytest.mark.parametrize("seen", [0, -1])
def test_without_likes_nothing_is_known(seen: int) -> None:
    assert lower_bound(seen) == 0
    assert score(seen, BEGAN, BEGAN) == 0


@given(likes)
def test_one_like_more_is_never_worse(seen: int) -> None:
    assert lower_bound(seen) <= lower_bound(seen + 1) <= seen + 1
    assert score(seen, BEGAN, BEGAN) <= score(seen + 1, BEGAN, BEGAN)


def test_the_first_likes_each_change_the_place() -> None:
    places = [score(seen, BEGAN, BEGAN) for seen in range(2000)]
    assert all(one < two for one, two in pairwise(places))


@given(likes, ages, likes, ages, st.timedeltas(timedelta(), timedelta(days=30)))
def test_the_order_is_that_of_the_decayed_weights_at_any_moment(
    seen: int, age: timedelta, others: int, other_age: timedelta, later: timedelta
) -> None:
    now = BEGAN + LATEST + later
    one, other = BEGAN + age, BEGAN + other_age

    def weight(likes: int, posted_at: datetime) -> float:
        return log2(1 + lower_bound(likes)) - (now - posted_at) / HALF_LIFE

    ahead = weight(seen, one) - weight(others, other)
    difference = score(seen, one, BEGAN) - score(others, other, BEGAN)
    assert difference / PARTS == pytest.approx(ahead, abs=2 / PARTS)


@pytest.mark.parametrize(
    ("posted", "began", "halves"),
    [
        (None, BEGAN, 0),
        (BEGAN, None, 0),
        (BEGAN - timedelta(days=3), BEGAN, 0),
        (BEGAN, BEGAN, 0),
        (BEGAN + HALF_LIFE / 2, BEGAN, 0.5),
        (BEGAN + HALF_LIFE, BEGAN, 1),
        (BEGAN + LATEST, BEGAN, LATEST / HALF_LIFE),
        (BEGAN + LATEST + timedelta(seconds=1), BEGAN, LATEST / HALF_LIFE),
        (BEGAN + timedelta(days=900), BEGAN, LATEST / HALF_LIFE),
    ],
)
def test_time_counts_from_the_story_and_for_four_days(
    posted: datetime | None, began: datetime | None, halves: float
) -> None:
    assert score(0, posted, began) == round(halves * PARTS)


def test_a_late_comment_passes_an_early_one_that_has_twice_its_weight() -> None:
    late = score(0, BEGAN + HALF_LIFE, BEGAN)
    assert score(3, BEGAN, BEGAN) < late < score(4, BEGAN, BEGAN)


@given(likes, ages)
def test_a_score_fits_a_column_and_a_cursor(seen: int, age: timedelta) -> None:
    assert 0 <= score(seen, BEGAN + age, BEGAN) < 2**31


def test_both_orders_end_with_the_number_and_so_are_total() -> None:
    names = {field.attname for field in Comment._meta.concrete_fields}
    for columns in COLUMNS.values():
        assert columns[-1] == "-id"
        assert {column.removeprefix("-") for column in columns} <= names


@given(st.lists(st.sampled_from("abcd"), max_size=30))
def test_of_one_person_the_first_two_stay_where_they_were(people: list[str]) -> None:
    ranked = list(enumerate(people))
    kept = list(fair(ranked, lambda one: one[1]))
    places = [[place for place, who in ranked if who == person][:MOST_OF_ONE] for person in "abcd"]
    assert kept == sorted((place, people[place]) for some in places for place in some)


@pytest.mark.parametrize(
    ("name", "order"),
    [
        ("new", CommentOrder.NEW),
        ("hot", CommentOrder.HOT),
        ("NEW", CommentOrder.HOT),
        ("", CommentOrder.HOT),
        (None, CommentOrder.HOT),
        ("id; drop", CommentOrder.HOT),
    ],
)
def test_a_name_that_means_nothing_asks_for_the_hot_order(
    name: str | None, order: CommentOrder
) -> None:
    assert order_named(name) is order
