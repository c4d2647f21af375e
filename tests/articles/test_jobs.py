"""Jobs run when they are due, once, each whatever befalls the others; and what each does."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from io import StringIO
from threading import Barrier, Timer
from time import monotonic
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import jobs, notices, signals, workflow
from articles.choices import DeskVerb, NoticeKind
from articles.jobs import JOBS, Job
from articles.models import Article, Autosave, DeskAct, Edition, JobRun, Notice, Presence, User

Draft = Callable[..., Article]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def job(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Job]:
    """Makes a job that does what is given, the only one there is unless others are made."""
    made: dict[str, Job] = {}
    monkeypatch.setattr("articles.jobs.JOBS", made)

    def making(name: str = "count", run: Callable[[datetime], int] = lambda now: 3) -> Job:
        made[name] = Job(name, f"Job {name}", run, MINUTE)
        return made[name]

    return making


def fail(now: datetime) -> int:
    raise LookupError("Nothing is where it was.")


def due(*args: str, **options: Any) -> str:
    out = StringIO()
    call_command("run_due", *args, stdout=out, stderr=out, **options)
    return out.getvalue()


# When a job runs


@pytest.mark.parametrize(
    ("since_start", "since_end", "expected"),
    [
        (0, 0, False),
        (59, 58, False),
        (60, 59, True),
        (600, 1, True),
        (600, None, False),
        (1799, None, False),
        (1800, None, True),
    ],
    ids=["now", "soon", "due", "late", "running", "still running", "taken for dead"],
)
def test_a_job_is_due_a_period_after_its_start_unless_it_runs(
    since_start: int, since_end: int | None, expected: bool, db: None, job: Any, clock: Any
) -> None:
    now = timezone.now()
    last = JobRun(
        started_at=now - timedelta(seconds=since_start),
        finished_at=None if since_end is None else now - timedelta(seconds=since_end),
    )
    assert jobs.is_due(job(), last, now) == expected


def test_a_job_that_is_not_due_is_not_run(db: None, job: Any, clock: Any) -> None:
    job()
    assert jobs.run("count", timezone.now())
    clock.shift(30)
    assert jobs.run("count", timezone.now()) is None
    assert JobRun.objects.get().started_at == timezone.now() - timedelta(seconds=30)


def test_a_run_is_kept(db: None, job: Any, clock: Any) -> None:
    job()
    last = jobs.run("count", timezone.now())
    assert last == JobRun.objects.get()
    assert (last.done, last.trouble) == (3, "")
    assert last.started_at == last.finished_at == last.succeeded_at == timezone.now()


def test_a_failure_is_kept_logged_and_forgotten_after_a_success(
    db: None, job: Any, clock: Any, caplog: pytest.LogCaptureFixture
) -> None:
    job()
    jobs.run("count", timezone.now())
    clock.shift(60)
    job(run=fail)
    last = jobs.run("count", timezone.now())
    assert last
    assert "Nothing is where it was." in last.trouble
    assert last.succeeded_at == timezone.now() - MINUTE
    assert [record.getMessage() for record in caplog.records] == ["job_failed"]
    clock.shift(60)
    job()
    again = jobs.run("count", timezone.now())
    assert again
    assert (again.trouble, again.succeeded_at) == ("", timezone.now())


def test_a_failure_that_says_nothing_is_named(db: None, job: Any) -> None:
    def silent(now: datetime) -> int:
        raise LookupError

    job(run=silent)
    last = jobs.run("count", timezone.now())
    assert last
    assert last.trouble == "LookupError"


def test_what_was_done_before_a_failure_counts(db: None, job: Any) -> None:
    def partly(now: datetime) -> int:
        raise jobs.Trouble("字" * 500, 7)

    job(run=partly)
    last = jobs.run("count", timezone.now())
    assert last
    assert (last.done, len(last.trouble)) == (7, jobs.TROUBLE_LENGTH)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_do_not_do_the_same_work_twice(job: Any) -> None:
    ran: list[datetime] = []

    def once(now: datetime) -> int:
        ran.append(now)
        return 1

    job(run=once)
    start = Barrier(2)
    now = timezone.now()

    def run(later: int) -> bool:
        try:
            start.wait(timeout=10)
            return jobs.run("count", now + timedelta(seconds=later)) is not None
        finally:
            connection.close()

    for round_ in (0, 61):
        with ThreadPoolExecutor(2) as pool:
            assert sorted(pool.map(run, [round_, round_])) == [False, True]
    assert len(ran) == 2


# How they stand


def test_a_job_that_never_ran_is_overdue(db: None) -> None:
    states = jobs.health()
    assert [state.name for state in states] == list(JOBS)
    assert all(state.overdue and state.last_success is None for state in states)


@pytest.mark.parametrize(("seconds", "expected"), [(119, False), (121, True)])
def test_a_job_is_overdue_after_two_periods(
    db: None, job: Any, clock: Any, seconds: int, expected: bool
) -> None:
    job()
    jobs.run("count", timezone.now())
    clock.shift(seconds)
    (state,) = jobs.health()
    assert state.overdue == expected


def test_health_names_the_trouble_in_one_query(
    db: None, job: Any, django_assert_num_queries: Any
) -> None:
    job("first")
    job("second", fail)
    for name in ("first", "second"):
        jobs.run(name, timezone.now())
    with django_assert_num_queries(1):
        states = jobs.health()
    assert [bool(state.trouble) for state in states] == [False, True]


def test_the_record_of_runs_is_for_who_holds_every_right(
    client: Client, job: Any, hire: Callable[[str], User], chief: User
) -> None:
    job(run=fail)
    jobs.run("count", timezone.now())
    address = reverse("admin:articles_jobrun_changelist")
    client.force_login(chief)
    assert client.get(address).status_code == 403
    admin = hire("administrator")
    User.objects.filter(pk=admin.pk).update(is_superuser=True)
    client.force_login(admin)
    assert "Nothing is where it was." in client.get(address).content.decode()


# What the jobs do


@pytest.fixture
def heard() -> Iterator[list[Edition]]:
    editions: list[Edition] = []

    def hear(**kwargs: Any) -> None:
        editions.append(kwargs["edition"])

    signals.published.connect(hear)
    yield editions
    signals.published.disconnect(hear)


def test_an_edition_is_announced_once_when_its_moment_has_come(
    clock: Any, put_out: Callable[..., Edition], heard: list[Edition]
) -> None:
    edition = put_out(at=timezone.now() + timedelta(minutes=5))
    counts = []
    for seconds in (0, 299, 1, 60, 600):
        clock.shift(seconds)
        counts.append(jobs.announce_editions(timezone.now()))
        JobRun.objects.update_or_create(
            name="announce",
            defaults={"started_at": timezone.now(), "succeeded_at": timezone.now()},
        )
    assert counts == [0, 0, 1, 0, 0]
    assert heard == [edition]


def test_what_was_put_out_at_once_or_called_off_is_not_announced_again(
    clock: Any, put_out: Callable[..., Edition], heard: list[Edition], chief: User
) -> None:
    put_out("即时")
    later = put_out("取消", at=timezone.now() + timedelta(seconds=20))
    workflow.unschedule(later.article, by=chief)
    clock.shift(30)
    assert jobs.announce_editions(timezone.now()) == 0
    assert heard == []


def test_a_failed_run_announces_later_what_it_missed(
    clock: Any, put_out: Callable[..., Edition], heard: list[Edition]
) -> None:
    edition = put_out(at=timezone.now() + MINUTE)
    jobs.run("announce", timezone.now())
    clock.shift(3600)
    assert jobs.announce_editions(timezone.now()) == 1
    assert heard == [edition]


def test_letters_to_a_bad_address_are_the_jobs_trouble(
    db: None, monkeypatch: pytest.MonkeyPatch, reporter: User
) -> None:
    def undelivered(now: datetime) -> int:
        raise notices.Undelivered(4, [reporter])

    monkeypatch.setattr("articles.notices.send_letters", undelivered)
    last = jobs.run("letters", timezone.now())
    assert last
    assert last.done == 4
    assert reporter.username in last.trouble


def test_the_bin_is_emptied_after_its_term_by_nobody_who_can_sign_in(
    clock: Any, draft: Draft, reporter: User
) -> None:
    old, young, kept = draft("旧"), draft("新"), draft("留")
    workflow.discard(old, by=reporter)
    clock.shift(timedelta(days=1))
    workflow.discard(young, by=reporter)
    clock.shift(timedelta(days=workflow.BIN_DAYS - 1))
    assert jobs.empty_bin(timezone.now()) == 1
    assert set(Article.objects.all()) == {young, kept}
    act = DeskAct.objects.filter(verb=DeskVerb.PURGE).get()
    assert act.by == jobs.system_user()
    assert not act.by.is_active
    assert not act.by.has_usable_password()


def test_a_story_that_cannot_be_deleted_does_not_keep_the_others(
    clock: Any, draft: Draft, reporter: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stories = [draft(title) for title in ("甲", "乙")]
    for article in stories:
        workflow.discard(article, by=reporter)
    clock.shift(timedelta(days=workflow.BIN_DAYS))
    purge = workflow.purge

    def refusing(article: Article, **asked: Any) -> None:
        if article == stories[0]:
            raise workflow.Refused("Not now.")
        purge(article, **asked)

    monkeypatch.setattr("articles.workflow.purge", refusing)
    with pytest.raises(jobs.Trouble, match=f"#{stories[0].pk}") as trouble:
        jobs.empty_bin(timezone.now())
    assert trouble.value.done == 1
    assert list(Article.objects.all()) == stories[:1]


def test_the_system_is_one_user(db: None) -> None:
    assert jobs.system_user() == jobs.system_user()
    assert User.objects.count() == 1


def test_texts_that_nobody_came_back_for_and_people_long_gone_are_forgotten(
    draft: Draft, reporter: User
) -> None:
    article, now = draft(), timezone.now()
    for tab, age in (("new", timedelta()), ("old", timedelta(days=365))):
        said = {"article": article, "by": reporter, "tab": tab, "at": now - age}
        Presence.objects.create(**said)
        Autosave.objects.create(**said, fields="title=x")
    last = jobs.run("unsaved", now)
    assert last
    assert last.done == 1
    assert (Presence.objects.get().tab, Autosave.objects.get().tab) == ("new", "new")


def test_old_notices_are_forgotten_unless_they_are_unread(
    draft: Draft, reporter: User, chief: User
) -> None:
    article, now = draft(), timezone.now()
    old, young = now - timedelta(days=181), now - timedelta(days=179)
    for sentence, at, fields in (
        ("old and read", old, {"read_at": now}),
        ("old letter", old, {"in_desk": False}),
        ("old", old, {}),
        ("young and read", young, {"read_at": now}),
    ):
        told = notices.tell([reporter], NoticeKind.LOCK, sentence, article=article, by=chief, at=at)
        Notice.objects.filter(pk=told[0].pk).update(**fields)
    assert jobs.forget_notices(now) == 2
    assert {notice.sentence for notice in Notice.objects.all()} == {"old", "young and read"}


# The command


@pytest.mark.parametrize("pause", ["0", "-1", "x", "nan", "90000"])
def test_a_pause_that_is_none_is_refused(pause: str, db: None) -> None:
    with pytest.raises(CommandError):
        due("--loop", pause)


def test_a_job_that_does_not_exist_is_refused(db: None) -> None:
    with pytest.raises(CommandError):
        due("--only", "nothing")


def test_a_dry_run_writes_nothing(db: None) -> None:
    assert len(due("--dry-run").splitlines()) == len(JOBS)
    assert not JobRun.objects.exists()


def test_every_job_is_answered_with_a_sentence_and_a_count(db: None, job: Any) -> None:
    job("first")
    job("second", lambda now: 12)
    said = due().splitlines()
    assert len(said) == 2
    assert "Job first" in said[0]
    assert "3" in said[0]
    assert "12" in said[1]


def test_one_job_alone_can_be_asked_for(db: None, job: Any) -> None:
    job("first")
    job("second")
    due("--only", "second")
    assert JobRun.objects.get().name == "second"


def test_a_failure_ends_with_an_error_after_the_others_have_run(
    db: None, job: Any, caplog: pytest.LogCaptureFixture
) -> None:
    job("first", fail)
    job("second")
    with pytest.raises(CommandError):
        due()
    assert JobRun.objects.get(name="second").succeeded_at


def test_all_jobs_run_on_an_empty_newsroom(db: None) -> None:
    due()
    assert {last.name for last in JobRun.objects.exclude(succeeded_at=None)} == set(JOBS)


@pytest.mark.django_db(transaction=True)  # The loop closes connections as a request does.
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_loop_ends_soon_after_it_is_told_to(job: Any, number: int) -> None:
    job()
    before = signal.getsignal(number)
    stop = Timer(0.3, os.kill, [os.getpid(), number])
    started = monotonic()
    stop.start()
    due("--loop", "3600")
    assert monotonic() - started < 1.3
    assert JobRun.objects.get().done == 3
    assert signal.getsignal(number) == before


@pytest.mark.django_db(transaction=True)
def test_the_loop_goes_on_after_a_failure(job: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
    rounds: list[datetime] = []

    def failing(now: datetime) -> int:
        rounds.append(now)
        JobRun.objects.update(started_at=now - 2 * MINUTE)
        if len(rounds) == 3:
            os.kill(os.getpid(), signal.SIGTERM)
        return fail(now)

    job(run=failing)
    due("--loop", "0.01")
    assert len(rounds) == 3
