"""The page of two saves: who may see it, what it shows, and the text that it merges."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles import photodesk
from articles.choices import DeskVerb, RevisionReason
from articles.models import (
    Article,
    EditLock,
    PhotoUse,
    Revision,
    Section,
    User,
)
from tests.articles.colliding import BODY, asides, body, choices, lost, page_of, saved, stored
from tests.articles.desk import change_url, posted
from tests.conftest import picture_bytes

Revise = Callable[..., Article]


@pytest.fixture
def article(draft: Callable[..., Article], revise: Revise) -> Article:
    return saved(draft, revise)


@pytest.fixture
def lose(desk: Client, article: Article, revise: Revise) -> Callable[..., Revision]:
    return lambda mine, theirs: lost(desk, article, revise, mine, theirs)


def test_a_text_kept_aside_is_nobody_elses(
    client: Client, lose: Callable[..., Revision], moderator: User, hire: Callable[[str], User]
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    client.force_login(moderator)
    assert client.get(page_of(aside)).status_code == 404
    assert client.post(page_of(aside), {"version": 3}).status_code == 404
    client.force_login(hire("editor"))
    assert client.post(page_of(aside), {"version": 3, "choice-title": "mine"}).status_code == 403
    assert stored(aside.article).title == "别人的题"


def test_who_may_change_the_story_may_look_at_it(
    client: Client, lose: Callable[..., Revision], hire: Callable[[str], User]
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    client.force_login(hire("editor"))
    page = client.get(page_of(aside)).content.decode()
    assert "我的题" in page
    assert 'type="radio"' not in page
    assert "collision-bar" not in page


def test_who_lost_the_right_merges_nothing(
    desk: Client, lose: Callable[..., Revision], editor: User
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    editor.groups.clear()
    asked = {"version": 3, "choice-title": "mine"}
    assert desk.post(page_of(aside), asked).status_code == 403


@pytest.mark.parametrize("which", ["a save", "another story", "no story", "no revision"])
def test_only_what_was_kept_aside_has_such_a_page(
    which: str, desk: Client, lose: Callable[..., Revision], draft: Callable[..., Article]
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    numbers = {
        "a save": [aside.article_id, aside.article.revisions.of_the_copy()[0].pk],
        "another story": [draft().pk, aside.pk],
        "no story": [10**30, aside.pk],
        "no revision": [aside.article_id, 10**30],
    }
    address = reverse("admin:articles_article_collision", args=numbers[which])
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize(
    "asked",
    [
        {"version": 3},
        {"version": 3, "choice-title": ""},
        {"version": 3, "choice-title": "both"},
        {"version": 3, "choice-title": "\0"},
        {"choice-title": "mine"},
        {"version": "x", "choice-title": "mine"},
    ],
)
def test_a_merge_without_what_it_needs_answers_a_sentence_and_saves_nothing(
    asked: dict[str, Any], desk: Client, lose: Callable[..., Revision]
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    response = desk.post(page_of(aside), asked)
    assert response.status_code == 400
    assert len(response.context["reasons"]) == 1
    assert stored(aside.article).version == 3


def test_a_story_saved_once_more_is_shown_once_more_with_the_choices(
    desk: Client, lose: Callable[..., Revision], revise: Revise
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    revise(aside.article, kicker="又一眉")
    response = desk.post(page_of(aside), {"version": 3, "choice-title": "mine"})
    assert response.status_code == 409
    assert [question.choice for question in response.context["shown"].questions] == ["mine"]
    assert stored(aside.article).title == "别人的题"
    asked = {"version": 4, "choice-title": "mine"}
    assert desk.post(page_of(aside), asked).status_code == 302
    assert (stored(aside.article).title, stored(aside.article).kicker) == ("我的题", "又一眉")


def test_a_locked_story_is_not_merged_into(
    desk: Client, lose: Callable[..., Revision], reporter: User
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    now = timezone.now()
    EditLock.objects.create(article=aside.article, by=reporter, taken_at=now, at=now)
    response = desk.post(page_of(aside), {"version": 3, "choice-title": "mine"})
    assert response.status_code == 409
    assert len(response.context["reasons"]) == 1
    assert stored(aside.article).title == "别人的题"


@pytest.mark.parametrize(
    ("choice", "title", "second"),
    [
        ("mine", "我的题", "<p>第二段我写</p>"),
        ("theirs", "别人的题", "<p>第二段别人写</p>"),
        ("both", "我的题", "<p>第二段别人写</p><p>第二段我写</p>"),
    ],
)
def test_what_collides_is_chosen_and_the_rest_is_of_both(
    choice: str, title: str, second: str, desk: Client, lose: Callable[..., Revision]
) -> None:
    mine = {"title": "我的题", "body": body(first="第一段我写", second="第二段我写")}
    theirs = {"title": "别人的题", "body": body(second="第二段别人写", third="第三段别人写")}
    aside = lose(mine, theirs)
    shown = desk.get(page_of(aside)).context["shown"]
    asked = choices(shown, choice, version=3)
    asked["choice-title"] = "mine" if choice == "both" else choice
    assert desk.post(page_of(aside), asked).status_code == 302
    article = stored(aside.article)
    assert article.title == title
    assert article.body == f"<p>第一段我写</p>{second}<p>第三段别人写</p>"


def test_what_is_merged_already_is_told_by_who_changed_it(
    desk: Client, lose: Callable[..., Revision], section: Section
) -> None:
    mine = {"kicker": "我的眉", "body": body(first="第一段我写"), "tags": "甲\uff0c乙"}
    theirs = {"section": None, "body": body(third="")}
    changes = (
        desk.get(page_of(lose(mine | {"digest": "同"}, theirs | {"digest": "同"})))
        .context["shown"]
        .changes
    )
    told = {
        whose: {
            change.label: "".join(f"[{run.kind}]{run.text}" for run in change.runs)
            for change in found
        }
        for whose, found in changes.items()
    }
    assert told["mine"] == {
        "引题": "[removed]原[added]我的[kept]眉",
        "正文": "[kept]第一段[removed]原文[added]我写",
        "标签": "[added]甲[kept]、[added]乙",
    }
    assert told["theirs"] == {"栏目": f"[removed]{section}", "正文": "[removed]第三段原文"}
    assert told["both"] == {"摘要": "[added]同"}


def test_bold_type_that_collides_is_called_by_its_name(
    desk: Client, lose: Callable[..., Revision]
) -> None:
    bold = BODY.replace("第二段", "<strong>第二段</strong>")
    aside = lose({"body": bold}, {"body": body(second="第二段别人写")})
    (question,) = desk.get(page_of(aside)).context["shown"].questions
    assert (question.mine.format_only, question.theirs.format_only) == (True, False)


def test_the_merged_text_shows_whose_each_paragraph_is(
    desk: Client, lose: Callable[..., Revision]
) -> None:
    mine = {"body": body(first="第一段我写", second="第二段我写")}
    aside = lose(mine, {"body": body(second="第二段别人写", third="第三段别人写")})
    passages = desk.get(page_of(aside)).context["shown"].body
    assert [passage.origin for passage in passages] == ["mine", "", "theirs"]
    assert [choice for choice, _text in passages[1].options] == ["mine", "theirs", "both"]


def test_where_nothing_collides_one_press_saves_both(
    desk: Client, lose: Callable[..., Revision], editor: User
) -> None:
    aside = lose({"kicker": "我的眉", "tags": "甲"}, {"title": "别人的题"})
    response = desk.get(page_of(aside))
    assert not response.context["shown"].questions
    assert desk.post(page_of(aside), {"version": 3}).status_code == 302
    article = stored(aside.article)
    assert (article.kicker, article.title, article.version) == ("我的眉", "别人的题", 4)
    revision, act = article.revisions.of_the_copy()[0], article.acts.latest("number")
    assert (revision.reason, revision.by) == (RevisionReason.MERGE, editor)
    assert (act.verb, act.by) == (DeskVerb.MERGE, editor)


@pytest.mark.parametrize("asked", [{"keep": "1"}, {"version": 3, "choice-title": "theirs"}])
def test_keeping_what_is_saved_changes_nothing_and_leaves_mine_to_be_found(
    asked: dict[str, Any], desk: Client, lose: Callable[..., Revision]
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    response = desk.post(page_of(aside), asked, follow=True)
    assert response.redirect_chain == [(change_url(aside.article), 302)]
    assert page_of(aside) in response.content.decode()
    assert stored(aside.article).version == 3
    assert desk.get(page_of(aside)).status_code == 200


def test_a_look_at_the_merged_text_saves_nothing(
    desk: Client, lose: Callable[..., Revision]
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    asked = {"version": 3, "choice-title": "mine", "preview": "1"}
    response = desk.post(page_of(aside), asked)
    (question,) = response.context["shown"].questions
    assert (response.status_code, question.choice) == (200, "mine")
    assert '<div data-when="mine">我的题</div>' in response.content.decode()
    assert stored(aside.article).version == 3


def test_the_page_costs_the_same_for_one_row_and_for_twelve(
    desk: Client, lose: Callable[..., Revision], with_photo: Callable[..., PhotoUse]
) -> None:
    aside = lose({"title": "我的题"}, {"title": "别人的题"})
    desk.get(page_of(aside))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert desk.get(page_of(aside)).status_code == 200
        return len(queries)

    one = cost()
    for rank in range(12):
        photo = photodesk.take_in(picture_bytes(width=100 + rank), f"{rank}.jpg")
        with_photo(stored(aside.article), photo, caption=f"第{rank}张", rank=rank)
        stored(aside.article).tags.add(f"标签{rank}")
    assert cost() <= one + 1  # The files of the photos, all at once.


# The page of the photos alone


@pytest.fixture
def caption_too_late(
    client: Client, article: Article, revise: Revise, with_photo: Callable[..., PhotoUse]
) -> Callable[[User], Any]:
    """Somebody fills a caption on the page of the photos after another has changed it."""
    use = with_photo(article, caption="旧图说", is_cover=True)
    revise(article, body=stored(article).body)

    def sent(by: User) -> Any:
        client.force_login(by)
        address = reverse("admin:articles_article_photos", args=[article.pk])
        context = client.get(address).context
        values = posted(context["version"]) | posted(context["rows"].management_form)
        values |= posted(context["rows"].forms[0]) | {"photo_uses-0-caption": "我的图说"}
        PhotoUse.objects.filter(pk=use.pk).update(caption="别人的图说")
        revise(article, kicker="别人的眉")
        return client.post(address, values)

    return sent


def test_a_caption_that_comes_too_late_is_merged_like_a_text(
    client: Client, caption_too_late: Callable[[User], Any], editor: User
) -> None:
    response = caption_too_late(editor)
    (question,) = response.context["shown"].questions
    assert (response.status_code, question.label.count("图说")) == (409, 2)
    asked = {"version": response.context["article"].version, f"choice-{question.name}": "mine"}
    client.post(page_of(asides().get()), asked)
    assert PhotoUse.objects.get().caption == "我的图说"
    assert PhotoUse.objects.get().is_cover


def test_who_may_only_fill_in_photos_gets_the_caption_back(
    client: Client, caption_too_late: Callable[[User], Any], hire: Callable[[str], User]
) -> None:
    response = caption_too_late(hire("photo_desk"))
    assert response.status_code == 409
    assert response.context["rows"].forms[0]["caption"].value() == "我的图说"
    aside = asides().get()
    assert page_of(aside) in response.content.decode()
    assert "collision-bar" not in client.get(page_of(aside)).content.decode()
    assert client.post(page_of(aside), {"version": 4}).status_code == 403
