"""Who is trusted, as a table, in one query."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles.jobs import system_user
from articles.models import User
from comments import moderation
from comments.choices import Trust
from comments.models import Writer
from comments.trust import MEMORY, is_trusted
from tests.comments.conftest import Write

DAY = timedelta(days=1)

#: How many were approved, what else happened, and whether that is enough where 3 are asked for.
EARNED: list[tuple[int, str, bool]] = [
    (0, "", False),
    (2, "", False),
    (3, "", True),
    (4, "", True),
    (2, "one waits", False),
    (2, "one is shown ahead", False),
    (3, "rejected yesterday", False),
    (3, "rejected long ago", True),
    (3, "refused by screening", True),
    (3, "banned", False),
    (3, "ban lifted", True),
    (3, "another one banned", True),
]


@pytest.fixture
def writer(db: None) -> Writer:
    return Writer.objects.create(name="\u8bfb\u8005")


def befall(what: str, writer: Writer, write: Write, moderator: User) -> None:
    now, rejected = timezone.now(), {"writer": writer, "state": "rejected"}
    if what == "one waits":
        write(writer=writer)
    elif what == "one is shown ahead":
        write(writer=writer, state="ahead")
    elif what == "rejected yesterday":
        write(**rejected, decided_at=now - DAY)
    elif what == "rejected long ago":
        write(**rejected, decided_at=now - MEMORY - DAY)
    elif what == "refused by screening":
        write(**rejected, decided_by=system_user())
    elif what:
        banned = Writer.objects.create() if what == "another one banned" else writer
        ban = moderation.ban_writer(banned, by=moderator, reason="x", days=None)
        if what == "ban lifted":
            moderation.lift(ban, by=moderator)


@pytest.mark.parametrize(("approved", "what", "trusted"), EARNED)
def test_trust_is_earned(
    approved: int,
    what: str,
    trusted: bool,
    writer: Writer,
    shown: Write,
    write: Write,
    moderator: User,
    django_assert_num_queries: Any,
) -> None:
    for row in range(approved):
        shown(str(row), writer=writer)
    shown("\u522b\u4eba", writer=Writer.objects.create())
    befall(what, writer, write, moderator)
    with django_assert_num_queries(1):
        assert is_trusted(writer, 3, timezone.now()) is trusted


@pytest.mark.parametrize(("trust", "trusted"), [(Trust.TRUSTED, True), (Trust.WATCHED, False)])
def test_what_a_moderator_set_holds(
    trust: Trust, trusted: bool, writer: Writer, shown: Write, write: Write
) -> None:
    writer.trust = trust
    state = "rejected" if trusted else "approved"
    write(writer=writer, state=state)
    assert is_trusted(writer, 1, timezone.now()) is trusted


def test_nobody_is_not_trusted(db: None) -> None:
    assert not is_trusted(None, 1, timezone.now())


def test_nobody_is_trusted_for_nothing(writer: Writer) -> None:
    assert not is_trusted(writer, 0, timezone.now())
