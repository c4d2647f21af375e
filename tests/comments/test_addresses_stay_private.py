"""From where a comment came is on no page, in no feed, in no log, and in no column as it is."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from articles import workflow
from articles.models import Article, Section, User
from comments import challenge, moderation, sealing
from comments.identity import Sender
from comments.models import Comment, Whereabouts
from comments.posting import post
from tests.test_drafts_stay_private import public_urls

#: An address, the network that it is marked by, and a port, none of which stands anywhere else.
ADDRESS, NETWORK, PORT = "2001:db8:feed:beef::51", "2001:db8:feed:beef", 47_123
TOLD = (NETWORK, str(PORT))

#: Tables of the letters page that have nothing of a reader.
OF_NOBODY = {
    "comments_lettersrule",
    "comments_letterssettings",
    "comments_phrase",
    "comments_tally",
}


@pytest.fixture
def comment(live: Article, moderator: User) -> Comment:
    """Posted from the address and shown; its network is banned."""
    sender = Sender(ADDRESS, PORT)
    sent = challenge.Sending(opened=challenge.issue(live.pk))
    posted = post(live.pk, name="读者", text="地址在哪里", sender=sender, sending=sent)
    assert sealing.unseal(Whereabouts.objects.get().sealed) == sealing.Opened(ADDRESS, PORT)
    moderation.approve(posted, by=moderator)
    moderation.ban_network(posted, by=moderator, reason="发广告", days=7)
    return Comment.objects.get(pk=posted.pk)


def leaks(text: str) -> list[str]:
    return [told for told in TOLD if told in text]


def test_no_readers_page_tells_it(comment: Comment, section: Section, live: Article) -> None:
    asked = public_urls(live, section)
    asked += [
        reverse("comments:thread", args=[live.pk, comment.pk]),
        reverse("comments:report", args=[live.pk, comment.pk]),
        f"/api/v1/stories/{live.pk}/comments",
    ]
    client = Client()
    bodies = {address: body_of(client, address) for address in asked}
    assert {address: leaks(body) for address, body in bodies.items() if leaks(body)} == {}
    assert "地址在哪里" in "".join(bodies.values())


def desk_addresses(comment: Comment) -> Iterator[str]:
    for model in apps.get_app_config("comments").get_models():
        name = f"admin:{model._meta.label_lower.replace('.', '_')}"
        try:
            yield reverse(f"{name}_changelist")
        except NoReverseMatch:
            continue
    yield reverse("admin:index")
    for change in (comment, comment.writer, comment.article):
        assert change is not None
        label = change._meta.label_lower.replace(".", "_")
        yield reverse(f"admin:{label}_change", args=[change.pk])


@pytest.mark.parametrize("role", ["moderator", "chief", "administrator"])
def test_no_page_of_the_desk_tells_it(
    role: str, comment: Comment, hire: Callable[[str], User], client: Client
) -> None:
    """The chief and the administrator see it where they say why, and nowhere else."""
    user = hire(role)
    user.is_superuser = role == "administrator"
    user.save()
    client.force_login(user)
    statuses, marks = [], sealing.network_marks(ADDRESS)
    for address in desk_addresses(comment):
        answer = client.get(address, follow=True)
        statuses.append(answer.status_code)
        text = answer.content.decode()
        assert leaks(text) == [], address
        assert not any(mark in text for mark in marks), address
    assert len(statuses) > 8
    assert statuses.count(200) > 4


def test_no_column_of_the_database_has_it(comment: Comment, chief: User) -> None:
    workflow.withdraw(comment.article, by=chief, reason="撤稿")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608
            kept = "\n".join(map(str, cursor.fetchall()))
            assert leaks(kept) == [], table
            assert ADDRESS not in kept


def test_no_log_and_no_letter_has_it(
    live: Article, moderator: User, caplog: pytest.LogCaptureFixture, client: Client
) -> None:
    with caplog.at_level(logging.DEBUG):
        for _ in range(8):  # Some are turned away, which may be logged.
            client.post(
                reverse("comments:story", args=[live.pk]),
                {"name": "读者", "text": "写得好", "opened": challenge.issue(live.pk)},
                REMOTE_ADDR=ADDRESS,
                REMOTE_PORT=str(PORT),
            )
    assert Comment.objects.exists()
    assert leaks("\n".join(str(vars(record)) for record in ours(caplog))) == []
    assert leaks("".join(str(letter.body) for letter in mail.outbox)) == []


def test_every_table_says_what_it_keeps_of_people() -> None:
    explained = (Path(__file__).resolve().parents[2] / "SECURITY.md").read_text()
    tables = {model._meta.db_table for model in apps.get_app_config("comments").get_models()}
    assert tables >= OF_NOBODY
    assert {table for table in tables - OF_NOBODY if f"`{table}`" not in explained} == set()


def ours(caplog: pytest.LogCaptureFixture) -> Iterator[logging.LogRecord]:
    """Without what Django's own logger of statements is given as parameters."""
    return (record for record in caplog.records if not record.name.startswith("django.db"))


def body_of(client: Client, address: str) -> str:
    answer = client.get(address, headers={"accept": "application/json, text/html"})
    parts = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(parts).decode("utf-8", "replace")
