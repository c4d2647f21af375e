"""The desk's first page: what waits for whom, in what words, and what it costs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult, get_date_max

from articles import workflow
from articles.choices import Level, ReviewState
from articles.jobs import JOBS
from articles.models import (
    Article,
    Autosave,
    Edition,
    ImportRecord,
    JobRun,
    Photo,
    PhotoUse,
    SiteSettings,
    User,
)
from newsroom.desk_board import Board, board
from newsroom.desk_rows import Row
from newsroom.desk_today import LISTINGS

Draft = Callable[..., Article]
Hire = Callable[[str], User]

QUERY_BUDGET = 25

WRITING = ["returned-to-me", "unsaved", "drafts-of-mine"]
WORK = ["mine", *WRITING, "signed", "green", "imports", "captions"]
LETTERS = ["comments", "reports", "appeals"]
DAY = ["scheduled", "today"]


def page(user: User) -> Board:
    return board(user, timezone.now())


def rows(user: User, name: str) -> list[Row]:
    """The rows of one list of somebody's page."""
    listing = next(one for one in LISTINGS if one.name == name)
    shown = page(user)
    return next(one.rows for one in [*shown.work, *shown.around] if one.title == listing.title)


def titles(user: User, name: str) -> list[str]:
    return [row.title for row in rows(user, name)]


def facts(row: Row) -> str:
    return " ".join(row.facts)


def submitted(article: Article, by: User) -> Article:
    return workflow.submit(article, by=by, version=article.version)


# For whom


@pytest.mark.parametrize(
    ("role", "lists"),
    [
        ("administrator", []),
        ("moderator", [*LETTERS, "signed", "captions", *DAY]),
        ("photo_desk", ["signed", "captions", "licences", *DAY]),
        ("publisher", ["signed", "captions", *DAY]),
        ("reporter", [*WRITING, "signed", "captions", *DAY]),
        ("editor", [name for name in [*WORK, *DAY] if name != "green"]),
        ("director", [*WORK, *DAY]),
    ],
)
def test_everybody_sees_the_lists_of_their_own_work(
    hire: Hire, role: str, lists: list[str]
) -> None:
    user = hire(role)
    assert [one.name for one in LISTINGS if one.is_for(user)] == lists


@pytest.mark.parametrize(
    ("role", "late", "has_bin", "has_jobs"),
    [
        ("administrator", 0, False, True),
        ("moderator", 3, False, False),
        ("reporter", 3, True, False),
        ("chief", 3, True, True),
    ],
)
def test_numbers_and_jobs_stand_before_those_they_concern(
    hire: Hire, role: str, late: int, has_bin: bool, has_jobs: bool
) -> None:
    shown = page(hire(role))
    assert len(shown.late) == late
    assert bool(shown.kept) is has_bin
    assert bool(shown.jobs) is has_jobs


def test_who_has_no_rights_is_sent_to_the_list_at_the_side(client: Client, db: None) -> None:
    user = User.objects.create_user("nobody", is_staff=True)
    client.force_login(user)
    assert page(user).is_empty
    assert "board" in client.get(reverse("admin:index")).context


# What waits


@pytest.mark.three_reviews
def test_a_story_waits_for_others_than_who_wrote_it(
    draft: Draft, editor: User, reporter: User, director: User
) -> None:
    submitted(draft("编辑写的", created_by=editor), by=reporter)
    assert titles(editor, "mine") == []
    assert titles(director, "mine") == ["编辑写的"]


@pytest.mark.three_reviews
def test_the_longest_wait_comes_first_and_lateness_is_said(
    clock: Any, draft: Draft, editor: User, reporter: User
) -> None:
    submitted(draft("先来"), by=reporter)
    clock.shift(timedelta(hours=5))
    submitted(draft("后到"), by=reporter)
    clock.shift(timedelta(hours=1))
    first, second = rows(editor, "mine")
    assert [first.title, second.title] == ["先来", "后到"]
    assert "2" in first.late
    assert second.late == ""
    assert "Reporter" in facts(first)
    assert "6" in facts(first)
    assert [one.label for one in page(editor).late if not one.is_zero] != []


@pytest.mark.three_reviews
def test_a_story_comes_from_who_passed_it_last(
    draft: Draft, reporter: User, editor: User, director: User
) -> None:
    article = submitted(draft(), by=reporter)
    workflow.pass_(article, by=editor, version=article.version, level=Level.FIRST)
    (row,) = rows(director, "mine")
    assert "Editor" in facts(row)
    assert row.tone == ReviewState.SECOND
    review = reverse("admin:articles_article_review", args=[article.pk])
    assert row.buttons[0].address == review


def test_a_returned_story_shows_the_last_opinion(
    draft: Draft, reporter: User, editor: User
) -> None:
    article = draft("数字", created_by=reporter)
    for opinion in ("先改标题", "数字要核实"):
        article = submitted(article, by=reporter)
        article = workflow.return_(article, by=editor, version=article.version, opinion=opinion)
    (row,) = rows(reporter, "returned-to-me")
    assert row.quote == "数字要核实"
    assert "Editor" in facts(row)
    assert titles(editor, "returned-to-me") == []


def test_what_somebody_typed_and_did_not_save_is_theirs_alone(
    clock: Any, draft: Draft, reporter: User, editor: User
) -> None:
    def typed(article: Article | None, tab: str, hours: int) -> None:
        at = timezone.now() - timedelta(hours=hours)
        Autosave.objects.create(article=article, by=reporter, tab=tab, at=at, fields="")

    older, newer = draft("先写"), draft("后写")
    typed(older, "a", 9)
    typed(newer, "b", 30)
    typed(newer, "c", 2)
    typed(None, "d", 1)
    assert titles(reporter, "unsaved") == ["后写", "先写"]
    assert "2" in facts(rows(reporter, "unsaved")[0])
    assert titles(editor, "unsaved") == []


def test_what_is_signed_comes_off_the_list_when_it_is_published(
    signed: Callable[..., Article], chief: User
) -> None:
    article = signed(title="待发")
    assert titles(chief, "signed") == ["待发"]
    workflow.publish(article, by=chief, version=article.version)
    assert titles(chief, "signed") == []
    assert titles(chief, "today") == ["待发"]


def test_a_scheduled_story_shows_its_moment(
    clock: Any, put_out: Callable[..., Edition], chief: User
) -> None:
    put_out("后天", at=timezone.now() + timedelta(days=2))
    put_out("明天", at=timezone.now() + timedelta(days=1))
    assert titles(chief, "scheduled") == ["明天", "后天"]
    assert "11-21 10:00" in facts(rows(chief, "scheduled")[0])
    assert titles(chief, "today") == []


def test_today_names_each_story_once_and_says_what_is_gone(
    clock: Any,
    put_out: Callable[..., Edition],
    revise: Callable[..., Article],
    chief: User,
) -> None:
    put_out("昨天")
    clock.shift(timedelta(days=1))
    corrected = put_out("更正").article
    put_out(article=revise(corrected, kicker="新"), change="typo")
    gone = put_out("撤下").article
    clock.shift(timedelta(minutes=5))
    workflow.withdraw(gone, by=chief, reason="错")
    by_title = {row.title: row for row in rows(chief, "today")}
    assert set(by_title) == {"更正", "撤下"}
    assert by_title["更正"].buttons
    assert by_title["撤下"].state
    assert not by_title["撤下"].buttons


def test_a_green_signature_waits_for_somebody_else(
    draft: Draft, chief: User, director: User
) -> None:
    article = draft("急稿")
    workflow.green(article, by=chief, version=1, reason="突发停电")
    (own,), (row,) = rows(chief, "green"), rows(director, "green")
    assert row.quote == "突发停电"
    assert len(facts(own)) > len(facts(row))
    workflow.review_afterwards(article.passes.get(), by=director, opinion="无误")
    assert rows(director, "green") == []


# What comes in


def imported(number: int, article: Article | None, *severities: str) -> ImportRecord:
    return ImportRecord.objects.create(
        sha256=str(number),
        origin=f"{number}.txt",
        outcome="created" if article else "rejected",
        article=article,
        imported_at=timezone.now(),
        findings=[{"severity": one, "message": "缺日期", "code": "x"} for one in severities],
        original=b"",
    )


def test_an_import_is_named_until_its_findings_are_settled(draft: Draft, chief: User) -> None:
    imported(1, draft("干净"), "info")
    record = imported(2, draft("有错"), "error", "info", "warning")
    imported(3, None, "error")
    assert titles(chief, "imports") == ["3.txt", "有错"]
    assert "缺日期" in facts(rows(chief, "imports")[1])
    record.settled = {"0": {"by": chief.pk}, "2": {"by": chief.pk}}
    record.save()
    assert titles(chief, "imports") == ["3.txt"]


def test_only_the_newest_import_of_a_story_counts(draft: Draft, chief: User) -> None:
    article = draft("改过")
    imported(1, article, "error")
    imported(2, article)
    assert titles(chief, "imports") == []


def test_captions_wait_story_by_story(
    draft: Draft, with_photo: Callable[..., PhotoUse], chief: User, hire: Hire, reporter: User
) -> None:
    article, gone = draft("待图"), draft("废稿", created_by=reporter)
    for _number in range(2):
        with_photo(article, caption="图")
    with_photo(gone, caption="图")
    workflow.discard(gone, by=reporter)
    (row,) = rows(chief, "captions")
    assert row.title == "待图"
    assert "2" in str(row.state)
    assert "photo_uses" in rows(hire("moderator"), "captions")[0].address


@pytest.mark.parametrize(("days", "is_told"), [(-1, True), (0, True), (7, True), (8, False)])
def test_a_licence_that_ends_is_told_while_its_picture_is_before_readers(
    days: int,
    is_told: bool,
    draft: Draft,
    with_photo: Callable[..., PhotoUse],
    put_out: Callable[..., Edition],
    photo: Photo,
    chief: User,
) -> None:
    article = draft("有图")
    with_photo(article, photo)
    Photo.objects.filter(pk=photo.pk).update(expires_on=timezone.localdate() + timedelta(days))
    assert titles(chief, "licences") == []
    article.section.checklist = {"expired": "off"}
    article.section.save()
    put_out(article=article)
    assert titles(chief, "licences") == [str(photo)] * is_told


# Jobs


def ran(name: str, ago: timedelta = timedelta(0), trouble: str = "") -> None:
    now = timezone.now()
    JobRun.objects.create(
        name=name, started_at=now, finished_at=now, succeeded_at=now - ago, trouble=trouble
    )


@pytest.mark.parametrize(
    ("ago", "trouble", "tone"),
    [
        (timedelta(0), "", "is-good"),
        (timedelta(days=9), "", "is-care"),
        (timedelta(0), "信没有寄出", "is-bad"),
    ],
)
def test_a_job_is_told_with_its_trouble(
    client: Client, chief: User, ago: timedelta, trouble: str, tone: str
) -> None:
    for name in JOBS:
        ran(name, ago, trouble)
    client.force_login(chief)
    html = client.get(reverse("admin:index")).content.decode()
    jobs = html.partition('class="desk-jobs"')[2].partition("</ul>")[0]
    assert jobs.count(f"desk-pill {tone}") == len(JOBS)
    assert trouble in jobs
    assert "manage.py run_due" not in html


@pytest.mark.parametrize(("queue", "is_told"), [("database", True), ("process", False)])
def test_a_worker_that_does_not_run_is_told_where_there_should_be_one(
    client: Client, chief: User, settings: Any, queue: str, is_told: bool
) -> None:
    settings.TASK_QUEUE = queue
    asked = {"args_kwargs": {"args": [1], "kwargs": {}}, "run_after": get_date_max()}
    DBTaskResult.objects.create(task_path="articles.tasks.render_photo", **asked)
    DBTaskResult.objects.update(enqueued_at=timezone.now() - timedelta(minutes=6))
    client.force_login(chief)
    html = client.get(reverse("admin:index")).content.decode()
    assert ("manage.py db_worker" in html) == is_told


def test_a_job_that_never_ran_is_said_with_what_to_do(client: Client, chief: User) -> None:
    for name in list(JOBS)[1:]:
        ran(name)
    client.force_login(chief)
    html = client.get(reverse("admin:index")).content.decode()
    assert "manage.py run_due --loop" in html
    assert page(chief).jobs_address == ""


# Numbers


def test_a_long_list_shows_eight_rows_and_the_number_of_all(
    client: Client, draft: Draft, reporter: User
) -> None:
    for number in range(11):
        draft(f"第{number}篇", created_by=reporter)
    client.force_login(reporter)
    shown = page(reporter)
    block = next(one for one in shown.work if one.count == "11")
    assert len(block.rows) == 8
    assert client.get(block.address).context["cl"].result_count == 11


def test_every_number_leads_to_a_list_that_opens(
    client: Client, chief: User, site: SiteSettings
) -> None:
    client.force_login(chief)
    shown = page(chief)
    leading = [*shown.work, *shown.around, *shown.late, *shown.kept]
    answers = {one.address: client.get(one.address).status_code for one in leading}
    assert len(answers) == len(leading)
    assert set(answers.values()) == {200}


def test_an_empty_page_says_so_in_words(client: Client, chief: User) -> None:
    client.force_login(chief)
    html = client.get(reverse("admin:index")).content.decode()
    for block in (shown := page(chief)).work + shown.around:
        assert str(block.nothing) in html


# What it costs


@pytest.mark.parametrize("role", ["reporter", "editor", "director", "chief", "moderator"])
def test_the_page_stays_in_its_budget(
    client: Client,
    hire: Hire,
    draft: Draft,
    signed: Callable[..., Article],
    put_out: Callable[..., Edition],
    reporter: User,
    role: str,
) -> None:
    client.force_login(hire(role))
    for number in range(3):
        submitted(draft(f"送审{number}"), by=reporter)
        signed(title=f"待发{number}")
        put_out(f"已发{number}")
        imported(number, draft(f"导入{number}"), "error")
    client.get(reverse("admin:index"))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(reverse("admin:index")).status_code == 200
    assert len(queries) <= QUERY_BUDGET
