"""The desk's WeChat page, and the signature of share cards, which is off unless configured."""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import renditions, wechat, workflow
from articles.choices import CreditRole
from articles.exporters.wechat_rules import findings
from articles.models import Article, Credit, Edition, Person, Photo, User
from articles.views.preview import as_edition
from articles.views.wechat import LIMIT
from articles.views.wechat_page import version_of
from tests.articles.page_reading import reading
from tests.conftest import SEEDS

Draft = Callable[..., Article]
PutOut = Callable[..., Edition]


def page_url(article: Article) -> str:
    return reverse("admin:articles_article_wechat", args=[article.pk])


# The desk's page


def test_a_stranger_is_sent_to_the_sign_in(client: Client, draft: Draft) -> None:
    assert client.get(page_url(draft()))["Location"].startswith(reverse("admin:login"))


def test_who_may_not_read_stories_is_refused(client: Client, draft: Draft) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(page_url(draft())).status_code == 403


def test_nothing_is_posted_to_it(desk: Client, draft: Draft) -> None:
    assert desk.post(page_url(draft())).status_code == 405


def test_what_nobody_signed_has_no_version(desk: Client, draft: Draft) -> None:
    response = desk.get(page_url(draft()))
    assert response.status_code == 200
    assert response.context["version"] is None


def test_a_withdrawn_story_has_no_version(desk: Client, put_out: PutOut, chief: User) -> None:
    article = put_out().article
    workflow.withdraw(article, by=chief, reason="错", notice="")
    assert desk.get(page_url(article)).context["version"] is None


def test_a_signed_copy_has_a_version_without_an_address(
    desk: Client, signed: Callable[..., Article]
) -> None:
    response = desk.get(page_url(signed(title="签过")))
    assert (response.context["edition"].pk, response.context["version"].address) == (None, "")
    assert not reading(response).of_class("is-live")


def test_of_a_live_story_the_edition_is_shown_and_not_the_copy(
    desk: Client, put_out: PutOut, revise: Callable[..., Article]
) -> None:
    edition = put_out("旧题", short_title="短题")
    revise(edition.article, short_title="新短题")
    version = desk.get(page_url(edition.article)).context["version"]
    assert version.title == "短题"
    assert version.address.endswith(edition.get_absolute_url())


def test_the_frame_runs_no_script_and_the_source_stands_in_a_field(
    desk: Client, put_out: PutOut
) -> None:
    edition = put_out('<script>alert(1)</script>"', body="<p>正文</p>")
    page = reading(desk.get(page_url(edition.article)))
    [frame] = page.named("iframe")
    assert frame.attributes["sandbox"] == "allow-same-origin"
    assert "<script>" not in frame.attributes["srcdoc"]
    source = next(one for one in page.named("textarea") if one.attributes["id"] == "wechat-body")
    assert version_of(edition).article.html == "".join(source.words).strip()


def test_photos_are_jpeg_at_whole_addresses_with_their_kind(
    put_out: PutOut, draft: Draft, with_photo: Any, photo: Photo
) -> None:
    photo.kind = "ai"
    photo.save()
    renditions.render(photo.pk)
    article = draft()
    with_photo(article, photo, caption="图说", credit="张三", is_cover=True)
    version = version_of(put_out(article=article))
    assert 'src="http://127.0.0.1:8000/media/' in version.article.html
    assert "AI" in version.article.html
    assert findings(version.article.html) == []
    assert [cover.shape for cover in version.covers] == ["cinema", "square"]


def test_photos_cost_one_query(
    put_out: PutOut, draft: Draft, with_photo: Any, photo: Photo
) -> None:
    article = draft()
    for _ in range(3):
        with_photo(article, photo, caption="图说")
    edition = put_out(article=article)
    with CaptureQueriesContext(connection) as queries:
        version_of(edition)
    assert len(queries) == 1


def test_who_wrote_it_is_the_author_or_else_where_it_is_from(put_out: PutOut, draft: Draft) -> None:
    bare = version_of(put_out())
    assert bare.author == "成都日报\u00b7锦观新闻"
    article = draft("二")
    for name, role in (("刘洋", CreditRole.REPORTER), ("刘洋", CreditRole.PHOTOGRAPHER)):
        person = Person.objects.create(name=name)
        Credit.objects.create(article=article, person=person, role=role)
    assert version_of(put_out(article=article)).author == "刘洋"


def test_every_seed_passes_the_rules(site: Any, settings: Any) -> None:
    call_command("load_reference_data", verbosity=0)
    call_command("import_articles", str(SEEDS), verbosity=0)
    articles = list(Article.objects.select_related("section"))
    assert len(articles) > 3
    for article in articles:
        version = version_of(as_edition(article, User()))
        assert version.findings == [], article


# The signature

SIGNATURE = "/wechat/signature/"
ADDRESS = "http://127.0.0.1:8000/2026/11/20/1/"
SECRET = "0123456789abcdef" * 2


class WeChat:
    """Answers like WeChat's API, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.error: dict[str, Any] = {}

    def __call__(self, method: str, path: str, sent: dict[str, Any] | None) -> dict[str, Any]:
        self.asked.append(f"{method} {path.partition('?')[0]}")
        if self.error:
            return self.error
        if path.startswith("/cgi-bin/stable_token"):
            assert sent
            assert sent["secret"] == SECRET
            return {"access_token": "token/1", "expires_in": 7200}
        assert path == "/cgi-bin/ticket/getticket?access_token=token%2F1&type=jsapi"
        return {"errcode": 0, "ticket": f"ticket{len(self.asked)}", "expires_in": 7200}


@pytest.fixture
def account(settings: Any, monkeypatch: pytest.MonkeyPatch) -> WeChat:
    settings.WECHAT_APP_ID, settings.WECHAT_APP_SECRET = "wx0123456789abcdef", SECRET
    answers = WeChat()
    monkeypatch.setattr("articles.wechat.fetched", answers)
    return answers


def test_it_is_not_there_unless_it_is_configured(client: Client, db: None) -> None:
    assert client.get(SIGNATURE, {"url": ADDRESS}).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "",
        "https://evil.example/",
        "http://127.0.0.1:8000.evil.example/",
        "http://127.0.0.1:8000@evil.example/",
        "https://127.0.0.1:8000/",
        "//127.0.0.1:8000/",
        "/2026/11/20/1/",
        "http://127.0.0.1:8000/\nx",
        "http://127.0.0.1:8000/a b",
        "http://[/",
        "http://127.0.0.1:8000/" + "a" * 2_000,
    ],
)
def test_an_address_that_is_not_ours_is_not_signed(
    url: str, client: Client, account: WeChat
) -> None:
    assert client.get(SIGNATURE, {"url": url}).status_code == 400
    assert account.asked == []


def test_the_signature_is_the_one_of_wechats_own_example() -> None:
    ticket = (
        "sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg"
    )
    signed = wechat.signature_of(
        ticket, "Wm3WZYTPz0wzccnW", 1414587457, "http://mp.weixin.qq.com?params=value"
    )
    assert signed == "0f9de62fce790f9a083d5c99e95740ceb90c27ed"


def test_an_address_of_ours_is_signed_without_its_fragment(
    client: Client, account: WeChat, clock: Any
) -> None:
    response = client.get(SIGNATURE, {"url": ADDRESS + "?from=\u7fa4#h-1"})
    said = response.json()
    assert said["appId"] == "wx0123456789abcdef"
    assert said["timestamp"] == int(timezone.now().timestamp())
    assert said["signature"] == wechat.signature_of(
        "ticket2", said["nonceStr"], said["timestamp"], ADDRESS + "?from=\u7fa4"
    )
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_a_ticket_is_kept_until_shortly_before_its_end(
    client: Client, account: WeChat, clock: Any
) -> None:
    for minutes, asked in ((0, 2), (60, 2), (51, 4)):
        clock.shift(timedelta(minutes=minutes))
        assert client.get(SIGNATURE, {"url": ADDRESS}).status_code == 200
        assert len(account.asked) == asked


def test_one_process_fetches_and_others_wait_or_use_the_old_ticket(
    client: Client, account: WeChat, clock: Any
) -> None:
    cache.add(wechat.FETCHING, 1, 60)
    response = client.get(SIGNATURE, {"url": ADDRESS})
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    until = timezone.now().timestamp() + wechat.EARLY - 1
    cache.set(wechat.TICKET, {"ticket": "old", "until": until})
    assert client.get(SIGNATURE, {"url": ADDRESS}).status_code == 200
    assert account.asked == []


@pytest.mark.parametrize("error", [{"errcode": 40164, "errmsg": SECRET}, {"x": 1}])
def test_a_refusal_is_a_sentence_and_names_no_secret(
    error: dict[str, Any], client: Client, account: WeChat, caplog: Any
) -> None:
    account.error = error
    for _ in range(3):
        response = client.get(SIGNATURE, {"url": ADDRESS})
        assert response.status_code == 503
        assert response.json()["detail"]
    assert len(account.asked) == 1
    logged = "".join(str(vars(record)) for record in caplog.records)
    assert "wechat_ticket_missing" in logged
    assert SECRET not in logged + response.content.decode()


def test_where_nobody_can_be_asked_it_says_so_without_a_secret(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.WECHAT_APP_SECRET = SECRET
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setattr("articles.wechat.HOST", f"127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(wechat.NoTicket) as told:
            wechat.current_ticket(timezone.now(), wechat.fetched)
    assert SECRET not in str(told.value)
    assert told.value.__cause__ is None


def test_who_asks_too_often_is_told_to_wait(client: Client, account: WeChat) -> None:
    asked = [client.get(SIGNATURE, {"url": ADDRESS}).status_code for _ in range(LIMIT + 1)]
    assert asked == [200] * LIMIT + [429]
    other = client.get(SIGNATURE, {"url": ADDRESS}, REMOTE_ADDR="192.0.2.1")
    assert other.status_code == 200
