"""Addresses go after the term of the site, and not before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.jobs import JOBS
from comments import jobs
from comments.models import Comment, LettersSettings, Whereabouts
from tests.comments.conftest import Write


@pytest.mark.parametrize(("kept", "left"), [(180, 2), (30, 1)])
def test_an_address_goes_after_the_term_and_its_comment_stays(
    kept: int, left: int, sent: Write
) -> None:
    LettersSettings(keep_days=kept).save()
    for days in (29.9, 30.1, 180.1):
        sent(days=days)
    assert JOBS["addresses"].run(timezone.now()) == 3 - left
    assert Whereabouts.objects.count() == left
    assert Comment.objects.count() == 3


def test_many_addresses_go_in_small_lots(sent: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    for _ in range(5):
        sent(days=200)
    assert jobs.forget_addresses(timezone.now()) == 5


def test_a_run_without_time_leaves_the_rest_to_the_next(
    sent: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent(days=200)
    monkeypatch.setattr(jobs, "TURN", timedelta(0))
    assert jobs.forget_addresses(timezone.now()) == 0
    assert Whereabouts.objects.count() == 1
