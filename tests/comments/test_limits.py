"""How often one visitor may do a thing: counted by network and by writer, in the cache alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest

from articles import visitors
from comments import limits
from comments.limits import Flooded, Limit
from comments.posting import Sender

Act = Callable[[Sender], None]

ACTS: list[tuple[Act, Limit]] = [
    (lambda sender: limits.write(1, sender), limits.UNDER_ONE),
    (limits.write_unproven, limits.UNPROVEN),
    (limits.like, limits.LIKES),
    (limits.complain, limits.COMPLAINTS),
]
BY_WRITER: list[tuple[Act, Limit]] = [
    (lambda sender: limits.write(1, sender), limits.BY_WRITER),
    (limits.like, limits.LIKES_BY_WRITER),
    (limits.complain, limits.COMPLAINTS_BY_WRITER),
]


@pytest.mark.parametrize(("act", "limit"), ACTS)
def test_one_network_may_do_it_so_often_and_others_meanwhile(act: Act, limit: Limit) -> None:
    for _ in range(limit.most):
        act(Sender("2001:db8:1:2::1"))
    with pytest.raises(Flooded):
        act(Sender("2001:db8:1:2::ffff"))
    act(Sender("2001:db8:1:3::1"))


@pytest.mark.parametrize(("act", "limit"), BY_WRITER)
def test_one_writer_may_do_it_so_often_from_whatever_address(act: Act, limit: Limit) -> None:
    for number in range(limit.most):
        act(Sender(f"192.0.2.{number}", key="a" * 32))
    with pytest.raises(Flooded):
        act(Sender("198.51.100.1", key="a" * 32))
    act(Sender("198.51.100.1", key="b" * 32))


def test_an_address_may_not_write_under_every_story_at_once() -> None:
    sender = Sender("192.0.2.7")
    for article_id in range(limits.UNDER_ALL.most):
        limits.write(article_id, sender)
    with pytest.raises(Flooded):
        limits.write(999, sender)


@pytest.mark.parametrize(("act", "limit"), ACTS)
def test_after_a_while_it_may_again(cache_clock: Any, act: Act, limit: Limit) -> None:
    for _ in range(limit.most):
        act(Sender("192.0.2.7"))
    cache_clock.shift(limit.window + timedelta(seconds=1))
    act(Sender("192.0.2.7"))


def test_who_tries_far_too_often_is_told_from_who_tries_once_more(
    caplog: pytest.LogCaptureFixture,
) -> None:
    limit, seen = limits.UNDER_ONE, []
    for _ in range(limits.FAR * limit.most + 2):
        try:
            limit.demand("192.0.2.7", 1)
        except Flooded as flooded:
            seen.append(flooded.is_far)
    assert seen == [False] * limit.most + [True, True]
    assert caplog.messages == ["flooded"]


def test_a_crowd_under_a_story_is_noticed_whoever_it_is() -> None:
    crowd = [limits.is_crowded(1) for _ in range(limits.CROWD.most + 1)]
    assert crowd == [False] * limits.CROWD.most + [True]
    assert not limits.is_crowded(2)


def test_the_sentence_says_how_long_to_wait() -> None:
    sentences = {Limit("x", 0, timedelta(minutes=wait)).sentence() for wait in (1, 10)}
    assert len(sentences) == 2
    assert any("10" in sentence for sentence in sentences)


def test_of_many_at_once_no_more_come_through() -> None:
    def one(_: int) -> bool:
        return limits.UNDER_ONE.allows("192.0.2.7", 1)

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(one, range(40))) == limits.UNDER_ONE.most


def test_no_address_stands_in_the_cache_or_in_a_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    def fail(what: str, *asked: Any) -> int:
        seen.append(what)
        raise ConnectionError("redis at 192.0.2.7 is gone")

    monkeypatch.setattr(visitors, "times", fail)
    limits.write(1, Sender("192.0.2.7", key="a" * 32))
    assert len(seen) == 3
    assert "192.0.2.7" not in caplog.text + "".join(seen)
    assert caplog.messages == ["limits_unreachable"] * 3
