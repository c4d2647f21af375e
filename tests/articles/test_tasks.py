"""The queue: what is ordered, when, who does it, and how it is told when nobody does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import jobs, photodesk, renditions, tasks
from articles.models import Photo
from tests.conftest import picture_bytes


@pytest.fixture
def worker(settings: Any) -> None:
    """Work is left to a worker."""
    settings.TASK_QUEUE = "database"
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def let_work() -> None:
    call_command("db_worker", "--batch", "--interval", "0", "--no-startup-delay", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_ordered_of_what_is_rolled_back(worker: None) -> None:
    with transaction.atomic():
        photodesk.take_in(picture_bytes(), "a.jpg")
        assert not DBTaskResult.objects.exists()
        transaction.set_rollback(True)
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_worker_makes_the_sizes_that_an_upload_ordered(worker: None) -> None:
    photo = photodesk.take_in(picture_bytes(), "a.jpg")
    assert Photo.objects.get().needs_rendering
    assert tasks.is_busy(timezone.now())
    let_work()
    made = Photo.objects.get()
    assert not made.needs_rendering
    assert made.made["shapes"].keys() == renditions.SHAPES.keys()
    assert photo.made["digest"] == made.made["digest"]
    assert not tasks.is_busy(timezone.now())
    assert tasks.state(timezone.now()).trouble == ""
    assert tasks.state(timezone.now()).last_success is not None


@pytest.mark.django_db(transaction=True)
def test_a_failure_in_the_process_costs_no_upload_and_is_tried_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(renditions.making, "make", lambda *args: 1 / 0)
        photo = photodesk.take_in(picture_bytes(), "a.jpg")
    assert Photo.objects.get(pk=photo.pk).needs_rendering
    assert jobs.make_sizes(timezone.now()) == 1
    assert not Photo.objects.get(pk=photo.pk).needs_rendering


# How it stands


def waiting(minutes: int, **columns: Any) -> None:
    photo = photodesk.take_in(picture_bytes(width=300 + minutes), "a.jpg")
    tasks.render_photo.enqueue(photo.pk)
    at = timezone.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.update(enqueued_at=at, **columns)


@pytest.mark.parametrize(("minutes", "is_told"), [(1, False), (6, True)])
def test_work_that_waits_for_long_is_told(
    minutes: int, is_told: bool, db: None, worker: None
) -> None:
    waiting(minutes)
    assert ("db_worker" in tasks.state(timezone.now()).trouble) == is_told
    told = [state for state in jobs.health() if state.name == "worker"]
    assert [state.name for state in told] == ["worker"] * is_told


def test_a_worker_that_gets_on_with_a_lot_of_work_is_no_trouble(db: None, worker: None) -> None:
    now = timezone.now()
    waiting(6)
    photo = Photo.objects.get()
    tasks.render_photo.enqueue(photo.pk)
    newest = DBTaskResult.objects.order_by("-enqueued_at")[:1].values_list("pk", flat=True)
    done = DBTaskResult.objects.filter(pk__in=list(newest))
    done.update(status="SUCCESSFUL", finished_at=now - timedelta(minutes=1))
    assert tasks.state(now).trouble == ""
    done.update(finished_at=now - timedelta(minutes=6))
    assert "db_worker" in tasks.state(now).trouble


def test_what_failed_is_told_for_a_day(db: None, worker: None) -> None:
    now = timezone.now()
    waiting(0, status="FAILED", finished_at=now - timedelta(hours=23))
    assert "1" in tasks.state(now).trouble
    assert tasks.state(now + timedelta(hours=2)).trouble == ""


def test_without_a_worker_nothing_is_told_of_one(db: None) -> None:
    assert [state.name for state in jobs.health() if state.name == "worker"] == []


def test_what_was_done_is_forgotten_after_a_day(db: None, worker: None) -> None:
    waiting(0, status="SUCCESSFUL", finished_at=timezone.now() - timedelta(hours=20))
    assert tasks.forget_done(timezone.now()) == 0
    DBTaskResult.objects.update(finished_at=timezone.now() - timedelta(hours=25))
    assert tasks.forget_done(timezone.now()) == 1


def test_what_a_killed_worker_left_behind_is_forgotten_after_a_day(db: None, worker: None) -> None:
    now = timezone.now()
    waiting(0, status="RUNNING", started_at=now - timedelta(hours=23))
    assert tasks.forget_done(now) == 0
    assert tasks.forget_done(now + timedelta(hours=2)) == 1


# The jobs that look after photos


def test_while_a_worker_has_work_the_job_leaves_it_to_do_it(db: None, worker: None) -> None:
    waiting(1)
    assert jobs.make_sizes(timezone.now()) == 0
    DBTaskResult.objects.all().delete()
    assert jobs.make_sizes(timezone.now()) == 1


@pytest.mark.parametrize("status", ["READY", "RUNNING"])
def test_what_a_worker_does_not_do_the_job_does(status: str, db: None, worker: None) -> None:
    waiting(6, status=status, started_at=timezone.now() - timedelta(minutes=6))
    assert jobs.make_sizes(timezone.now()) == 1


def test_a_photo_that_fails_is_named_and_the_others_have_their_turn(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = [photodesk.take_in(picture_bytes(width=300 + n), "b.jpg") for n in range(3)]
    render = renditions.render

    def failing(pk: int) -> Photo:
        return 1 / 0 if pk == photo.pk else render(pk)  # type: ignore[return-value]

    monkeypatch.setattr(renditions, "render", failing)
    with pytest.raises(jobs.Trouble, match=f"#{photo.pk}") as trouble:
        jobs.make_sizes(timezone.now())
    assert trouble.value.done == len(others)
    assert set(Photo.objects.unrendered()) == {photo}


def test_a_run_ends_in_time_for_the_other_jobs(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    photodesk.take_in(picture_bytes(width=300), "b.jpg")
    monkeypatch.setattr(jobs, "TURN", timedelta())
    assert [jobs.make_sizes(timezone.now()) for _run in range(3)] == [1, 1, 0]


def test_the_job_names_photos_that_have_no_sizes_and_does_not_try_them_forever(
    photo: Photo,
) -> None:
    photo.file.storage.delete(photo.file.name)
    with pytest.raises(jobs.Trouble, match=f"#{photo.pk}"):
        jobs.make_sizes(timezone.now())
    assert jobs.make_sizes(timezone.now()) == 0


def test_a_picture_whose_licence_ended_yesterday_is_taken_from_readers(photo: Photo) -> None:
    renditions.render(photo.pk)
    today = timezone.localdate()
    Photo.objects.update(expires_on=today)
    assert jobs.end_licences(timezone.now()) == 0
    names = renditions.names(photo.token, Photo.objects.get().made)
    Photo.objects.update(expires_on=today - timedelta(days=1))
    assert jobs.end_licences(timezone.now()) == 1
    assert not any(renditions.storage().exists(name) for name in names)
    assert jobs.end_licences(timezone.now()) == 0


def test_a_picture_that_cannot_be_taken_from_readers_is_named_and_tried_again(
    photo: Photo, monkeypatch: pytest.MonkeyPatch
) -> None:
    Photo.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    with monkeypatch.context() as broken:
        broken.setattr(renditions.storage(), "delete", lambda name: 1 / 0)
        with pytest.raises(jobs.Trouble, match=f"#{photo.pk}"):
            jobs.end_licences(timezone.now())
    assert jobs.end_licences(timezone.now()) == 1
    assert not list(renditions.making.lying(photo.token))


def test_replaced_sizes_are_deleted_after_a_week(photo: Photo) -> None:
    made = renditions.render(photo.pk).made
    photo = Photo.objects.get()
    photo.focus_x, photo.focus_y = 0, 0
    photodesk.keep(photo)
    renditions.render(photo.pk)
    now = timezone.now()
    assert jobs.clear_sizes(now + timedelta(days=6)) == 0
    assert jobs.clear_sizes(now + timedelta(days=8)) == len(renditions.names(photo.token, made))
