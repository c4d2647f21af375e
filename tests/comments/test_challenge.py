"""What a form brings along: a token of ours, its age, and a proof of work."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import pytest
from django.utils import timezone

from comments import challenge
from comments.challenge import Sending

KEYS = ["k" * 50, "l" * 50]


def proofs(opened: str, bits: int) -> Iterator[str]:
    return (proof for number in count() if is_good(opened, proof := str(number), bits))


def is_good(opened: str, proof: str, bits: int) -> bool:
    return challenge.is_proven(Sending(opened, proof), bits)


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: "2" + token,
        lambda token: token.upper(),
        lambda token: token.replace(":", ".", 1),
        lambda token: token + ":" + token,
        lambda token: "1.0.00:" + token.split(":")[1],
        lambda token: "",
        lambda token: token.split(":")[0] + ":\udc80",
    ],
)
def test_a_token_that_was_changed_is_none(change: Any) -> None:
    with pytest.raises(challenge.Expired):
        challenge.read(change(challenge.issue(1)), 1)


def test_a_token_is_of_one_story() -> None:
    with pytest.raises(challenge.Expired):
        challenge.read(challenge.issue(1), 11)


@pytest.mark.parametrize(("seconds", "is_over"), [(0, False), (1, True)])
def test_a_token_lasts_for_a_day(clock: Any, seconds: int, is_over: bool) -> None:
    token = challenge.issue(1)
    clock.shift(challenge.LASTS + timedelta(seconds=seconds))
    if is_over:
        with pytest.raises(challenge.Expired):
            challenge.read(token, 1)
    else:
        assert challenge.read(token, 1)


@pytest.mark.parametrize(("seconds", "hasty"), [(0, True), (2.9, True), (3, False), (60, False)])
def test_who_sends_within_three_seconds_is_hasty(clock: Any, seconds: float, hasty: bool) -> None:
    opening = challenge.read(challenge.issue(1), 1)
    clock.shift(timedelta(seconds=seconds))
    assert opening.is_hasty(timezone.now()) is hasty


def test_a_token_outlives_a_change_of_the_sites_key(settings: Any) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[0], []
    token = challenge.issue(1)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = KEYS[1], KEYS[:1]
    assert challenge.read(token, 1)
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(challenge.Expired):
        challenge.read(token, 1)


def test_a_form_shown_again_keeps_its_token_while_it_is_good(clock: Any) -> None:
    token = challenge.issue(1)
    assert challenge.renewed(token, 1) == token
    for useless in ("", "x", challenge.issue(2)):
        assert challenge.read(challenge.renewed(useless, 1), 1)
    clock.shift(challenge.LASTS + timedelta(seconds=1))
    assert challenge.renewed(token, 1) != token


def test_two_forms_are_never_the_same_and_make_two_writers(clock: Any) -> None:
    first, second = (challenge.read(challenge.issue(1), 1) for _ in range(2))
    assert first.nonce != second.nonce
    assert first.writer_key != second.writer_key
    assert first.nonce not in first.writer_key
    assert len(first.writer_key) == 32


@pytest.mark.parametrize("proof", ["", "x", "0" * 41, "\u6587", "-1", "\udc80"])
def test_what_is_no_proof_proves_nothing(proof: str) -> None:
    assert not is_good(challenge.issue(1), proof, 12)


def test_a_proof_is_of_one_form() -> None:
    first, second = challenge.issue(1), challenge.issue(1)
    found = next(proofs(first, 12))
    assert is_good(first, found, 12)
    assert not is_good(second, found, 12)


def test_a_proof_is_worth_the_bits_that_were_asked() -> None:
    token = "1.1.aa:x"
    found = next(proofs(token, 8))
    assert [is_good(token, found, bits) for bits in (0, 1, 8)] == [True] * 3
    assert not is_good(token, found, 255)
    assert is_good("whatever", "", 0)
