"""Who else looks at a comment: told for half a minute, and never in the way."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache

from articles.models import User
from comments.moderation import look, others


def unreachable(*_given: Any, **_named: Any) -> Any:
    raise OSError


def test_one_does_not_watch_oneself(moderator: User) -> None:
    look([1], by=moderator)
    assert others([1], by=moderator) == {}


def test_everybody_else_is_named_by_comment(moderator: User, colleague: User, editor: User) -> None:
    look([1, 2], by=colleague)
    look([2], by=editor)
    assert others([1, 2, 3], by=moderator) == {1: "Colleague", 2: "Colleague\u3001Editor"}
    assert others([2], by=editor) == {2: "Colleague"}


def test_who_gave_no_sign_for_half_a_minute_has_left(
    cache_clock: Any, moderator: User, colleague: User, editor: User
) -> None:
    look([1], by=colleague)
    cache_clock.shift(20)
    look([1], by=editor)
    cache_clock.shift(15)
    assert others([1], by=moderator) == {1: "Editor"}


@pytest.mark.parametrize("way", ["get_many", "set_many"])
def test_without_a_cache_nobody_is_seen(
    way: str, moderator: User, colleague: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(type(cache._connections["default"]), way, unreachable, raising=True)
    look([1], by=colleague)
    assert others([1], by=moderator) == {}
