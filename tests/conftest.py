"""The cast (reporter, editor, chief, moderator), a frozen clock, and stories to play with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.db import connection
from django.test import TransactionTestCase
from django.utils import timezone
from PIL import Image

from articles import photodesk, richtext, search, text, workflow
from articles.choices import (
    LEVEL_OF_STATE,
    WITH_WRITER,
    CreditRole,
    Level,
    ReviewState,
    RevisionReason,
)
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    Edition,
    Person,
    Photo,
    PhotoUse,
    Section,
    SiteSettings,
    Source,
    User,
    guards,
)
from comments.screening import lexicon
from newsroom.roles import ROLES, ensure_roles

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
GIVEN = SEEDS / "000_5794c3ae3ae903ec.txt"
NOW = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def private_folders(tmp_path: Path, settings: Any) -> None:
    """No test writes beside the project."""
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path / "originals"},
        },
        "renditions": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {
                "location": tmp_path / "renditions",
                "base_url": "/media/",
                "allow_overwrite": True,
            },
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(autouse=True, scope="session")
def emptied_between_tests() -> Iterator[None]:
    """A test with real transactions empties the database afterwards, guarded tables too, and
    leaves the groups of the session behind."""
    flush = TransactionTestCase._fixture_teardown

    def lifted_and_flushed(self: TransactionTestCase) -> None:
        guards.lift(connection)
        with connection.cursor() as cursor:
            # The indexes are no models, so that a flush does not know of them.
            for table in (search.PHOTO_WORDS, search.EDITION_WORDS):
                cursor.execute(f"DELETE FROM {table}")  # noqa: S608
        flush(self)  # Emits post_migrate, which sets the guards anew.
        ensure_roles()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lifted_and_flushed)
        yield


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    lexicon.forget()
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still at NOW until a test moves it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def cache_clock(clock: time_machine.Traveller, settings: Any) -> time_machine.Traveller:
    """The clock, and a cache that goes by it; Redis has one of its own."""
    backend = "django.core.cache.backends.locmem.LocMemCache"
    settings.CACHES = {"default": {"BACKEND": backend, "LOCATION": "by the clock"}}
    cache.clear()
    return clock


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> None:
    """The groups are there from the beginning: made anew, they cost each test as much as it does
    itself."""
    with django_db_blocker.unblock():
        ensure_roles()


def role_groups() -> dict[str, Group]:
    found = Group.objects.in_bulk([role.name for role in ROLES], field_name="name")
    return {role.code: found[role.name] for role in ROLES}


@pytest.fixture
def hire(db: None) -> Callable[[str], User]:
    """Makes somebody who plays a role."""
    groups = role_groups()

    def hired(role: str) -> User:
        user = User.objects.create_user(f"{role}-{User.objects.count()}", real_name=role.title())
        user.is_staff = True
        user.save()
        user.groups.add(groups[role])
        return user

    return hired


@pytest.fixture
def reporter(hire: Callable[[str], User]) -> User:
    return hire("reporter")


@pytest.fixture
def editor(hire: Callable[[str], User]) -> User:
    return hire("editor")


@pytest.fixture
def director(hire: Callable[[str], User]) -> User:
    return hire("director")


@pytest.fixture
def chief(hire: Callable[[str], User]) -> User:
    return hire("chief")


@pytest.fixture
def moderator(hire: Callable[[str], User]) -> User:
    return hire("moderator")


@pytest.fixture
def site(db: None) -> SiteSettings:
    return SiteSettings.objects.create(
        name="成都高新",
        slogan="有态度的新闻",
        app_name="成都高新",
        app_link="https://example.org/app",
    )


@pytest.fixture
def section(db: None, request: pytest.FixtureRequest) -> Section:
    """With one review, since most tests need a published story and not how it came to be one;
    with all three where a test is marked `three_reviews`."""
    levels = None if request.node.get_closest_marker("three_reviews") else 1
    given = {"slug": "yaowen", "levels": levels}
    section, _new = Section.objects.get_or_create(name="要闻", defaults=given)
    return section


@pytest.fixture
def source(db: None) -> Source:
    name = "成都日报\u00b7锦观新闻"
    return Source.objects.by_key([name]).get(text.name_key(name)) or Source.objects.create(
        name=name
    )


@pytest.fixture
def draft(section: Section, source: Source) -> Callable[..., Article]:
    """Writes a story that is complete enough to be published."""

    def written(title: str = "样稿", **fields: Any) -> Article:
        body = richtext.from_blocks([("paragraph", f"这是\u201c{title}\u201d的正文\u3002")])
        article = Article.objects.create(
            **{"title": title, "section": section, "body": body} | fields
        )
        ArticleSource.objects.create(article=article, source=source)
        person = Person.objects.create(name="袁也然")
        Credit.objects.create(article=article, person=person, role=CreditRole.EDITOR)
        return article

    return written


@pytest.fixture
def signed(
    draft: Callable[..., Article], reporter: User, editor: User, director: User, chief: User
) -> Callable[..., Article]:
    """Takes a story, new or given, through the reviews of its section up to the signature."""
    reviewers = {Level.FIRST: editor, Level.SECOND: director, Level.FINAL: chief}

    def through(article: Article | None = None, **fields: Any) -> Article:
        article = Article.objects.get(pk=(article or draft(**fields)).pk)
        if article.state in WITH_WRITER:
            article = workflow.submit(article, by=reporter, version=article.version)
        while (state := ReviewState(article.state)) != ReviewState.SIGNED:
            level = LEVEL_OF_STATE[state]
            workflow.pass_(article, by=reviewers[level], version=article.version, level=level)
            article.refresh_from_db()
        return article

    return through


@pytest.fixture
def put_out(signed: Callable[..., Article], chief: User) -> Callable[..., Edition]:
    """Publishes a story, new or given, with all its reviews."""

    def published(title: str = "样稿", **fields: Any) -> Edition:
        asked = {name: fields.pop(name) for name in ("at", "change", "note") if name in fields}
        article = fields.pop("article", None)
        article = signed(article) if article else signed(title=title, **fields)
        return workflow.publish(article, by=chief, version=article.version, **asked)

    return published


@pytest.fixture
def revise(reporter: User) -> Callable[..., Article]:
    """Saves a change as the desk does."""

    def revised(article: Article, by: User | None = None, **fields: Any) -> Article:
        article = Article.objects.get(pk=article.pk)
        workflow.claim_version(article, article.version, by=by or reporter)
        for name, value in fields.items():
            setattr(article, name, value)
        article.updated_by, article.updated_at = by or reporter, timezone.now()
        article.save()
        workflow.record_save(article, by=by or reporter, reason=RevisionReason.SAVE)
        return Article.objects.get(pk=article.pk)

    return revised


def picture_bytes(width: int = 800, height: int = 600, color: str = "navy") -> bytes:
    out = BytesIO()
    Image.new("RGB", (width, height), color).save(out, "JPEG")
    return out.getvalue()


@pytest.fixture
def photo(db: None) -> Photo:
    return photodesk.take_in(picture_bytes(), "a.jpg")


@pytest.fixture
def with_photo() -> Callable[..., PhotoUse]:
    """Puts a photo (or a waiting caption) at the end of a story's body."""

    def placed(article: Article, photo: Photo | None = None, **fields: Any) -> PhotoUse:
        use = PhotoUse.objects.create(article=article, photo=photo, **fields)
        article.body += richtext.from_blocks([("photo", use.key)])
        article.save()
        return use

    return placed
