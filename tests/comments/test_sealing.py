"""Sealed addresses: what opens them, what does not, and that a network keeps its marks."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import User
from comments import sealing
from comments.models import Ban, Whereabouts
from tests.comments.conftest import Write

OLD, NEW = "o1d0-" * 12, "n3w0-" * 12


@pytest.fixture(autouse=True)
def keys(settings: Any) -> None:
    settings.LETTERS_KEYS = [OLD]


def test_what_another_key_sealed_is_unreadable(settings: Any) -> None:
    sealed = sealing.seal("203.0.113.7", 51_872)
    settings.LETTERS_KEYS = [NEW]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)


@pytest.mark.parametrize("sealed", ["", "x", "gAAAAA", "\u5730\u5740"])
def test_what_was_never_sealed_is_unreadable(sealed: str) -> None:
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed)


def test_a_changed_seal_is_unreadable() -> None:
    sealed = sealing.seal("203.0.113.7", 51_872)
    middle = len(sealed) // 2
    other = "A" if sealed[middle] != "A" else "B"
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(sealed[:middle] + other + sealed[middle + 1 :])


def test_what_is_sealed_opens_and_does_not_show() -> None:
    sealed = sealing.seal("203.0.113.7", 51_872)
    assert sealing.unseal(sealed) == sealing.Opened("203.0.113.7", 51_872)
    assert "203.0.113.7" not in sealed
    assert sealing.seal("203.0.113.7", 51_872) != sealed


def test_an_earlier_key_still_opens_and_the_first_one_seals(settings: Any) -> None:
    sealed = sealing.seal("203.0.113.7", 1)
    settings.LETTERS_KEYS = [NEW, OLD]
    assert sealing.unseal(sealed).address == "203.0.113.7"
    fresh = sealing.seal("203.0.113.7", 1)
    settings.LETTERS_KEYS = [OLD]
    with pytest.raises(sealing.Unreadable):
        sealing.unseal(fresh)


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("203.0.113.7", "203.0.113.8", False),
        ("203.0.113.7", "::ffff:203.0.113.7", True),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_a_mark_is_of_a_network(one: str, other: str, alike: bool) -> None:
    assert (sealing.network_mark(one) == sealing.network_mark(other)) is alike


def test_a_mark_needs_the_key_and_outlives_a_change_of_it(settings: Any) -> None:
    before = sealing.network_mark("203.0.113.7")
    assert len(before) == 64
    settings.LETTERS_KEYS = [NEW]
    assert before not in sealing.network_marks("203.0.113.7")
    settings.LETTERS_KEYS = [NEW, OLD]
    assert sealing.network_mark("203.0.113.7") != before
    assert sealing.network_marks("203.0.113.7")[1] == before


def reseal(*words: str) -> str:
    out = StringIO()
    call_command("reseal", *words, stdout=out)
    return out.getvalue()


def test_resealing_says_what_it_would_do(sent: Write, settings: Any) -> None:
    sealed = Whereabouts.objects.get(comment=sent()).sealed
    settings.LETTERS_KEYS = [NEW, OLD]
    said = reseal("--dry-run")
    assert "1" in said
    assert Whereabouts.objects.get().sealed == sealed


def test_resealing_names_what_no_key_opens(sent: Write, settings: Any) -> None:
    sent()
    settings.LETTERS_KEYS = [NEW]
    with pytest.raises(CommandError, match="LETTERS_KEY"):
        reseal()


def test_resealing_lets_the_earlier_key_go(sent: Write, settings: Any, chief: User) -> None:
    comment = sent()
    Ban.objects.create(network=sealing.network_mark("203.0.113.7"), reason="广告", by=chief)
    settings.LETTERS_KEYS = [NEW, OLD]
    sent("198.51.100.1")
    assert "1" in reseal()
    settings.LETTERS_KEYS = [NEW]
    kept = Whereabouts.objects.get(comment=comment)
    assert sealing.unseal(kept.sealed) == sealing.Opened("203.0.113.7", 51_872)
    assert kept.network == Ban.objects.get().network == sealing.network_mark("203.0.113.7")
    assert "0" in reseal()


def test_resealing_tells_of_bans_that_still_need_the_earlier_key(
    db: None, settings: Any, chief: User
) -> None:
    Ban.objects.create(network=sealing.network_mark("203.0.113.7"), reason="广告", by=chief)
    settings.LETTERS_KEYS = [NEW, OLD]
    assert "LETTERS_KEY" in reseal()
    assert sealing.network_marks("203.0.113.7")[1] == Ban.objects.get().network
