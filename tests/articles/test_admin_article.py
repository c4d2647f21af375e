"""The story's form: who may save, what a save writes, and what a refused one keeps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.choices import RevisionReason
from articles.models import (
    Article,
    Edition,
    ImportRecord,
    Photo,
    PhotoUse,
    Recommendation,
    User,
)
from tests.articles.desk import change_url, opened

Draft = Callable[..., Article]


@pytest.fixture
def found_in() -> Callable[..., None]:
    """Gives a story the record of an import with findings of these severities."""

    def made(article: Article, *severities: str) -> None:
        ImportRecord.objects.create(
            sha256="0",
            origin="a.txt",
            outcome="created",
            article=article,
            imported_at=article.created_at,
            original=b"",
            findings=[
                {"code": f"{number}-{severity}", "severity": severity, "line": 1, "message": "x"}
                for number, severity in enumerate(severities)
            ],
        )

    return made


def form_of(response: Any) -> Any:
    return response.context["adminform"].form


def test_a_stranger_is_sent_to_the_sign_in(client: Client, draft: Draft) -> None:
    response = client.get(change_url(draft()))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_a_moderator_reads_and_cannot_save(client: Client, draft: Draft, moderator: User) -> None:
    client.force_login(moderator)
    article = draft()
    page = client.get(change_url(article))
    assert "样稿" in page.content.decode()
    assert b'name="body"' not in page.content
    assert client.post(change_url(article), {"title": "x"}).status_code == 403


def test_a_story_is_never_deleted(client: Client, draft: Draft, admin_user: User) -> None:
    client.force_login(admin_user)
    address = reverse("admin:articles_article_delete", args=[draft().pk])
    assert client.post(address, {"post": "yes"}).status_code == 403


def test_a_save_raises_the_version_once_and_keeps_a_revision(
    desk: Client, draft: Draft, editor: User
) -> None:
    article = draft()
    response = desk.post(change_url(article), opened(desk, article) | {"title": "新题"})
    assert response.status_code == 302
    article.refresh_from_db()
    assert (article.title, article.version, article.updated_by) == ("新题", 2, editor)
    revision = article.revisions.get()
    assert (revision.version, revision.reason, revision.by) == (2, RevisionReason.SAVE, editor)
    assert revision.snapshot["title"] == "新题"


def test_a_save_of_nothing_changes_nothing(
    desk: Client, draft: Draft, with_photo: Callable[..., PhotoUse], photo: Photo
) -> None:
    article = draft(published_at=timezone.now())
    article.tags.add("科技", "成都")
    with_photo(article, photo, caption="图")
    Recommendation.objects.create(article=article, title="待来的稿")
    assert desk.post(change_url(article), opened(desk, article)).status_code == 302
    article.refresh_from_db()
    assert (article.version, article.revisions.count()) == (1, 0)


def test_the_editors_own_line_breaks_are_no_change(desk: Client, draft: Draft) -> None:
    article = draft()
    values = opened(desk, article)
    desk.post(change_url(article), values | {"body": f"{values['body']}\n\n"})
    assert Article.objects.get(pk=article.pk).version == 1


def test_a_form_opened_before_the_publication_keeps_the_time_shown(
    desk: Client, draft: Draft, put_out: Callable[..., Edition]
) -> None:
    article = draft()
    values = opened(desk, article)
    shown = put_out(article=article).published_at
    desk.post(change_url(article), values | {"title": "新题"})
    article.refresh_from_db()
    assert (article.title, article.published_at) == ("新题", shown)


def test_another_time_can_be_typed(desk: Client, put_out: Callable[..., Edition]) -> None:
    article = put_out().article
    values = opened(desk, article) | {"published_at": "2021-12-20T10:48:53"}
    desk.post(change_url(article), values)
    article.refresh_from_db()
    assert timezone.localtime(article.published_at).isoformat() == "2021-12-20T10:48:53+08:00"


def test_a_hostile_body_is_cleaned(desk: Client, draft: Draft) -> None:
    article = draft()
    body = '<p onclick="x()">正文<script>alert(1)</script></p><a href="javascript:x()">a</a>'
    desk.post(change_url(article), opened(desk, article) | {"body": body})
    kept = Article.objects.get(pk=article.pk).body
    assert "正文" in kept
    assert not any(word in kept for word in ("script", "onclick", "alert"))


def test_a_body_too_deep_is_refused_beside_the_field(desk: Client, draft: Draft) -> None:
    article = draft()
    body = "<blockquote>" * 200 + "x" + "</blockquote>" * 200
    response = desk.post(change_url(article), opened(desk, article) | {"body": body})
    assert form_of(response).has_error("body", "too_large")


@pytest.mark.parametrize(("field", "limit"), [("list_title", 32), ("digest", 120)])
def test_a_text_that_is_too_long_is_refused_and_not_cut(
    desk: Client, draft: Draft, field: str, limit: int
) -> None:
    article = draft()
    values = opened(desk, article)
    response = desk.post(change_url(article), values | {field: "字" * (limit + 1)})
    assert form_of(response)[field].value() == "字" * (limit + 1)
    assert "maxlength" not in form_of(response).fields[field].widget.attrs


def test_a_tag_that_is_too_long_is_refused(desk: Client, draft: Draft) -> None:
    article = draft()
    response = desk.post(change_url(article), opened(desk, article) | {"tags": "字" * 101})
    assert form_of(response).has_error("tags", "long_tag")


def test_tags_are_split_at_chinese_commas(desk: Client, draft: Draft) -> None:
    article = draft()
    desk.post(change_url(article), opened(desk, article) | {"tags": "经济\uff0c上海、科技"})
    assert set(article.tags.names()) == {"经济", "上海", "科技"}


def test_a_pasted_headline_of_two_lines_becomes_one(desk: Client, draft: Draft) -> None:
    article = draft()
    desk.post(change_url(article), opened(desk, article) | {"title": "上句\r\n下句"})
    assert Article.objects.get(pk=article.pk).title == "上句 下句"


def test_a_new_story_has_version_one_and_a_revision(
    client: Client, reporter: User, section: Any
) -> None:
    client.force_login(reporter)
    values = opened(client) | {"title": "新稿", "body": "<p>正文</p>", "section": section.pk}
    response = client.post(reverse("admin:articles_article_add"), values)
    article = Article.objects.get()
    assert response["Location"] == change_url(article)
    assert (article.version, article.updated_by) == (1, reporter)
    assert article.revisions.get().snapshot["title"] == "新稿"


def test_a_new_story_is_found_by_those_who_wait_for_its_title(desk: Client, draft: Draft) -> None:
    pick = Recommendation.objects.create(article=draft(), title="期待的稿")
    values = opened(desk) | {"title": "期待的稿"}
    desk.post(reverse("admin:articles_article_add"), values)
    pick.refresh_from_db()
    assert pick.target == Article.objects.get(title="期待的稿")


def test_findings_that_matter_stand_open_and_notes_are_folded(
    desk: Client, draft: Draft, found_in: Callable[..., None]
) -> None:
    article = draft()
    found_in(article, "info", "warning", "info", "error")
    context = desk.get(change_url(article)).context
    assert [remark.code for remark in context["findings"]] == ["1-warning", "3-error"]
    assert [remark.code for remark in context["notes"]] == ["0-info", "2-info"]


@pytest.mark.parametrize(
    "field", ["section", "topics", "credits-0-person", "source_lines-0-source"]
)
@pytest.mark.parametrize("key", ["abc", "9" * 40, "0", "1 OR 1"])
def test_a_key_that_no_page_would_send_is_refused_in_the_form(
    client: Client, editor: User, draft: Any, field: str, key: str
) -> None:
    article = draft()
    client.force_login(editor)
    response = client.post(change_url(article), opened(client, article) | {field: key})
    assert response.status_code == 200
    assert response.context["errors"]
    article.refresh_from_db()
    assert article.version == 1
