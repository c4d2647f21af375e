"""Preview links: who may make them, what they never show, and what they show until they end."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as project
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.choices import EditionChange, RevisionReason
from articles.models import Article, PreviewLink, Revision, User
from tests.articles.page_reading import Reading, reading

Draft = Callable[..., Article]
SECRET = "不给看的字"
GONE = 410


def links_url(article: Article) -> str:
    return reverse("admin:articles_article_preview_links", args=[article.pk])


def revoke_url(link: PreviewLink, article: Article | None = None) -> str:
    story = article.pk if article else link.revision.article_id
    return reverse("admin:articles_article_preview_link_revoke", args=[story, link.pk])


@pytest.fixture
def story(clock: Any, draft: Draft, revise: Callable[..., Article]) -> Article:
    """A story that was saved, so that it has a revision."""
    return revise(draft("采访稿"), body="<p>第二版</p>")


@pytest.fixture
def link(story: Article, editor: User, clock: Any) -> PreviewLink:
    now = timezone.now()
    return PreviewLink.objects.create(
        revision=story.revisions.get(),
        reader="采访对象",
        made_by=editor,
        made_at=now,
        expires_at=now + timedelta(days=3),
    )


def shown(link: PreviewLink) -> Reading:
    response = Client().get(link.get_absolute_url())
    assert response.status_code == 200
    return reading(response)


# Making and revoking


@pytest.mark.parametrize("role", ["photo_desk", "publisher", "moderator"])
def test_who_neither_writes_nor_reviews_makes_no_link(
    client: Client, story: Article, hire: Callable[[str], User], role: str
) -> None:
    client.force_login(hire(role))
    assert client.get(links_url(story)).status_code == 403
    assert client.post(links_url(story), {"reader": "甲", "days": "3"}).status_code == 403
    assert not PreviewLink.objects.exists()


def test_who_neither_writes_nor_reviews_revokes_none(
    client: Client, link: PreviewLink, hire: Callable[[str], User]
) -> None:
    client.force_login(hire("publisher"))
    assert client.post(revoke_url(link)).status_code == 403
    assert Client().post(revoke_url(link)).status_code == 302
    assert PreviewLink.objects.open().get() == link


BAD_FORMS = [
    {"reader": "", "days": "3"},
    {"reader": "甲" * 61, "days": "3"},
    {"reader": "甲", "days": "31"},
    {"reader": "甲", "days": "0"},
    {"reader": "甲", "days": "x"},
    {"reader": "甲"},
    {"reader": "甲\x00", "days": "3"},
]


@pytest.mark.parametrize("posted", BAD_FORMS)
def test_a_link_without_a_reader_or_an_end_is_not_made(
    desk: Client, story: Article, posted: dict[str, str]
) -> None:
    response = desk.post(links_url(story), posted)
    assert response.status_code == 400
    assert reading(response).of_class("desk-error")[0].text
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("trouble", ["never saved", "discarded"])
def test_a_story_that_has_nothing_to_show_gets_no_link(
    desk: Client, draft: Draft, story: Article, reporter: User, trouble: str
) -> None:
    article = story
    if trouble == "never saved":
        article = draft("没有保存过")
    else:
        workflow.discard(story, by=reporter, version=story.version)
    assert desk.post(links_url(article), {"reader": "甲", "days": "3"}).status_code == 409
    assert not PreviewLink.objects.exists()


def test_a_link_is_not_revoked_by_the_way_of_another_story(
    desk: Client, link: PreviewLink, draft: Draft
) -> None:
    assert desk.post(revoke_url(link, draft("别的"))).status_code == 404
    assert desk.get(revoke_url(link)).status_code == 405
    assert PreviewLink.objects.open().exists()


@pytest.mark.parametrize("role", ["reporter", "editor", "director", "chief"])
def test_who_writes_or_reviews_makes_a_link_to_the_newest_revision(
    client: Client, story: Article, hire: Callable[[str], User], role: str, clock: Any
) -> None:
    user = hire(role)
    client.force_login(user)
    response = client.post(links_url(story), {"reader": "法律顾问", "days": "7"})
    assert response["Location"] == links_url(story)
    link = PreviewLink.objects.get()
    assert (link.revision.version, link.reader, link.made_by) == (2, "法律顾问", user)
    assert link.expires_at == timezone.now() + timedelta(days=7)


def test_what_was_kept_aside_is_never_shown_to_others(
    desk: Client, story: Article, editor: User
) -> None:
    lost = story.revisions.get().snapshot | {"title": SECRET}
    workflow.keep_aside(story, lost, by=editor, version=story.version)
    desk.post(links_url(story), {"reader": "甲", "days": "1"})
    assert PreviewLink.objects.get().revision.reason == RevisionReason.SAVE


def test_the_list_names_each_link_and_offers_to_revoke_the_open_ones(
    desk: Client, link: PreviewLink, story: Article, clock: Any
) -> None:
    page = reading(desk.get(links_url(story)))
    (row,) = page.of_class("preview-link")
    for words in ("采访对象", str(link.made_by), "2026-11-20 10:00", "2026-11-23 10:00"):
        assert words in row.text
    fields = [field.attributes.get("value") for field in page.named("input")]
    assert project.SITE_URL + link.get_absolute_url() in fields
    assert desk.post(revoke_url(link))["Location"] == links_url(story)
    page = reading(desk.get(links_url(story)))
    assert "is-closed" in page.of_class("preview-link")[0].classes
    assert link.token not in desk.get(links_url(story)).content.decode()


def test_a_link_is_revoked_once(desk: Client, link: PreviewLink, clock: Any) -> None:
    first = timezone.now()
    desk.post(revoke_url(link))
    clock.shift(timedelta(hours=1))
    desk.post(revoke_url(link))
    link.refresh_from_db()
    assert link.revoked_at == first


def test_the_list_costs_the_same_however_many_there_are(
    desk: Client, link: PreviewLink, story: Article
) -> None:
    counts = []
    for number in range(2):
        for _more in range(number * 10):
            link.pk, link.token = None, f"token{PreviewLink.objects.count()}"
            link.save()
        desk.get(links_url(story))
        with CaptureQueriesContext(connection) as captured:
            desk.get(links_url(story))
        counts.append(len(captured))
    assert counts[0] == counts[1]


# What a link does not open


@pytest.mark.parametrize("token", ["x", "x" * 500, "%20", "\u7a3f", "..", "a%00b"])
def test_a_token_that_nobody_made_is_not_found(link: PreviewLink, token: str) -> None:
    assert Client().get(f"/preview/{token}/").status_code == 404
    assert Client().get(f"/preview/{link.token.swapcase()}/").status_code == 404


def test_nothing_is_posted_to_a_preview(link: PreviewLink) -> None:
    assert Client().post(link.get_absolute_url()).status_code == 405


def closed_by(way: str, link: PreviewLink, clock: Any, chief: User, put_out: Any) -> None:
    article = link.revision.article
    if way == "revoked":
        PreviewLink.objects.update(revoked_at=timezone.now())
    elif way == "expired":
        clock.shift(timedelta(days=3))
    elif way == "discarded":
        workflow.discard(article, by=chief, version=article.version)
    else:
        put_out(article=article)
        workflow.withdraw(article, by=chief, reason="有误")


@pytest.mark.parametrize("way", ["revoked", "expired", "discarded", "withdrawn"])
def test_a_closed_link_says_so_and_tells_nothing_of_the_story(
    link: PreviewLink, clock: Any, chief: User, put_out: Any, way: str
) -> None:
    closed_by(way, link, clock, chief, put_out)
    response = Client().get(link.get_absolute_url())
    assert response.status_code == GONE
    assert response["Cache-Control"] == "no-store, private"
    assert reading(response).of_class("message")[0].text
    page = response.content.decode()
    assert not [words for words in ("采访稿", "第二版", "采访对象") if words in page]


def test_a_link_is_open_until_its_last_moment(link: PreviewLink, clock: Any) -> None:
    clock.shift(timedelta(days=3, seconds=-1))
    assert Client().get(link.get_absolute_url()).status_code == 200
    clock.shift(timedelta(seconds=1))
    assert Client().get(link.get_absolute_url()).status_code == GONE


def test_a_withdrawn_story_can_be_shown_again_for_its_mending(
    desk: Client, story: Article, put_out: Any, chief: User, clock: Any
) -> None:
    put_out(article=story)
    workflow.withdraw(story, by=chief, reason="有误")
    clock.shift(timedelta(minutes=5))
    desk.post(links_url(story), {"reader": "甲", "days": "1"})
    assert Client().get(PreviewLink.objects.get().get_absolute_url()).status_code == 200


def test_a_story_deleted_for_good_takes_its_links_along(
    link: PreviewLink, story: Article, clock: Any, reporter: User
) -> None:
    Revision.objects.filter(article=story).delete()
    assert Client().get(link.get_absolute_url()).status_code == 404


# What it shows


def test_it_is_kept_by_nobody_and_leads_nobody_back(link: PreviewLink, chief: User) -> None:
    visitor, member = Client(), Client()
    member.force_login(chief)
    for client in (visitor, member):
        response = client.get(link.get_absolute_url())
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert response["Cache-Control"] == "no-store, private"
        assert response["Referrer-Policy"] == "no-referrer"
        assert response["X-Frame-Options"] == "DENY"
        assert not response.cookies
        assert "ETag" not in response.headers
    robots = [tag.attributes for tag in shown(link).named("meta")]
    assert {"name": "robots", "content": "noindex, nofollow"} in robots


def test_the_bar_says_for_whom_which_version_and_until_when(link: PreviewLink) -> None:
    bar = shown(link).of_class("page-bar")[0].text
    for words in ("采访对象", "2", "2026-11-23 10:00"):
        assert words in bar


def test_what_was_changed_later_does_not_show(
    link: PreviewLink, story: Article, revise: Any, put_out: Any, clock: Any
) -> None:
    clock.shift(timedelta(hours=1))
    put_out(article=story)
    article = revise(story, title=SECRET, body=f"<p>{SECRET}</p>")
    put_out(article=article, change=EditionChange.FACT, note=SECRET)
    page = Client().get(link.get_absolute_url()).content.decode()
    assert SECRET not in page
    assert "第二版" in page


def test_all_of_the_page_is_of_the_revision(
    desk: Client, story: Article, revise: Any, with_photo: Any, photo: Any
) -> None:
    with_photo(story, photo, caption="码头", credit="何苗 摄")
    story.tags.add("地铁")
    article = revise(story, kicker="引题", subtitle="副题")
    desk.post(links_url(article), {"reader": "甲", "days": "1"})
    article.photo_uses.all().delete()
    article.credits.all().delete()
    article.tags.clear()
    page = shown(PreviewLink.objects.get())
    (image,) = page.named("img")
    assert photo.token in image.attributes["src"]
    assert Client().get(image.attributes["src"]).getvalue().startswith(b"\xff\xd8")
    whole = page.of_class("story")[0].text
    for words in ("引题", "副题", "码头", "何苗 摄", "袁也然", "地铁", "要闻"):
        assert words in whole


def test_a_story_without_section_or_time_can_be_shown(
    desk: Client, draft: Draft, revise: Any, clock: Any
) -> None:
    desk.post(links_url(article := revise(draft(section=None))), {"reader": "甲", "days": "1"})
    assert article.published_at is None
    assert "2026-11-20 10:00" in shown(PreviewLink.objects.get()).of_class("story-meta")[0].text


def test_it_asks_for_no_comment_and_calls_to_no_app(link: PreviewLink, site: Any) -> None:
    page = shown(link)
    assert not page.of_class("letters")
    assert not page.of_class("app-banner")
    assert not page.of_class("recommended-app")
    assert site.app_link not in Client().get(link.get_absolute_url()).content.decode()
    scripts = [script.attributes["src"] for script in page.named("script")]
    assert not [one for one in scripts if "share" in one or "comments" in one or "banner" in one]


def test_it_recommends_only_what_readers_see(
    link: PreviewLink, story: Article, put_out: Any, chief: User
) -> None:
    gone = put_out("撤下的")
    put_out("还在的")
    workflow.withdraw(gone.article, by=chief, reason="有误")
    assert [row.text for row in shown(link).of_class("row-title")] == ["还在的"]
