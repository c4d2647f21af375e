"""The verdict on a comment, and the reasons that it gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.choices import Guess, PhraseKind, Reason, Verdict
from comments.models import LettersSettings, Phrase
from comments.screening import judging
from comments.screening.judging import Facts, Finding, judge
from tests.comments.screening.conftest import Keep

pytestmark = pytest.mark.django_db

NAME, TEXT = "读者", "这条路终于修好了"


def told(name: str, text: str, facts: Facts | None = None) -> list[tuple[str, str]]:
    """Reasons, and the words that gave them."""
    findings = judge(name, text, facts or Facts()).findings
    return [(finding.reason.value, finding.words) for finding in findings]


def test_banned_words_are_refused_and_suspect_ones_held(keep: Keep) -> None:
    keep("代开发票", category="诈骗", level=3)
    keep("内幕", PhraseKind.SUSPECT, level=1)
    refused = judge(NAME, "承接代 开 发票业务", Facts())
    assert refused.verdict == Verdict.REFUSE
    assert refused.findings == (
        Finding(Reason.BANNED_WORDS, "代 开 发票", "代开发票", "诈骗", level=3),
    )
    assert refused.level == 3
    held = judge(NAME, "听说有内幕", Facts())
    assert (held.verdict, held.level) == (Verdict.HOLD, 1)


def test_what_is_only_heard_or_crosses_a_clause_is_left_to_a_person(keep: Keep) -> None:
    keep("刷单", by_sound=True)
    keep("casino")
    for text, guess in (
        ("一起耍单", Guess.SOUND),
        ("一起shuadan", Guess.SOUND),
        ("上cas1no玩", Guess.SHAPE),
        ("地板洗刷。单位食堂也要", Guess.APART),
    ):
        judgement = judge(NAME, text, Facts())
        assert (judgement.verdict, judgement.findings[0].guess) == (Verdict.HOLD, guess)
    assert judge(NAME, "一起刷单", Facts()).verdict == Verdict.REFUSE


def test_a_nickname_is_searched_as_the_comment_is(keep: Keep) -> None:
    keep("刷单")
    assert told("刷*单客服", TEXT) == [("banned_words", "刷*单")]
    assert told("刷单客服", "刷单") == [("banned_words", "刷单")]
    assert told("看主页abc.com", TEXT) == [("link", "abc.com")]


@pytest.mark.parametrize(
    ("facts", "verdict", "reasons"),
    [
        (Facts(), Verdict.SHOW, []),
        (Facts(repeats=1, recent=10), Verdict.SHOW, []),
        (Facts(repeats=2), Verdict.HOLD, ["repeat"]),
        (Facts(recent=11), Verdict.HOLD, ["crowded"]),
        (Facts(is_watched=True), Verdict.HOLD, ["watched"]),
        (Facts(is_hasty=True, lacks_proof=True), Verdict.HOLD, ["haste", "no_proof"]),
        (Facts(fell_into_trap=True), Verdict.REFUSE, ["trap"]),
    ],
)
def test_the_sending_has_its_part_in_the_verdict(
    facts: Facts, verdict: Verdict, reasons: list[str]
) -> None:
    assert judge(NAME, TEXT, facts).verdict == verdict
    assert [reason for reason, _words in told(NAME, TEXT, facts)] == reasons


def test_what_is_short_may_be_said_by_many() -> None:
    assert judge(NAME, "加油\uff01\uff01\uff01", Facts(repeats=19)).verdict == Verdict.SHOW
    assert judge(NAME, "加油\uff01\uff01\uff01", Facts(repeats=20)).verdict == Verdict.HOLD


def test_links_are_held_beyond_those_that_are_allowed() -> None:
    text = "看这里 a.com 和 b.cn"
    assert judge(NAME, text, Facts(most_links=2)).verdict == Verdict.SHOW
    assert told(NAME, text, Facts(most_links=1)) == [("link", "a.com"), ("link", "b.cn")]


def test_findings_are_few_and_short_and_the_gravest_come_first(keep: Keep) -> None:
    keep("内幕", PhraseKind.SUSPECT, level=1)
    keep("刷单", level=1)
    text = "内幕 " + " ".join(f"a{number}.com" for number in range(40)) + " 刷" + "." * 200 + "单"
    judgement = judge(NAME, text, Facts(fell_into_trap=True))
    assert judgement.findings[0].reason == Reason.TRAP
    assert len(judgement.findings) == judging.MOST_FINDINGS
    assert max(len(finding.words) for finding in judgement.findings) <= judging.QUOTED


def test_a_phrase_ends_with_its_last_day(keep: Keep, clock: Any) -> None:
    keep("刷单", expires_on=timezone.localdate())
    assert judge(NAME, "刷单", Facts()).verdict == Verdict.REFUSE
    clock.shift(timedelta(days=1))
    assert judge(NAME, "刷单", Facts()).verdict == Verdict.SHOW


def test_a_change_of_the_lists_is_known_at_once_and_costs_one_small_query(keep: Keep) -> None:
    phrase = keep("刷单")
    assert judge(NAME, "刷单", Facts()).verdict == Verdict.REFUSE
    with CaptureQueriesContext(
        connection,
    ) as queries:
        judge(NAME, "刷单", Facts())
    assert len(queries) == 1
    Phrase.objects.filter(pk=phrase.pk).delete()
    LettersSettings.note_phrases_changed()
    assert judge(NAME, "刷单", Facts()).verdict == Verdict.SHOW


def test_a_finding_is_kept_as_plain_values(keep: Keep) -> None:
    keep("刷单", category="兼职")
    assert judge(NAME, "刷单", Facts()).findings[0].as_json() == {
        "reason": "banned_words",
        "words": "刷单",
        "phrase": "刷单",
        "category": "兼职",
        "level": 2,
        "guess": "",
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(name=st.text(max_size=40), text=st.text(max_size=300))
def test_whatever_is_written_is_judged(keep: Keep, name: str, text: str) -> None:
    if not Phrase.objects.exists():
        keep("刷单", by_sound=True)
        keep("sm")
    facts = replace(Facts(), repeats=2)
    judgement = judge(name, text, facts)
    assert all(finding.words in name + text for finding in judgement.findings)
