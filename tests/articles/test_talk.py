"""Notes on a story, whom they name, and the pages of what one is told: refusals first."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from articles import notices, workflow
from articles.choices import NoticeKind
from articles.models import Article, Notice, StaffNote, User
from articles.models.talk import NOTE_LENGTH
from articles.notices import mentions
from newsroom.desk_home import navigation
from tests.articles.desk import change_url
from tests.articles.page_reading import reading

Draft = Callable[..., Article]

MINE = "admin:articles_notice_mine"
SETTINGS = "admin:articles_notice_settings"
PEOPLE = "admin:articles_article_people"


def note_url(article: Article) -> str:
    return reverse("admin:articles_article_note", args=[article.pk])


@pytest.fixture
def desk(client: Client, reporter: User) -> Client:
    client.force_login(reporter)
    return client


@pytest.fixture
def named(hire: Callable[[str], User]) -> Callable[..., User]:
    """Hires somebody under a name."""

    def hired(username: str, real_name: str = "", role: str = "editor") -> User:
        user = hire(role)
        user.username, user.real_name = username, real_name
        user.save()
        return user

    return hired


# Whom a note names


CAST = [
    User(pk=1, username="wangwei", real_name="王伟"),
    User(pk=2, username="wangwei.2", real_name="王伟民"),
    User(pk=3, username="li", real_name="李静"),
    User(pk=4, username="ayi", real_name="阿依古丽\u00b7买买提"),
    User(pk=5, username="ayiguli", real_name="阿依古丽"),
    User(pk=6, username="anna", real_name="Anna Schmidt"),
]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", set()),
        ("@", set()),
        ("王伟", set()),
        ("@没有这人", set()),
        ("@王伟是谁", set()),
        ("@王伟7", set()),
        ("mail@wangwei", set()),
        ("a@wangwei.cn", set()),
        ("@wangwei.cn", set()),
        ("@wangwei3", set()),
        ("@王伟", {1}),
        ("@王伟\uff0c请核", {1}),
        ("请@王伟 核", {1}),
        ("\uff20王伟\u3002", {1}),
        ("@王伟民 核", {2}),
        ("@王伟\n@李静", {1, 3}),
        ("@wangwei请核", {1}),
        ("@WangWei", {1}),
        ("问@wangwei.", {1}),
        ("@wangwei.2\uff1a好", {2}),
        ("@阿依古丽 好", {5}),
        ("@阿依古丽\u00b7买买提 好", {4}),
        ("@anna schmidt!", {6}),
    ],
)
def test_a_name_counts_where_it_begins_and_ends(words: str, expected: set[int]) -> None:
    assert {person.pk for person in mentions.named(words, CAST).people} == expected


def test_nobody_is_named_where_nobody_works() -> None:
    assert mentions.named("@王伟", []).people == set()


def test_a_name_of_two_is_nobodys_but_a_sign_in_is() -> None:
    cast = [
        User(pk=1, username="甲", real_name="王伟"),
        User(pk=2, username="王伟", real_name="王伟"),
        User(pk=3, username="c", real_name="李静"),
        User(pk=4, username="d", real_name="李静"),
    ]
    found = mentions.named("@王伟 @李静", cast)
    assert {person.pk for person in found.people} == {2}
    assert [person.pk for person in found.shared["李静"]] == [3, 4]


def test_a_note_is_cut_at_names_and_loses_nothing() -> None:
    words = "请@王伟 核\n<b>@李静</b>\uff0c谢"
    cut = mentions.pieces(words, CAST[:1])
    assert "".join(piece.words for piece in cut) == words
    assert [piece.words for piece in cut if piece.is_name] == ["@王伟"]


# Who is suggested


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("没有", []),
        ("wangweim", ["wangwei.2"]),
        ("王", ["wangwei", "wangwei.2"]),
        ("WW", ["wangwei", "wangwei.2"]),
        ("静", ["li"]),
        ("lij", ["li"]),
        ("schm", ["anna"]),
    ],
)
def test_colleagues_are_found_by_name_pinyin_and_sign_in(term: str, expected: list[str]) -> None:
    found = mentions.suggested(term, CAST, but=CAST[4])
    assert [one.signin for one in found] == expected


def test_oneself_is_not_suggested_and_a_shared_name_gives_the_sign_in() -> None:
    cast = [User(pk=7, username="b", real_name="王伟"), *CAST]
    (found,) = mentions.suggested("王伟", cast[:2], but=cast[1])
    assert (found.name, found.signin, found.insert) == ("王伟", "b", "b")


def test_no_more_colleagues_are_suggested_than_one_can_read() -> None:
    crowd = [User(pk=n, username=f"w{n}", real_name=f"王{n}") for n in range(1, 40)]
    assert len(mentions.suggested("", crowd, but=crowd[0])) == 10


def test_a_stranger_is_told_of_nobody(client: Client, db: None) -> None:
    assert client.get(reverse(PEOPLE))["Location"].startswith(reverse("admin:login"))


def test_who_may_not_see_stories_is_told_of_nobody(client: Client, reporter: User) -> None:
    reporter.groups.clear()
    client.force_login(reporter)
    assert client.get(reverse(PEOPLE), {"term": "a"}).status_code == 403


def test_only_who_can_read_notes_is_suggested(
    desk: Client, named: Callable[..., User], hire: Any
) -> None:
    named("zhaoliu", "赵六")
    for gone in ({"is_active": False}, {"is_staff": False}):
        User.objects.filter(pk=named(f"zhao{gone}", "赵七").pk).update(**gone)
    named("zhaoba", "赵八").groups.clear()
    found = desk.get(reverse(PEOPLE), {"term": "zhao"}).json()["results"]
    assert found == [{"name": "赵六", "signin": "zhaoliu", "insert": "赵六"}]


# Writing a note


@pytest.mark.parametrize("words", ["", " \n ", "\u200b", "\x00", "字" * (NOTE_LENGTH + 1)])
def test_a_note_that_is_empty_or_too_long_is_refused_with_a_sentence(
    desk: Client, draft: Draft, words: str
) -> None:
    response = desk.post(note_url(draft()), {"text": words})
    assert response.status_code == 400
    assert len(reading(response).of_class("desk-error")) == 1
    assert words.replace("\x00", "") in response.context["words"].replace("\x00", "")
    assert not StaffNote.objects.exists()


def test_a_name_that_two_bear_asks_for_the_sign_in(
    desk: Client, draft: Draft, named: Callable[..., User]
) -> None:
    for username in ("wangwei", "wangwei2"):
        named(username, "王伟")
    headers = {"Accept": "application/json"}
    response = desk.post(note_url(draft()), {"text": "@王伟 看"}, headers=headers)
    assert response.status_code == 400
    (reason,) = response.json()["reasons"]
    assert re.findall("@[a-z0-9]+", reason) == ["@wangwei", "@wangwei2"]
    assert not StaffNote.objects.exists()


def test_who_may_not_see_stories_writes_no_note(
    client: Client, draft: Draft, reporter: User
) -> None:
    reporter.groups.clear()
    reporter = User.objects.get(pk=reporter.pk)
    client.force_login(reporter)
    assert client.post(note_url(draft()), {"text": "好"}).status_code == 403
    with pytest.raises(PermissionDenied):
        notices.add_note(draft(), by=reporter, words="好")
    assert not StaffNote.objects.exists()


def test_a_note_is_not_written_by_looking(desk: Client, draft: Draft) -> None:
    assert desk.get(note_url(draft())).status_code == 405


def test_a_note_needs_the_token_and_a_story(draft: Draft, reporter: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(reporter)
    assert client.post(note_url(draft()), {"text": "好"}).status_code == 403
    assert not StaffNote.objects.exists()


def test_a_note_on_no_story_is_not_found(desk: Client, db: None) -> None:
    address = reverse("admin:articles_article_note", args=[10**30])
    assert desk.post(address, {"text": "好"}).status_code == 404


def test_a_note_is_kept_and_leaves_the_story_alone(desk: Client, draft: Draft) -> None:
    article = draft()
    before = Article.objects.filter(pk=article.pk).values().get()
    response = desk.post(note_url(article), {"text": " 第一行\r\n第二行 "})
    assert response["Location"] == change_url(article) + "#notes"
    assert StaffNote.objects.get().text == "第一行\n第二行"
    assert Article.objects.filter(pk=article.pk).values().get() == before


def test_the_longest_note_fits(desk: Client, draft: Draft) -> None:
    desk.post(note_url(draft()), {"text": "\U00020000\r\n" * (NOTE_LENGTH // 2)})
    assert len(StaffNote.objects.get().text) == NOTE_LENGTH - 1


def test_who_is_named_is_told_and_the_writer_is_not(
    desk: Client, draft: Draft, named: Callable[..., User], reporter: User
) -> None:
    told, left = named("lijing", "李静"), named("zhao", "赵六")
    User.objects.filter(pk=left.pk).update(is_active=False)
    words = f"@李静 @lijing @赵六 @{reporter.username} 请核"
    response = desk.post(note_url(draft()), {"text": words}, headers={"Accept": "application/json"})
    assert "李静" in response.json()["said"]
    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.by) == (told, NoticeKind.MENTIONED, reporter)
    assert "请核" in notice.sentence
    assert set(StaffNote.objects.get().mentioned.all()) == {told}


def test_the_note_comes_back_as_the_panel_shows_it(
    desk: Client, draft: Draft, named: Callable[..., User]
) -> None:
    named("lijing", "李静")
    words = "<script>x</script> @李静\n第二行"
    response = desk.post(note_url(draft()), {"text": words}, headers={"Accept": "application/json"})
    page = response.json()["note"]
    assert "&lt;script&gt;x&lt;/script&gt;" in page
    assert '<span class="desk-name">@李静</span>\n第二行</p>' in page


def test_the_panel_shows_notes_oldest_first_and_its_form_stands_apart(
    desk: Client, draft: Draft, reporter: User
) -> None:
    article = draft()
    for words in ("甲", "乙"):
        notices.add_note(article, by=reporter, words=words)
    page = reading(desk.get(change_url(article)))
    assert [note.text for note in page.of_class("desk-note-words")] == ["甲", "乙"]
    (field,) = page.of_class("desk-note-field")
    assert field.attributes["form"] == "note-form"
    (form,) = [form for form in page.named("form") if form.attributes.get("id") == "note-form"]
    assert form.attributes["action"] == note_url(article)


def test_a_new_story_has_no_notes_yet(desk: Client) -> None:
    page = reading(desk.get(reverse("admin:articles_article_add")))
    assert page.of_class("desk-note-field") == []


def test_notes_cost_the_same_however_many_there_are(
    desk: Client, draft: Draft, reporter: User, named: Callable[..., User]
) -> None:
    named("lijing", "李静")
    article, counts = draft(), []
    for many in (1, 15):
        for _one in range(many):
            notices.add_note(article, by=reporter, words="@李静 看")
        desk.get(change_url(article))  # The first page of a process looks up kinds of rows, too.
        with CaptureQueriesContext(connection) as captured:
            desk.get(change_url(article))
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_readers_see_no_note(client: Client, put_out: Callable[..., Any], reporter: User) -> None:
    edition = put_out()
    notices.add_note(edition.article, by=reporter, words="内部意见")
    assert "内部意见" not in client.get(edition.get_absolute_url()).content.decode()


# What one is told


@pytest.fixture
def told(draft: Draft, reporter: User, chief: User) -> Callable[..., Notice]:
    article = draft()

    def telling(sentence: str = "退回", to: User = reporter, **fields: Any) -> Notice:
        (notice,) = notices.tell([to], NoticeKind.RETURNED, sentence, article=article, by=chief)
        Notice.objects.filter(pk=notice.pk).update(**fields)
        return notice

    return telling


@pytest.mark.parametrize("name", [MINE, SETTINGS, "admin:articles_notice_read_all"])
def test_a_stranger_is_sent_to_the_sign_in(client: Client, db: None, name: str) -> None:
    for response in (client.get(reverse(name)), client.post(reverse(name))):
        assert response["Location"].startswith(reverse("admin:login"))


def test_the_notices_of_others_are_not_mine(desk: Client, told: Any, editor: User) -> None:
    other = told("别人的", to=editor)
    address = reverse("admin:articles_notice_read", args=[other.pk])
    assert desk.post(address).status_code == 404
    desk.post(reverse("admin:articles_notice_read_all"))
    assert notices.unread(editor).count() == 1
    assert "别人的" not in desk.get(reverse(MINE)).content.decode()


def test_reading_is_not_done_by_looking(desk: Client, told: Any) -> None:
    notice = told()
    for address in (
        reverse("admin:articles_notice_read_all"),
        reverse("admin:articles_notice_read", args=[notice.pk]),
    ):
        assert desk.get(address).status_code == 405


@pytest.mark.parametrize("page", ["0", "2", "x", "", "-1", "\u0661"])
def test_a_page_that_is_none_is_not_found(desk: Client, told: Any, page: str) -> None:
    told()
    assert desk.get(reverse(MINE), {"page": page}).status_code == 404


def test_the_record_of_all_notices_is_not_for_everybody(desk: Client, told: Any) -> None:
    assert desk.get(reverse("admin:articles_notice_changelist")).status_code == 403


def test_the_record_opens_for_who_holds_every_right(
    client: Client, told: Any, hire: Callable[[str], User]
) -> None:
    admin = hire("administrator")
    User.objects.filter(pk=admin.pk).update(is_superuser=True)
    client.force_login(admin)
    notice = told("退回了")
    page = client.get(reverse("admin:articles_notice_changelist")).content.decode()
    assert "退回了" in page
    row = reverse("admin:articles_notice_change", args=[notice.pk])
    assert client.get(row).status_code == 200
    assert client.post(row, {}).status_code == 403


def test_my_notices_stand_newest_first_and_lead_to_their_story(desk: Client, told: Any) -> None:
    told("旧", read_at=timezone.now())
    told("只发信", in_desk=False)
    notice = told("新")
    page = reading(desk.get(reverse(MINE)))
    rows = page.of_class("desk-notice")
    assert ["is-unread" in row.classes for row in rows] == [True, False]
    links = [link for link in page.named("a") if link.text in {"旧", "新", "只发信"}]
    assert [link.text for link in links] == ["新", "旧"]
    assert links[0].attributes["href"] == change_url(notice.article) + "#standing"


def test_who_may_no_longer_see_stories_gets_no_link(
    client: Client, told: Any, reporter: User
) -> None:
    told("退回了")
    reporter.groups.clear()
    client.force_login(reporter)
    page = client.get(reverse(MINE)).content.decode()
    assert "退回了" in page
    assert "/change/" not in page


def test_one_is_marked_read_and_then_all(desk: Client, told: Any, reporter: User) -> None:
    first, _second, mailed = told(), told(), told(in_desk=False)
    desk.post(reverse("admin:articles_notice_read", args=[first.pk]))
    assert notices.unread(reporter).count() == 1
    desk.post(reverse("admin:articles_notice_read_all"))
    assert notices.unread(reporter).count() == 0
    mailed.refresh_from_db()
    assert mailed.read_at is None


def test_the_list_is_in_pages_at_the_same_cost(desk: Client, told: Any) -> None:
    counts = []
    for many in (1, 40):
        for _one in range(many):
            told()
        desk.get(reverse(MINE))
        with CaptureQueriesContext(connection) as captured:
            response = desk.get(reverse(MINE))
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert len(response.context["rows"]) == 30
    assert len(desk.get(reverse(MINE), {"page": "2"}).context["rows"]) == 11


def test_the_sidebar_counts_what_is_unread(
    desk: Client, told: Any, rf: Any, reporter: User
) -> None:
    told()
    told(read_at=timezone.now())
    request = rf.get("/desk/")
    request.user = reporter
    items = navigation(request)[0]["items"]
    assert [item.get("badge") for item in items] == [None, 1]
    assert items[1]["link"] == reverse(MINE)


# What one wants to be told


@pytest.mark.parametrize("wanted", ["waits", "waits-fax", "x", "waits-desk-mail"])
def test_a_box_that_does_not_exist_changes_nothing(
    desk: Client, reporter: User, wanted: str
) -> None:
    response = desk.post(reverse(SETTINGS), {"wanted": [wanted, "waits-mail"]})
    assert response.status_code == 400
    assert len(reading(response).of_class("desk-error")) == 1
    reporter.refresh_from_db()
    assert reporter.silenced == {}


def test_the_settings_open_with_what_holds(desk: Client, reporter: User) -> None:
    notices.choose(reporter, [(NoticeKind.WAITS, notices.MAIL)])
    page = reading(desk.get(reverse(SETTINGS)))
    boxes = [
        box.attributes for box in page.named("input") if box.attributes.get("name") == "wanted"
    ]
    assert len(boxes) == 2 * len(NoticeKind)
    assert [box["value"] for box in boxes if "checked" in box] == ["waits-mail"]


def test_a_choice_is_kept_for_oneself(desk: Client, reporter: User, editor: User) -> None:
    desk.post(reverse(SETTINGS), {"wanted": ["waits-desk", "returned-mail"]})
    reporter.refresh_from_db()
    assert notices.is_on(reporter, NoticeKind.WAITS, notices.DESK)
    assert notices.is_on(reporter, NoticeKind.RETURNED, notices.MAIL)
    assert not notices.is_on(reporter, NoticeKind.RETURNED, notices.DESK)
    assert not notices.is_on(reporter, NoticeKind.PASSED, notices.DESK)
    editor.refresh_from_db()
    assert editor.silenced == {}


def test_everything_can_be_switched_off(desk: Client, reporter: User) -> None:
    response = desk.post(reverse(SETTINGS), {})
    assert response.status_code == 302
    reporter.refresh_from_db()
    assert all(ways == list(notices.WAYS) for ways in reporter.silenced.values())


def test_who_has_no_address_is_told_so(desk: Client, reporter: User) -> None:
    sentence = gettext(
        "You get no letters: no e-mail address is kept for you. An administrator can enter one."
    )
    assert sentence in desk.get(reverse(SETTINGS)).content.decode()
    User.objects.filter(pk=reporter.pk).update(email="a@example.org")
    assert sentence not in desk.get(reverse(SETTINGS)).content.decode()


@pytest.mark.three_reviews
def test_a_note_waits_for_no_review(draft: Draft, reporter: User, editor: User) -> None:
    """Notes and notices of acts do not disturb each other."""
    article = workflow.submit(draft(), by=reporter, version=1)
    notices.add_note(article, by=reporter, words=f"@{editor.username} 看")
    kinds = Notice.objects.filter(to=editor, read_at=None).values_list("kind", flat=True)
    assert sorted(kinds) == [NoticeKind.MENTIONED, NoticeKind.WAITS]
