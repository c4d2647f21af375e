"""The page of a story: what it shows, what it never shows, and what it answers instead."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings as project
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.choices import ArticleKind, CreditRole, EditionChange
from articles.models import Article, ArticleSource, Credit, Person, Recommendation, Source
from tests.articles.page_reading import DATA_BLOCK, Reading, reading

SITE = project.SITE_URL
SHANGHAI = ZoneInfo("Asia/Shanghai")
MORNING = datetime(2021, 12, 20, 10, 48, 53, tzinfo=SHANGHAI)
IN_THE_BAR = {"aloud-pause", "aloud-stop"}
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


def page_of(edition: Any) -> Reading:
    response = Client().get(edition.get_absolute_url())
    assert response.status_code == 200
    return reading(response)


# What is refused


@pytest.mark.parametrize("pk", [0, 999, 2**63, 10**30])
def test_a_story_that_never_was_is_not_found(db: None, pk: int) -> None:
    assert Client().get(f"/2021/12/20/{pk}/").status_code == 404


@pytest.mark.parametrize(
    "day", ["2021/02/30", "2021/13/01", "0000/01/01", "2021/1/1", "２０２１/12/20"]
)
def test_an_impossible_day_is_not_found(db: None, day: str) -> None:
    assert Client().get(f"/{day}/1/").status_code == 404


def test_a_draft_is_not_found(draft: Any) -> None:
    article = draft(published_at=MORNING)
    assert Client().get(f"/2021/12/20/{article.pk}/").status_code == 404


def test_a_scheduled_story_is_not_found_before_its_moment(put_out: Any, clock: Any) -> None:
    edition = put_out(at=timezone.now() + timedelta(hours=1))
    assert Client().get(edition.get_absolute_url()).status_code == 404
    clock.shift(timedelta(hours=1))
    assert Client().get(edition.get_absolute_url()).status_code == 200


def test_nothing_is_posted_to_a_story(put_out: Any) -> None:
    assert Client().post(put_out().get_absolute_url()).status_code == 405


def test_a_withdrawn_story_leaves_a_notice_and_nothing_of_itself(put_out: Any, chief: Any) -> None:
    edition = put_out("撤下的稿件")
    workflow.withdraw(edition.article, by=chief, reason="内部原因", notice="本文已撤下")
    response = Client().get(edition.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410
    assert "本文已撤下" in page
    assert "撤下的稿件" not in page
    assert "内部原因" not in page
    robots = [
        tag for tag in reading(response).named("meta") if tag.attributes.get("name") == "robots"
    ]
    assert "noindex" in robots[0].attributes["content"]


def test_a_restored_story_is_back_at_its_address(put_out: Any, chief: Any) -> None:
    edition = put_out()
    workflow.withdraw(edition.article, by=chief, reason="误撤")
    workflow.restore(edition.article, by=chief)
    assert Client().get(edition.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("day", ["2021/12/19", "1999/01/01", "2021/12/21"])
def test_another_day_leads_to_the_right_one(put_out: Any, day: str) -> None:
    edition = put_out(published_at=MORNING)
    response = Client().get(f"/{day}/{edition.article_id}/")
    assert response.status_code == 301
    assert response.headers["Location"] == f"/2021/12/20/{edition.article_id}/"


def test_the_day_is_the_sites_and_not_that_of_greenwich(put_out: Any) -> None:
    edition = put_out(published_at=datetime(2021, 12, 20, 0, 30, tzinfo=SHANGHAI))
    assert edition.get_absolute_url().startswith("/2021/12/20/")


# What stands on it


def test_words_from_outside_are_shown_as_words(
    draft: Any, put_out: Any, with_photo: Any, photo: Any, site: Any
) -> None:
    article = draft(HOSTILE, kicker=HOSTILE, subtitle=HOSTILE, digest=HOSTILE)
    for file in (photo, None):
        with_photo(article, file, caption=HOSTILE, credit=HOSTILE, alt=HOSTILE)
    article.tags.add("<b>x</b>")
    source = Source.objects.create(name=HOSTILE)
    ArticleSource.objects.create(article=article, source=source, rank=1)
    person = Person.objects.create(name=HOSTILE)
    Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER)
    Recommendation.objects.create(article=article, title=HOSTILE)
    page = page_of(put_out(article=article))
    assert not list(page.inline_code())
    assert "x" not in [image.attributes["src"] for image in page.named("img")]
    scripts = [script.attributes for script in page.named("script")]
    assert all("src" in one or one["type"] == DATA_BLOCK for one in scripts)
    assert HOSTILE in page.named("h1")[0].text
    assert HOSTILE in page.of_class("figure")[0].text
    assert "<b>x</b>" in page.of_class("tags")[0].text


def test_the_head_names_time_sources_and_reporters(draft: Any, put_out: Any) -> None:
    article = draft("标题", kicker="引题", subtitle="副题", published_at=MORNING)
    other = Source.objects.create(name="新华社")
    ArticleSource.objects.create(article=article, source=other, rank=1)
    for rank, name in enumerate(("林知夏", "顾小满")):
        person = Person.objects.create(name=name)
        Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER, rank=rank)
    page = page_of(put_out(article=article))
    head = page.of_class("story-head")[0].text
    for words in ("引题", "标题", "副题", "2021-12-20 10:48", "成都日报\u00b7锦观新闻\u3001新华社"):
        assert words in head
    assert "林知夏\u3000顾小满" in "".join(page.of_class("story-meta")[0].words)
    assert page.named("time")[0].attributes["datetime"] == "2021-12-20T10:48:53+08:00"


@pytest.mark.parametrize(("body", "stands"), [("银水11月20日电\u3000雨停了", 0), ("雨停了", 1)])
def test_a_dateline_is_said_once(draft: Any, put_out: Any, body: str, stands: int) -> None:
    article = draft(dateline="银水11月20日电", body=f"<p>{body}</p>")
    assert len(page_of(put_out(article=article)).of_class("story-dateline")) == stands


def test_the_editors_name_stands_under_the_text(put_out: Any) -> None:
    page = page_of(put_out())
    assert "袁也然" in page.of_class("credits")[0].text
    assert "袁也然" not in page.of_class("story-head")[0].text


def test_corrections_stand_dated_under_the_headline(
    put_out: Any, revise: Any, chief: Any, clock: Any
) -> None:
    edition = put_out()
    for change, note in ((EditionChange.UPDATE, "补充"), (EditionChange.FACT, "三号口应为五号口")):
        clock.shift(timedelta(hours=1))
        article = revise(edition.article, body=f"<p>{note}</p>")
        put_out(article=article, change=change, note=note)
    first, second = page_of(edition).of_class("notice")
    assert "补充" in first.text
    assert "2026-11-20 11:00" in first.text
    assert "三号口应为五号口" in second.text
    assert str(EditionChange.FACT.label) in second.text


def test_a_changed_working_copy_changes_nothing_for_readers(put_out: Any, revise: Any) -> None:
    edition = put_out("原来的标题")
    revise(edition.article, title="改过的标题")
    assert page_of(edition).named("h1")[0].text == "原来的标题"


def test_a_reprint_names_what_it_was_made_from(draft: Any, put_out: Any) -> None:
    article = draft(
        kind=ArticleKind.REPRINT,
        original_title="原题",
        original_author="原作者某",
        original_url="https://example.org/1",
    )
    page = page_of(put_out(article=article))
    original = page.of_class("original")[0]
    assert "原题" in original.text
    assert "原作者某" in original.text
    (link,) = [a for a in page.named("a") if a.attributes["href"] == "https://example.org/1"]
    assert "nofollow" in link.attributes["rel"]


@pytest.mark.parametrize("original", ["标题!", "引题 标题\uff01"])
def test_an_original_title_that_is_the_headline_is_not_repeated(
    draft: Any, put_out: Any, original: str
) -> None:
    article = draft("标题\uff01", kicker="引题", kind=ArticleKind.REPRINT, original_title=original)
    assert not page_of(put_out(article=article)).of_class("original")


def test_recommended_stories_are_linked_only_when_they_are_here(
    draft: Any, put_out: Any, site: Any
) -> None:
    here = put_out("已经在这里", published_at=MORNING)
    article = draft("主稿")
    Recommendation.objects.create(article=article, target=here.article)
    Recommendation.objects.create(article=article, title="还没有来", listed_at=MORNING, rank=1)
    Recommendation.objects.create(article=article, title="也没有时间", rank=2)
    rows = page_of(put_out(article=article)).of_class("row")
    titles = [row.text for row in rows]
    assert titles == ["已经在这里 2021-12-20 10:48", "还没有来 2021-12-20 10:48", "也没有时间"]


def test_an_unlinked_recommendation_has_no_link(draft: Any, put_out: Any) -> None:
    article = draft()
    Recommendation.objects.create(article=article, title="还没有来")
    (title,) = page_of(put_out(article=article)).of_class("row-title")
    assert (title.name, title.text) == ("span", "还没有来")


def test_the_description_is_the_digest_or_the_beginning(draft: Any, put_out: Any) -> None:
    for digest in ("摘要在此", ""):
        page = page_of(put_out(article=draft("有题", digest=digest)))
        (meta,) = [m for m in page.named("meta") if m.attributes.get("name") == "description"]
        assert meta.attributes["content"] == (digest or "这是\u201c有题\u201d的正文\u3002")


def test_a_page_to_be_shared_carries_its_absolute_address(put_out: Any) -> None:
    edition = put_out()
    metas = [tag.attributes for tag in page_of(edition).named("meta")]
    cards = {tag["property"]: tag["content"] for tag in metas if "property" in tag}
    assert cards["og:url"] == f"{SITE}{edition.get_absolute_url()}"
    assert not [name for name in cards if name.startswith("og:image")]


# What holds for the page as a whole


def test_the_app_is_called_for_only_where_one_is_set(put_out: Any, site: Any) -> None:
    edition = put_out()
    banner = page_of(edition).of_class("app-banner")[0]
    assert "有态度的新闻" in banner.text
    site.app_link = ""
    site.save()
    page = page_of(edition)
    assert not page.of_class("app-banner")
    assert "example.org/app" not in Client().get(edition.get_absolute_url()).content.decode()


def test_what_needs_a_script_is_hidden_until_it_runs(put_out: Any, site: Any) -> None:
    page = page_of(put_out())
    hidden = {name for tag in page.elements if "hidden" in tag.attributes for name in tag.classes}
    assert {"preferences", "aloud-bar"} < hidden
    alone = [button for button in page.named("button") if not button.classes & IN_THE_BAR]
    assert len(alone) == 5
    assert all("hidden" in button.attributes for button in alone)


def test_a_story_is_complete_without_the_sites_settings(put_out: Any) -> None:
    page = page_of(put_out("标题"))
    assert page.of_class("masthead-name")[0].text
    assert not page.named("title")[0].text.endswith("-")


def test_the_page_is_the_same_for_everybody(put_out: Any, site: Any, chief: Any) -> None:
    edition = put_out()
    visitor, member = Client(), Client()
    member.force_login(chief)
    pages = [client.get(edition.get_absolute_url()) for client in (visitor, member)]
    assert pages[0].content == pages[1].content
    for page in pages:
        assert not page.cookies
        assert "Cookie" not in page.headers.get("Vary", "")
        assert b"csrf" not in page.content


def test_every_story_keeps_its_address_when_its_section_changes(put_out: Any, revise: Any) -> None:
    edition = put_out()
    article = revise(edition.article, section=None)
    assert Article.objects.get(pk=article.pk).section is None
    assert "要闻" in page_of(edition).of_class("crumbs")[0].text
