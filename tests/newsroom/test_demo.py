"""The demo refuses before it works, ends the same however often it runs, hands keys out once."""

from __future__ import annotations

import os
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from articles import photodesk
from articles.choices import ArticleKind, PhotoKind, ReviewState
from articles.models import (
    Article,
    Edition,
    Photo,
    PhotoUse,
    Section,
    SiteSettings,
    Source,
    User,
)
from comments.models import Comment
from newsroom import reference, showcase
from newsroom.management.commands import demo
from newsroom.roles import ROLES

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
GIVEN = "000_5794c3ae3ae903ec"


@pytest.fixture
def seeds(tmp_path: Path) -> Path:
    """The given document and two samples, with their pictures; enough, and quick."""
    folder = tmp_path / "seeds"
    (folder / "photos").mkdir(parents=True)
    for path in [SEEDS / f"{GIVEN}.txt", *sorted(SEEDS.glob("0[12]0_*.txt"))]:
        shutil.copy(path, folder)
        for picture in (SEEDS / "photos").glob(f"{path.stem}_*"):
            shutil.copy(picture, folder / "photos")
    return folder


def run(seeds: Path, **options: Any) -> str:
    out = StringIO()
    given = {"no_serve": True, "seeds": seeds, "stdout": out, "stderr": out}
    call_command("demo", **given | options)
    return out.getvalue()


def counts() -> dict[str, int]:
    """Rows of every model of ours and of the sign-ins."""
    ours = [
        model
        for app in ("articles", "comments", "auth")
        for model in apps.get_app_config(app).get_models()
    ]
    return {model.__name__: model.objects.count() for model in ours}


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        held.listen()
        yield held.getsockname()[1]


def test_a_real_paper_gets_no_sample_stories(seeds: Path, settings: Any, db: None) -> None:
    settings.SITE_URL = "https://news.example.org"
    with pytest.raises(CommandError, match=re.escape(settings.SITE_URL)):
        run(seeds)
    assert not User.objects.exists()


@pytest.mark.parametrize("port", [-1, 99999])
def test_an_impossible_port_is_a_sentence(port: int, seeds: Path) -> None:
    with pytest.raises(CommandError, match=str(port)):
        run(seeds, no_serve=False, port=port)


def test_a_taken_port_is_refused_before_any_work(taken: int, seeds: Path, db: None) -> None:
    with pytest.raises(CommandError, match=str(taken)):
        run(seeds, no_serve=False, port=taken)
    assert not User.objects.exists()


def test_a_folder_without_stories_is_a_sentence(tmp_path: Path, db: None) -> None:
    with pytest.raises(CommandError, match=re.escape(str(tmp_path))):
        run(tmp_path)


def test_the_demo_ends_in_a_site_to_read(seeds: Path, db: None) -> None:
    said = run(seeds)
    assert Edition.objects.live().count() == 3
    assert "127.0.0.1:8000/desk/" in said
    front = Client().get("/")
    assert SiteSettings.objects.get().name in front.content.decode()
    given = Edition.objects.live().get(title__contains="成都市党政代表团")
    assert given.kind == ArticleKind.REPRINT
    assert given.section.parent is not None
    assert Client().get(given.get_absolute_url()).status_code == 200


def test_photos_with_no_words_between_them_hang_as_galleries(draft: Any, with_photo: Any) -> None:
    article = draft()
    uses = [with_photo(article, caption=f"图{number}") for number in range(3)]
    article.body += "<p>又一段\u3002</p>"
    uses.append(with_photo(article, caption="图4"))
    showcase.hang_photos(article)
    kept = [PhotoUse.objects.get(pk=use.pk).in_gallery for use in uses]
    assert kept == [True, True, True, False]


def test_the_sample_picture_from_the_archive_is_called_one(draft: Any, with_photo: Any) -> None:
    (name,) = showcase.KINDS
    raw = (SEEDS / "photos" / name).read_bytes()
    article = draft()
    with_photo(article, photodesk.take_in(raw, name))
    showcase.hang_photos(article)
    assert Photo.objects.get().kind == PhotoKind.ARCHIVE


def test_a_second_run_changes_nothing(seeds: Path, db: None) -> None:
    run(seeds)
    before, passwords = counts(), dict(User.objects.values_list("username", "password"))
    changed = SiteSettings.objects.get().public_changed_at
    run(seeds)
    assert counts() == before
    assert dict(User.objects.values_list("username", "password")) == passwords
    assert SiteSettings.objects.get().public_changed_at == changed


@pytest.mark.parametrize("name", ["bring_out", "approve_imported"])
def test_a_run_that_was_killed_can_be_repeated(
    name: str, seeds: Path, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[..., Any] = getattr(showcase, name)
    calls: list[Any] = []

    def killed(*args: Any, **kwargs: Any) -> Any:
        calls.append(args)
        if len(calls) == 2 or name != "bring_out":
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    with monkeypatch.context() as patched:
        patched.setattr(showcase, name, killed)
        with pytest.raises(KeyboardInterrupt):
            run(seeds)
    said = run(seeds)
    assert Edition.objects.live().count() == 3
    assert Article.objects.count() == 3
    assert len(passwords_in(said)) == len(ROLES)


def passwords_in(said: str) -> dict[str, str]:
    codes = "|".join(role.code for role in ROLES)
    return dict(re.findall(rf"^  ({codes}) +(\S{{16,}})$", said, re.MULTILINE))


def test_each_role_gets_a_key_that_opens_the_desk(seeds: Path, db: None) -> None:
    given = passwords_in(run(seeds))
    assert given.keys() == {role.code for role in ROLES}
    assert len(set(given.values())) == len(ROLES)
    for name, password in given.items():
        user = User.objects.get(username=name)
        assert user.check_password(password)
        assert user.is_staff


def test_no_key_is_shown_twice(seeds: Path, db: None) -> None:
    first = passwords_in(run(seeds))
    again = run(seeds)
    assert not any(password in again for password in first.values())
    assert passwords_in(again) == {}


def test_a_user_who_was_there_before_keeps_the_password(seeds: Path, db: None) -> None:
    User.objects.create_user(
        "chief", password="an old and good one", is_staff=True, is_superuser=True
    )
    assert "chief" not in passwords_in(run(seeds))
    assert User.objects.get(username="chief").check_password("an old and good one")


def test_a_story_in_an_editors_hands_is_not_published(seeds: Path, db: None, hire: Any) -> None:
    call_command("load_reference_data", stdout=StringIO())
    call_command("import_articles", str(seeds / f"{GIVEN}.txt"), stdout=StringIO())
    story = Article.objects.get()
    story.updated_by = hire("editor")
    story.save()
    said = run(seeds)
    assert not story.editions.exists()
    assert f"#{story.pk}" in said


def test_imported_comments_are_approved_and_a_readers_waits(seeds: Path, db: None) -> None:
    run(seeds)
    story = Edition.objects.live().first()
    assert story is not None
    written = Comment.objects.create(
        article=story.article, author_name="读者", posted_at=timezone.now(), text="新来的"
    )
    run(seeds)
    assert Comment.objects.get(pk=written.pk).state == "waiting"
    assert not Comment.objects.filter(origin="imported", state="waiting").exists()


def test_every_sample_story_is_published_and_some_are_on_the_desk_again(db: None) -> None:
    said = run(SEEDS)
    assert Edition.objects.live().count() == len(list(SEEDS.glob("*.txt"))), said
    assert Section.objects.filter(editions__isnull=False).distinct().count() >= 6
    on_the_desk = Article.objects.exclude(state=ReviewState.SIGNED)
    assert {story.state for story in on_the_desk} == {"first", "second", "final", "returned"}
    before = counts()
    showcase.lay_out([str(path) for path in SEEDS.glob("*.txt")], cast())
    assert counts() == before


def cast() -> dict[str, User]:
    return {user.username: user for user in User.objects.all()}


def test_reference_data_leaves_an_editors_work_alone(db: None) -> None:
    reference.load()
    Section.objects.filter(slug="yaowen").update(name="头条", rank=9)
    Source.objects.filter(name="新华社").delete()
    again = reference.load()
    assert Section.objects.get(slug="yaowen").name == "头条"
    assert (again.sections, again.sources, again.settings) == (0, 1, 0)


def test_reference_data_knows_the_given_source_by_its_names(db: None) -> None:
    reference.load()
    known = Source.objects.by_key(["锦观新闻", "成都日报\u00b7锦观新闻"])
    assert len(set(known.values())) == 1
    assert next(iter(known.values())).listing == "listed"


def test_the_server_takes_the_place_of_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda path, command: started.append(command))
    monkeypatch.setattr(os, "chdir", lambda path: None)
    monkeypatch.setattr(demo.connections, "close_all", lambda: None)
    monkeypatch.setenv("SITE_URL", "")
    demo.Command(stdout=StringIO()).serve(8014)
    (command,) = started
    assert "127.0.0.1" in command
    assert "8014" in command
    assert "newsroom.wsgi:application" in command
