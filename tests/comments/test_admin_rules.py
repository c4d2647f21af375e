"""The letters page's settings and rules at the desk: what they set, and that the log has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from articles.models import Article, Section, User
from comments import ruling
from comments.choices import Posting, Reviewing
from comments.models import Decision, LettersRule, LettersSettings
from comments.standing import standing

SITE = "admin:comments_letterssettings_change"
ADD = "admin:comments_lettersrule_add"
SET = {
    "posting": "open",
    "reviewing": "before",
    "trusted_after": "10",
    "most_links": "0",
    "proof_bits": "0",
    "report_hours": "24",
    "appeal_hours": "72",
    "keep_days": "180",
}


@pytest.fixture
def desk(client: Client, chief: User) -> Client:
    client.force_login(chief)
    return client


@pytest.mark.parametrize("role", ["moderator", "editor", "reporter"])
def test_rules_are_the_chiefs(role: str, hire: Callable[[str], User], client: Client) -> None:
    user = hire(role)
    client.force_login(user)
    LettersSettings().save()
    assert client.post(reverse(SITE, args=[1]), SET | {"posting": "closed"}).status_code == 403
    assert client.post(reverse(ADD), {}).status_code == 403
    with pytest.raises(PermissionDenied):
        ruling.set_site(LettersSettings(posting="closed"), ["posting"], by=user, note="")
    assert LettersSettings.current().posting == Posting.OPEN


@pytest.mark.parametrize(
    ("name", "value"),
    [("keep_days", "0"), ("report_hours", "0"), ("proof_bits", "23"), ("posting", "nobody")],
)
def test_a_wrong_setting_changes_nothing(name: str, value: str, desk: Client) -> None:
    LettersSettings().save()
    answer = desk.post(reverse(SITE, args=[1]), SET | {name: value})
    assert answer.context["errors"]
    assert not Decision.objects.exists()


def test_the_first_visit_finds_the_defaults(desk: Client) -> None:
    answer = desk.get(reverse("admin:comments_letterssettings_changelist"), follow=True)
    assert answer.status_code == 200
    assert LettersSettings.objects.get().keep_days == 180


def test_a_setting_is_kept_and_logged(desk: Client, chief: User, live: Article) -> None:
    LettersSettings().save()
    desk.post(reverse(SITE, args=[1]), SET | {"posting": "closed", "keep_days": "200"})
    assert standing(live.pk).posting == Posting.CLOSED
    row = Decision.objects.get()
    assert (row.verb, row.by) == ("rules", chief)
    assert "180 \u2192 200" in row.note
    assert str(Posting.CLOSED.label) in row.note


def test_only_what_was_changed_is_written(db: None, chief: User) -> None:
    LettersSettings().save()
    opened = LettersSettings.current()
    LettersSettings.objects.update(most_links=3)
    LettersSettings.note_phrases_changed()
    noted = LettersSettings.current().phrases_changed_at
    opened.keep_days = 365
    ruling.set_site(opened, ["keep_days"], by=chief, note="x" * 300)
    now = LettersSettings.current()
    assert (now.keep_days, now.most_links, now.phrases_changed_at) == (365, 3, noted)


@pytest.mark.parametrize(
    "given",
    [
        {"posting": "signed_in"},
        {"shows_region": "on"},
        {"keep_days": "30"},
    ],
)
def test_a_setting_with_a_catch_says_so(given: dict[str, str], desk: Client) -> None:
    LettersSettings().save()
    answer = desk.post(reverse(SITE, args=[1]), SET | given, follow=True)
    assert [message.level_tag for message in answer.context["messages"]].count("warning") == 1


@pytest.mark.parametrize(
    "chosen",
    [
        {},
        {"section": True},
        {"posting": "closed"},
        {"section": True, "article": True, "posting": "closed"},
        {"section": "x", "posting": "closed"},
    ],
)
def test_a_rule_is_for_one_and_says_something(
    chosen: dict[str, Any], desk: Client, live: Article, section: Section
) -> None:
    keys = {"section": section.pk, "article": live.pk}
    given = {name: keys[name] if value is True else value for name, value in chosen.items()}
    answer = desk.post(reverse(ADD), given)
    assert answer.context["errors"]
    assert not LettersRule.objects.exists()


def test_a_rule_of_a_story_is_made_changed_and_removed(desk: Client, live: Article) -> None:
    desk.post(reverse(ADD), {"article": live.pk, "posting": "closed"})
    rule = LettersRule.objects.get()
    assert standing(live.pk).posting == Posting.CLOSED
    form = reverse("admin:comments_lettersrule_change", args=[rule.pk])
    desk.post(form, {"posting": "open", "reviewing": "after"})
    assert standing(live.pk).reviewing == Reviewing.AFTER
    desk.post(reverse("admin:comments_lettersrule_delete", args=[rule.pk]), {"post": "yes"})
    assert not LettersRule.objects.exists()
    notes = Decision.objects.values_list("note", flat=True)
    assert len(notes) == 3
    assert all(f"{live.title} #{live.pk}" in note for note in notes)


def test_a_story_leads_to_its_rule(desk: Client, live: Article) -> None:
    way = reverse("admin:comments_lettersrule_of_story", args=[live.pk])
    assert desk.get(way).headers["Location"].endswith(f"/add/?article={live.pk}")
    rule = LettersRule.objects.create(article=live, posting="closed")
    assert f"/{rule.pk}/" in desk.get(way).headers["Location"]
    page = desk.get(reverse("admin:articles_article_change", args=[live.pk]))
    assert way in page.content.decode()


def test_the_list_says_what_each_rule_sets(
    desk: Client, live: Article, section: Section, django_assert_max_num_queries: Any
) -> None:
    LettersRule.objects.create(article=live, posting="closed")
    LettersRule.objects.create(section=section, reviewing="after")
    with django_assert_max_num_queries(8):
        page = desk.get(reverse("admin:comments_lettersrule_changelist")).content.decode()
    assert live.title in page
    assert str(Posting.CLOSED.label) in page
    assert str(Reviewing.AFTER.label) in page
