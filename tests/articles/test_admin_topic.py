"""Topics at the desk: their blocks, the stories picked for each, and what cannot be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.forms.topic import MOST_STORIES
from articles.models import Article, Photo, Tag, Topic, TopicBlock, TopicPick, User
from articles.signals import public_changed
from tests.articles.desk import posted


@pytest.fixture
def topic(db: None) -> Topic:
    return Topic.objects.create(name="大运会", slug="dayun")


@pytest.fixture
def block(topic: Topic) -> TopicBlock:
    return TopicBlock.objects.create(topic=topic, name="赛程")


def topic_url(topic: Topic, act: str = "change") -> str:
    return reverse(f"admin:articles_topic_{act}", args=[topic.pk])


def block_url(block: TopicBlock) -> str:
    return reverse("admin:articles_topicblock_change", args=[block.pk])


def form_of(client: Client, url: str) -> dict[str, Any]:
    """What a page would post if nobody touched it."""
    context = client.get(url).context
    values = posted(context["adminform"].form)
    for rows in context["inline_admin_formsets"]:
        values |= posted(rows.formset.management_form)
        for row in rows.formset.forms:
            values |= posted(row)
    return values


def rows(prefix: str, *given: dict[str, Any]) -> dict[str, Any]:
    """New rows as a page sends them."""
    values: dict[str, Any] = {f"{prefix}-TOTAL_FORMS": len(given)}
    for place, row in enumerate(given):
        sent = {"rank": "0"} | row
        values |= {f"{prefix}-{place}-{name}": value for name, value in sent.items()}
    return values


# Who may


def test_a_reporter_only_looks(signed_in: Any, topic: Topic, block: TopicBlock) -> None:
    client = signed_in("reporter")
    for url in (topic_url(topic), block_url(block)):
        assert client.get(url).status_code == 200
        assert client.post(url, {"name": "x"}).status_code == 403


def test_somebody_from_outside_is_sent_to_sign_in(topic: Topic, block: TopicBlock) -> None:
    for url in (topic_url(topic), block_url(block)):
        assert "/login/" in Client().get(url).headers["Location"]


def test_a_block_is_neither_listed_nor_added_by_itself(desk: Client, block: TopicBlock) -> None:
    listed = desk.get(reverse("admin:articles_topicblock_changelist"))
    assert listed.headers["Location"] == reverse("admin:articles_topic_changelist")
    assert desk.get(reverse("admin:articles_topicblock_add")).status_code == 403


# What is refused


@pytest.mark.parametrize("size", ["0", "-1", str(MOST_STORIES + 1), "x", ""])
def test_a_block_of_another_size_is_refused(size: str, desk: Client, topic: Topic) -> None:
    values = form_of(desk, topic_url(topic)) | rows("blocks", {"name": "赛程", "size": size})
    response = desk.post(topic_url(topic), values)
    assert response.context["inline_admin_formsets"][0].formset.forms[0].has_error("size")
    assert not TopicBlock.objects.exists()


def test_a_synonym_fills_no_block(desk: Client, topic: Topic) -> None:
    tag = Tag.objects.create(name="游水", synonym_of=Tag.objects.create(name="游泳"))
    row = {"name": "赛程", "size": "3", "tag": str(tag.pk)}
    response = desk.post(topic_url(topic), form_of(desk, topic_url(topic)) | rows("blocks", row))
    assert response.context["inline_admin_formsets"][0].formset.forms[0].has_error("tag", "synonym")


def test_a_story_is_picked_once_a_block(desk: Client, block: TopicBlock, draft: Any) -> None:
    pick = {"article": str(draft().pk)}
    values = form_of(desk, block_url(block)) | rows("picks", pick, pick)
    assert desk.post(block_url(block), values).status_code == 200
    assert not TopicPick.objects.exists()


def test_a_topic_that_readers_see_is_not_deleted(
    client: Client, admin_user: User, topic: Topic, draft: Any, put_out: Any
) -> None:
    client.force_login(admin_user)
    article = draft("已发布的稿")
    article.topics.add(topic)
    put_out(article=article)
    page = client.post(topic_url(topic, "delete"), {"post": "yes"})
    assert "已发布的稿" in page.content.decode()
    assert Topic.objects.filter(pk=topic.pk).exists()


# What is saved


def test_a_topic_without_stories_is_deleted_with_its_blocks(
    client: Client, admin_user: User, topic: Topic, block: TopicBlock, draft: Any
) -> None:
    client.force_login(admin_user)
    TopicPick.objects.create(block=block, article=draft())
    client.post(topic_url(topic, "delete"), {"post": "yes"})
    assert not TopicBlock.objects.exists()
    assert Article.objects.count() == 1


def test_blocks_and_picks_keep_the_order_in_which_they_stand(
    desk: Client, topic: Topic, draft: Any
) -> None:
    blocks = [{"name": name, "size": "3"} for name in "甲乙"]
    desk.post(topic_url(topic), form_of(desk, topic_url(topic)) | rows("blocks", *blocks))
    assert [one.name for one in topic.blocks.all()] == ["甲", "乙"]
    first, wanted = topic.blocks.first(), [draft(title) for title in "一二三"]
    assert first
    picks = [{"article": str(article.pk)} for article in wanted]
    response = desk.post(block_url(first), form_of(desk, block_url(first)) | rows("picks", *picks))
    assert response.headers["Location"] == topic_url(topic)
    assert [pick.article for pick in first.picks.all()] == wanted


def test_what_changes_a_topics_page_is_announced(
    desk: Client, topic: Topic, block: TopicBlock, django_capture_on_commit_callbacks: Any
) -> None:
    heard: list[type] = []

    def listen(sender: type, **_: Any) -> None:
        heard.append(sender)

    public_changed.connect(listen)
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(topic_url(topic), form_of(desk, topic_url(topic)))
        desk.post(block_url(block), form_of(desk, block_url(block)))
    public_changed.disconnect(listen)
    assert heard == [Topic, TopicBlock]


def test_a_topic_says_whether_readers_have_its_page(
    desk: Client, topic: Topic, draft: Any, put_out: Any, photo: Photo
) -> None:
    Topic.objects.update(cover=photo)
    assert 'href="/topic/dayun/"' not in desk.get(topic_url(topic)).content.decode()
    article = draft()
    article.topics.add(topic)
    put_out(article=article)
    assert 'href="/topic/dayun/"' in desk.get(topic_url(topic)).content.decode()


def test_the_form_costs_the_same_however_many_blocks(desk: Client, topic: Topic) -> None:
    counts = []
    for number in range(3):
        tag = Tag.objects.create(name=f"标签{number}")
        TopicBlock.objects.create(topic=topic, name=f"版块{number}", tag=tag)
        counts.append(cost(desk.get, topic_url(topic)))
    assert counts[1] == counts[2]


def cost(get: Callable[[str], Any], url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert get(url).status_code == 200
    return len(captured)
