"""Acts on many stories at once: each is done or refused for itself, on what was shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles import workflow
from articles.admin.bulk import BULK
from articles.choices import DeskVerb, Level, ReviewState
from articles.models import Article, DeskAct, Edition, User

pytestmark = pytest.mark.three_reviews

Draft = Callable[..., Article]
LIST = reverse("admin:articles_article_changelist")


def seen(*articles: Article) -> dict[str, list[str]]:
    """The rows as the list shows them now, all ticked."""
    rows = [Article.objects.get(pk=article.pk) for article in articles]
    return {
        "_selected_action": [str(row.pk) for row in rows],
        "seen": [f"{row.pk}:{row.version}:{row.state}" for row in rows],
    }


def do(client: Client, verb: str, given: dict[str, Any], **more: str) -> Any:
    return client.post(LIST, {"action": verb, "index": "0"} | given | more, follow=True)


def said(response: Any) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def state(article: Article) -> str:
    return Article.objects.get(pk=article.pk).state


@pytest.fixture
def waiting(draft: Draft, reporter: User) -> Callable[..., Article]:
    """Submits a new story."""

    def submitted(title: str = "样稿") -> Article:
        return workflow.submit(draft(title), by=reporter, version=1)

    return submitted


# Refusals


def test_an_act_without_the_right_is_forbidden(
    client: Client, waiting: Callable[..., Article], reporter: User
) -> None:
    article = waiting()
    client.force_login(reporter)
    assert do(client, "pass_first", seen(article)).status_code == 403
    assert state(article) == ReviewState.FIRST


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        ("", {}),
        ("delete_selected", {}),
        ("withdraw", {}),
        ("submit", {"_selected_action": []}),
        ("submit", {"seen": []}),
        ("submit", {"_selected_action": ["1 OR 1"]}),
        ("submit", {"_selected_action": ["9" * 30], "seen": ["9" * 30 + ":1:draft"]}),
        ("submit", {"seen": ["{pk}:1:nonsense"]}),
        ("submit", {"seen": ["{pk}:-1:draft"]}),
        ("submit", {"seen": ["{pk}"]}),
    ],
)
def test_what_cannot_be_read_is_answered_in_a_sentence_and_changes_nothing(
    client: Client, draft: Draft, chief: User, verb: str, given: dict[str, list[str]]
) -> None:
    article = draft()
    client.force_login(chief)
    odd = {name: [v.format(pk=article.pk) for v in values] for name, values in given.items()}
    response = do(client, verb, seen(article) | odd)
    assert response.status_code == 400
    assert response.context["error"]
    assert state(article) == ReviewState.DRAFT
    assert not DeskAct.objects.exists()


def test_a_token_is_asked_for(draft: Draft, chief: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(chief)
    assert do(client, "submit", seen(draft())).status_code == 403


def test_a_story_that_was_changed_since_is_refused_with_who_changed_it(
    client: Client, draft: Draft, revise: Callable[..., Article], chief: User, editor: User
) -> None:
    article, other = draft("改了"), draft("没改")
    listed = seen(article, other)
    revise(article, by=editor, title="改了的题")
    client.force_login(chief)
    done, refused = said(do(client, "submit", listed))
    assert "没改" in done
    assert "Editor" in refused
    assert state(article) == ReviewState.DRAFT
    assert state(other) == ReviewState.FIRST


def test_a_story_that_has_moved_on_since_is_refused_in_the_version_that_was_read(
    client: Client, waiting: Callable[..., Article], editor: User, director: User
) -> None:
    article = waiting()
    listed = seen(article)
    workflow.pass_(article, by=editor, version=1, level=Level.FIRST)
    client.force_login(director)
    (refused,) = said(do(client, "return", listed, opinion="改"))
    assert str(ReviewState.SECOND.label) in refused
    assert state(article) == ReviewState.SECOND


def test_each_refusal_gives_the_reasons_of_its_story(
    client: Client, draft: Draft, waiting: Callable[..., Article], editor: User, reporter: User
) -> None:
    own = workflow.submit(draft("自己写的", created_by=editor), by=reporter, version=1)
    others = waiting("别人写的")
    client.force_login(editor)
    done, refused = said(do(client, "pass_first", seen(own, others)))
    assert "别人写的" in done
    assert "自己写的" not in done
    assert "自己写的" in refused
    assert "别人写的" not in refused
    assert [act.article for act in DeskAct.objects.filter(verb=DeskVerb.PASS_FIRST)] == [others]


def test_a_story_that_is_gone_is_said_by_its_number(
    client: Client, draft: Draft, chief: User
) -> None:
    article = draft()
    listed = seen(article)
    article.delete()
    client.force_login(chief)
    (refused,) = said(do(client, "submit", listed))
    assert listed["_selected_action"][0] in refused


@pytest.mark.parametrize(("typed", "status"), [({}, 200), ({"opinion": "  "}, 400)])
def test_a_return_asks_for_an_opinion_on_a_page_between(
    client: Client,
    waiting: Callable[..., Article],
    editor: User,
    typed: dict[str, str],
    status: int,
) -> None:
    article = waiting("要退的")
    client.force_login(editor)
    response = do(client, "return", seen(article), **typed)
    assert response.status_code == status
    assert "要退的" in response.content.decode()
    assert state(article) == ReviewState.FIRST


def test_a_title_is_shown_as_it_is_written(client: Client, draft: Draft, chief: User) -> None:
    article = draft("<b>粗</b>")
    client.force_login(chief)
    response = do(client, "submit", seen(article))
    assert "&lt;b&gt;粗&lt;/b&gt;" in response.content.decode()


# Done


def test_the_page_between_posts_what_the_list_showed(
    client: Client, waiting: Callable[..., Article], editor: User
) -> None:
    articles = [waiting("甲"), waiting("乙")]
    client.force_login(editor)
    asked = do(client, "return", seen(*articles))
    page = asked.content.decode()
    rows = [row.seen for row, _title in asked.context["chosen"]]
    assert all(f'name="seen" value="{row}"' in page for row in rows)
    do(client, "return", seen(*articles), opinion="标题太长")
    assert {state(article) for article in articles} == {ReviewState.RETURNED}
    opinions = DeskAct.objects.filter(verb=DeskVerb.RETURN).values_list("note", flat=True)
    assert list(opinions) == ["标题太长", "标题太长"]


def test_stories_go_the_whole_way_in_bulk(
    client: Client, draft: Draft, reporter: User, editor: User, director: User, chief: User
) -> None:
    articles = [draft("甲"), draft("乙")]
    for user, verb in (
        (reporter, "submit"),
        (editor, "pass_first"),
        (director, "pass_second"),
        (chief, "sign_off"),
        (chief, "publish"),
        (chief, "archive"),
        (chief, "unarchive"),
    ):
        client.force_login(user)
        (done,) = said(do(client, verb, seen(*articles)))
        assert "甲" in done
        assert "乙" in done
    assert Edition.objects.live().count() == 2
    assert not Article.objects.archived()


def test_stories_go_into_the_bin_and_come_back(
    client: Client, draft: Draft, reporter: User
) -> None:
    articles = [draft("甲"), draft("乙")]
    client.force_login(reporter)
    do(client, "discard", seen(*articles))
    assert Article.objects.in_bin().count() == 2
    do(client, "recover", seen(*articles))
    assert Article.objects.on_the_desk().count() == 2


def test_whoever_acted_comes_back_to_the_list_as_it_was(
    client: Client, draft: Draft, reporter: User
) -> None:
    client.force_login(reporter)
    address = f"{LIST}?basket=draft&q=%E7%94%B2"
    response = client.post(address, {"action": "submit"} | seen(draft("甲")))
    assert response.status_code == 302
    assert response.url == address


# What is offered


@pytest.mark.parametrize(
    ("role", "basket", "verbs"),
    [
        ("moderator", "", []),
        ("reporter", "", ["submit", "discard"]),
        ("editor", "", ["submit", "pass_first", "return", "archive", "discard"]),
        ("publisher", "", ["publish"]),
        ("reporter", "bin", ["recover"]),
        ("publisher", "bin", []),
        ("editor", "archived", ["unarchive"]),
        ("reporter", "archived", []),
    ],
)
def test_only_acts_that_somebody_may_do_here_are_offered(
    client: Client,
    hire: Callable[[str], User],
    draft: Draft,
    role: str,
    basket: str,
    verbs: list[str],
) -> None:
    draft()
    client.force_login(hire(role))
    form = client.get(LIST, {"basket": basket}).context["action_form"]
    offered = [value for value, _label in form.fields["action"].choices if value] if form else []
    assert offered == verbs


def test_a_chief_is_offered_everything(client: Client, draft: Draft, chief: User) -> None:
    article = draft()
    client.force_login(chief)
    response = client.get(LIST)
    offered = {value for value, _label in response.context["action_form"].fields["action"].choices}
    away = {DeskVerb.UNARCHIVE, DeskVerb.RECOVER}
    assert offered == {"", *(verb.value for verb in BULK if verb not in away)}
    assert f'name="seen" value="{article.pk}:1:draft"' in response.content.decode()
