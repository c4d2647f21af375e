"""Who is told of an act and who is not, in which ways, and what goes out as letters."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.mail.backends import locmem
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import notices, workflow
from articles.choices import CreditRole, DeskVerb, EditionChange, Level, NoticeKind
from articles.models import Article, Credit, Edition, Notice, Person, SiteSettings, User
from articles.notices import letters, telling

pytestmark = pytest.mark.three_reviews

Draft = Callable[..., Article]
Hire = Callable[[str], User]

WAITS, RETURNED = NoticeKind.WAITS, NoticeKind.RETURNED


def told(kind: NoticeKind, **fields: Any) -> set[User]:
    return {notice.to for notice in Notice.objects.filter(kind=kind, **fields)}


def submitted(article: Article, by: User, **fields: Any) -> Article:
    Article.objects.filter(pk=article.pk).update(**fields)
    return workflow.submit(article, by=by, version=article.version)


def passed(article: Article, by: User, level: Level) -> Article:
    workflow.pass_(article, by=by, version=article.version, level=level)
    return Article.objects.get(pk=article.pk)


# Who waits


def writes(article: Article, user: User) -> None:
    Article.objects.filter(pk=article.pk).update(created_by=user)


def changed_it_last(article: Article, user: User) -> None:
    Article.objects.filter(pk=article.pk).update(text_by=user)


def is_named_as_reporter(article: Article, user: User) -> None:
    person = Person.objects.create(name="王伟", user=user)
    Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER)


def has_left(article: Article, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def has_no_desk(article: Article, user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_staff=False)


def holds_every_right_and_no_role(article: Article, user: User) -> None:
    user.groups.clear()
    User.objects.filter(pk=user.pk).update(is_superuser=True)


@pytest.mark.parametrize(
    "part",
    [
        writes,
        changed_it_last,
        is_named_as_reporter,
        has_left,
        has_no_desk,
        holds_every_right_and_no_role,
    ],
)
def test_somebody_who_could_not_or_should_not_review_is_not_called(
    part: Callable[[Article, User], None], draft: Draft, reporter: User, editor: User, hire: Hire
) -> None:
    article, other = draft(), hire("editor")
    part(article, other)
    submitted(Article.objects.get(pk=article.pk), reporter)
    assert told(WAITS) == {editor}


def test_who_hands_a_story_in_is_not_called_to_it(draft: Draft, editor: User, hire: Hire) -> None:
    other = hire("editor")
    submitted(draft(), editor)
    assert told(WAITS) == {other}


def test_a_submission_calls_everybody_who_may_pass_the_first_review(
    draft: Draft, reporter: User, editor: User, director: User, chief: User, moderator: User
) -> None:
    article = submitted(draft("河堤"), reporter)
    assert told(WAITS, article=article, read_at=None) == {editor, director, chief}
    notice = Notice.objects.filter(to=editor).get()
    assert "河堤" in notice.sentence
    assert notice.by == reporter


def test_a_pass_calls_the_next_level_without_who_passed(
    draft: Draft, reporter: User, director: User, chief: User, hire: Hire
) -> None:
    other = hire("director")
    article = passed(submitted(draft(), reporter), director, Level.FIRST)
    assert told(WAITS, article=article, read_at=None) == {other, chief}


def test_a_change_after_a_pass_calls_the_lower_level_again(
    draft: Draft, reporter: User, editor: User, director: User, chief: User, revise: Any
) -> None:
    article = passed(submitted(draft(), reporter), editor, Level.FIRST)
    revise(article, body="<p>改过的正文</p>", by=chief)
    assert told(WAITS, read_at=None) == {editor, director}


def take_back(article: Article, reporter: User, chief: User) -> None:
    workflow.take_back(article, by=reporter, version=article.version)


def send_back(article: Article, reporter: User, chief: User) -> None:
    workflow.return_(article, by=chief, version=article.version, opinion="再核")


def sign_at_once(article: Article, reporter: User, chief: User) -> None:
    workflow.green(article, by=chief, version=article.version, reason="突发")


@pytest.mark.parametrize("act", [take_back, send_back, sign_at_once])
def test_nobody_is_called_to_work_that_is_done(
    act: Callable[[Article, User, User], None],
    draft: Draft,
    reporter: User,
    editor: User,
    chief: User,
) -> None:
    article, other = submitted(draft(), reporter), submitted(draft("别的"), reporter)
    act(article, reporter, chief)
    assert told(WAITS, article=article, read_at=None) == set()
    assert told(WAITS, article=other, read_at=None) == {editor, chief}


# Whose story it is


def test_a_return_tells_each_writer_once_and_why(
    draft: Draft, reporter: User, editor: User, hire: Hire
) -> None:
    author = hire("reporter")
    article = submitted(draft(), reporter, created_by=author, text_by=author)
    workflow.return_(article, by=editor, version=1, opinion="数字与\n通稿不符")
    rows = Notice.objects.filter(kind=RETURNED)
    assert sorted(row.to_id for row in rows) == sorted([reporter.pk, author.pk])
    assert all("数字与通稿不符" in row.sentence.replace(" ", "") for row in rows)


def test_nobody_is_told_of_their_own_act(draft: Draft, chief: User, reporter: User) -> None:
    article = draft(created_by=chief, text_by=chief, submitted_by=reporter)
    workflow.acting.record(article, DeskVerb.PUBLISH, by=chief)
    assert {notice.to for notice in Notice.objects.all()} == {reporter}


def test_the_writer_hears_of_every_step_to_the_readers(
    put_out: Callable[..., Edition], reporter: User
) -> None:
    put_out()
    heard = Notice.objects.filter(to=reporter).order_by("pk").values_list("kind", flat=True)
    assert list(heard) == ["passed", "passed", "passed", "published"]


@pytest.mark.parametrize(
    ("verb", "kind"),
    [
        (DeskVerb.CORRECT, NoticeKind.AFTERWARDS),
        (DeskVerb.WITHDRAW, NoticeKind.AFTERWARDS),
        (DeskVerb.RESTORE, NoticeKind.AFTERWARDS),
        (DeskVerb.GREEN, NoticeKind.PASSED),
        (DeskVerb.SCHEDULE, NoticeKind.PUBLISHED),
        (DeskVerb.ARCHIVE, None),
        (DeskVerb.TAKE_BACK, None),
    ],
)
def test_an_act_is_told_as_what_it_is(
    verb: DeskVerb, kind: NoticeKind | None, draft: Draft, reporter: User, chief: User
) -> None:
    article = draft(created_by=reporter)
    workflow.acting.record(article, verb, by=chief, note="改了数字")
    rows = Notice.objects.filter(to=reporter)
    assert [row.kind for row in rows] == ([kind] if kind else [])
    assert all("改了数字" in row.sentence for row in rows)


def test_a_schedule_says_for_when(clock: Any, signed: Draft, chief: User, reporter: User) -> None:
    article, later = signed(), timezone.now() + timedelta(hours=5)
    workflow.publish(article, by=chief, version=article.version, at=later)
    assert "2026-11-20 15:00" in Notice.objects.filter(to=reporter, kind="published").get().sentence


def test_a_correction_tells_the_writer(
    put_out: Callable[..., Edition], revise: Any, reporter: User
) -> None:
    article = revise(put_out("旧").article, title="新")
    put_out(article=article, change=EditionChange.TYPO)
    assert told(NoticeKind.AFTERWARDS) == {reporter}


def test_an_act_that_is_undone_has_told_nobody(draft: Draft, reporter: User, editor: User) -> None:
    article = draft()
    with transaction.atomic():
        submitted(article, reporter)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_long_headline_and_a_long_opinion_fit(draft: Draft, reporter: User, editor: User) -> None:
    article = submitted(draft("题" * 900), reporter)
    workflow.return_(article, by=editor, version=1, opinion="改" * 5000)
    sentence = Notice.objects.filter(kind=RETURNED).get().sentence
    assert len(sentence) <= telling.SENTENCE_LENGTH
    assert "改" * 300 in sentence


def test_telling_costs_the_same_however_many_are_told(
    draft: Draft, reporter: User, hire: Hire
) -> None:
    submitted(draft(), reporter)
    counts = []
    for people in (1, 20):
        for _one in range(people):
            hire("editor")
        article = draft()
        with CaptureQueriesContext(connection) as captured:
            submitted(article, reporter)
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Notice.objects.filter(read_at=None).count() == 1 + 21


# In which ways


@pytest.mark.parametrize(
    ("kind", "mail"),
    [
        (NoticeKind.WAITS, False),
        (NoticeKind.RETURNED, True),
        (NoticeKind.PASSED, False),
        (NoticeKind.PUBLISHED, False),
        (NoticeKind.AFTERWARDS, False),
        (NoticeKind.MENTIONED, True),
        (NoticeKind.LOCK, True),
    ],
)
def test_letters_are_for_what_others_wait_for(kind: NoticeKind, mail: bool) -> None:
    somebody = User()
    assert notices.is_on(somebody, kind, notices.DESK)
    assert notices.is_on(somebody, kind, notices.MAIL) == mail


@pytest.mark.parametrize(
    ("silenced", "ways"),
    [
        ({"waits": []}, (True, True)),
        ({"waits": ["mail"]}, (True, False)),
        ({"waits": ["desk"]}, (False, True)),
        ({"returned": ["desk", "mail"]}, (True, False)),
    ],
)
def test_a_way_that_is_switched_off_is_not_used(
    silenced: dict[str, list[str]], ways: tuple[bool, bool], draft: Draft, reporter: User, hire: Any
) -> None:
    editor = hire("editor")
    User.objects.filter(pk=editor.pk).update(silenced=silenced)
    submitted(draft(), reporter)
    notice = Notice.objects.get()
    assert (notice.in_desk, notice.wants_mail) == ways


def test_who_wants_to_hear_nothing_is_told_nothing(
    draft: Draft, reporter: User, editor: User
) -> None:
    notices.choose(editor, [])
    submitted(draft(), reporter)
    assert not Notice.objects.exists()


# Letters


@pytest.fixture
def tell(draft: Draft, chief: User) -> Callable[..., Notice]:
    """Tells somebody who has an address of a story, three minutes ago."""
    article = draft("河堤加固")

    def telling_them(person: User, email: str = "a@example.org", **fields: Any) -> Notice:
        User.objects.filter(pk=person.pk).update(email=email)
        at = fields.pop("at", timezone.now() - timedelta(minutes=3))
        sentence = fields.pop("sentence", "陈总退回了稿件")
        (notice,) = notices.tell([person], RETURNED, sentence, article=article, by=chief, at=at)
        Notice.objects.filter(pk=notice.pk).update(**fields)
        return notice

    return telling_them


@pytest.mark.parametrize(
    "fields",
    [
        {"at": timezone.now() + timedelta(days=1)},
        {"read_at": timezone.now()},
        {"wants_mail": False},
        {"mailed_at": timezone.now()},
        {"email": ""},
        {"at": timezone.now() - letters.GIVEN_UP},
    ],
    ids=["young", "read", "not wanted", "sent", "no address", "old"],
)
def test_what_needs_no_letter_gets_none(
    fields: dict[str, Any], tell: Any, reporter: User, mailoutbox: list[Any]
) -> None:
    tell(reporter, **fields)
    assert notices.send_letters(timezone.now()) == 0
    assert mailoutbox == []


def test_who_has_left_gets_no_letter_and_is_not_asked_again(
    tell: Any, reporter: User, mailoutbox: list[Any]
) -> None:
    tell(reporter)
    User.objects.filter(pk=reporter.pk).update(is_active=False)
    assert notices.send_letters(timezone.now()) == 0
    assert not Notice.objects.to_mail().exists()
    assert mailoutbox == []


def test_everybody_gets_one_letter_with_all_that_is_new(
    tell: Any, reporter: User, editor: User, mailoutbox: list[Any], settings: Any, site: Any
) -> None:
    settings.SITE_URL = "https://news.example.org"
    for sentence in ("甲\u201c一\u201d<b>", "乙"):
        tell(reporter, sentence=sentence)
    tell(editor, email="b@example.org")
    assert notices.send_letters(timezone.now()) == 2
    letter = mailoutbox[0]
    assert (letter.to, letter.content_subtype) == (["a@example.org"], "plain")
    assert site.name in letter.subject
    assert "2" in letter.subject
    assert "甲\u201c一\u201d<b>" in letter.body
    assert "乙" in letter.body
    article = Article.objects.get()
    page = f"https://news.example.org/desk/articles/article/{article.pk}/change/#standing"
    assert letter.body.count(page) == 2


def test_a_letter_is_sent_once(tell: Any, reporter: User, mailoutbox: list[Any]) -> None:
    tell(reporter)
    now = timezone.now()
    assert [notices.send_letters(now), notices.send_letters(now)] == [1, 0]
    assert len(mailoutbox) == 1
    assert Notice.objects.get().mailed_at == now


def test_a_letter_has_an_end(tell: Any, reporter: User, mailoutbox: list[Any]) -> None:
    for number in range(letters.MOST + 3):
        tell(reporter, sentence=f"第{number}条")
    notices.send_letters(timezone.now())
    assert f"第{letters.MOST - 1}条" in mailoutbox[0].body
    assert f"第{letters.MOST}条" not in mailoutbox[0].body
    assert not Notice.objects.to_mail().exists()


def test_no_header_can_be_slipped_in(
    tell: Any, reporter: User, editor: User, mailoutbox: list[Any], site: SiteSettings
) -> None:
    SiteSettings.objects.update(name="成都\nBcc: x@example.org")
    tell(reporter, email="a@example.org\nBcc: x@example.org")
    tell(editor, email="b@example.org")
    with pytest.raises(notices.Undelivered):
        notices.send_letters(timezone.now())
    assert [letter.to for letter in mailoutbox] == [["b@example.org"]]
    assert "\n" not in mailoutbox[0].subject


class Refusing(locmem.EmailBackend):
    """A server that does not take letters to one address."""

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == ["bad@example.org"]:
            raise smtplib.SMTPRecipientsRefused({"bad@example.org": (550, b"no such user")})
        return super().send_messages(messages)


class Unreachable(locmem.EmailBackend):
    def open(self) -> bool:
        raise ConnectionRefusedError


def test_one_bad_address_does_not_stop_the_others(
    tell: Any, reporter: User, editor: User, mailoutbox: list[Any], settings: Any
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    tell(reporter, email="bad@example.org")
    tell(editor)
    with pytest.raises(notices.Undelivered, match=reporter.username) as undelivered:
        notices.send_letters(timezone.now())
    assert undelivered.value.sent == 1
    assert [letter.to for letter in mailoutbox] == [["a@example.org"]]
    assert [notice.to for notice in Notice.objects.to_mail()] == [reporter]


def test_letters_wait_for_a_server_that_is_away(tell: Any, reporter: User, settings: Any) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Unreachable"
    tell(reporter)
    with pytest.raises(ConnectionRefusedError):
        notices.send_letters(timezone.now())
    assert Notice.objects.to_mail().count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_send_a_letter_once(
    tell: Any, reporter: User, mailoutbox: list[Any]
) -> None:
    tell(reporter)
    start = Barrier(2)

    def send(_number: int) -> int:
        try:
            start.wait(timeout=10)
            return notices.send_letters(timezone.now())
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(send, range(2))) == [0, 1]
    assert len(mailoutbox) == 1
