"""A required rule of the checklist holds on every path: workflow, desk, command, schedule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from articles import workflow
from articles.checklist import LONG_TITLE
from articles.choices import EditionChange, ReviewState
from articles.models import Article, Edition, Section, User
from tests.articles.desk import change_url, opened, refused_command, refused_form

Draft = Callable[..., Article]
LONG = "长" * (LONG_TITLE + 1)


def require(section: Section, *codes: str) -> None:
    section.checklist = dict.fromkeys(codes, "required")
    section.save()


def refused(act: Callable[..., Any], by: User, article: Article, **words: Any) -> None:
    with pytest.raises(workflow.Refused):
        act(article, by=by, version=article.version, **words)


def save_and_submit(by: User, article: Article) -> None:
    client = Client()
    client.force_login(by)
    values = opened(client, article) | {"title": LONG + "!", "_submit": "1"}
    assert client.post(change_url(article), values).status_code == 302


def tomorrow() -> Any:
    return timezone.localtime(timezone.now() + timedelta(days=1))


def typed() -> str:
    return tomorrow().strftime("%Y-%m-%dT%H:%M")


Path = Callable[[User, Article], None]

TO_REVIEW: dict[str, Path] = {
    "workflow": lambda by, article: refused(workflow.submit, by, article),
    "act": lambda by, article: refused_form(by, article, "submit"),
    "save and submit": save_and_submit,
    "command": lambda by, article: refused_command(by, article, "submit"),
    "dry run": lambda by, article: refused_command(by, article, "submit", "--dry-run"),
}
TO_THE_SIGNATURE: dict[str, Path] = {
    "workflow": lambda by, article: refused(workflow.sign_off, by, article),
    "act": lambda by, article: refused_form(by, article, "sign_off"),
    "command": lambda by, article: refused_command(by, article, "sign_off"),
    "green": lambda by, article: refused(workflow.green, by, article, reason="急"),
    "green act": lambda by, article: refused_form(by, article, "green", reason="急"),
    "green command": lambda by, article: refused_command(by, article, "green", "--reason", "急"),
}
TO_READERS: dict[str, Path] = {
    "workflow": lambda by, article: refused(workflow.publish, by, article),
    "act": lambda by, article: refused_form(by, article, "publish"),
    "command": lambda by, article: refused_command(by, article, "publish"),
    "schedule": lambda by, article: refused(workflow.publish, by, article, at=tomorrow()),
    "schedule act": lambda by, article: refused_form(by, article, "schedule", at=typed()),
    "schedule command": lambda by, article: refused_command(
        by, article, "schedule", "--at", typed()
    ),
}
CORRECTIONS: dict[str, Path] = {
    "workflow": lambda by, article: refused(
        workflow.publish, by, article, change=EditionChange.TYPO
    ),
    "act": lambda by, article: refused_form(by, article, "correct", change="typo"),
    "later act": lambda by, article: refused_form(
        by, article, "correct", change="typo", at=typed()
    ),
    "command": lambda by, article: refused_command(by, article, "correct", "--change", "typo"),
}


@pytest.mark.parametrize("path", TO_REVIEW)
def test_a_required_rule_holds_on_every_path_to_review(
    path: str, draft: Draft, section: Section, reporter: User
) -> None:
    require(section, "title")
    article = draft(LONG)
    TO_REVIEW[path](reporter, article)
    assert Article.objects.get().state == ReviewState.DRAFT


@pytest.mark.parametrize("path", TO_THE_SIGNATURE)
def test_a_required_rule_holds_on_every_path_to_the_signature(
    path: str, draft: Draft, section: Section, reporter: User, chief: User
) -> None:
    section.levels = 1
    require(section, "tags")
    article = workflow.submit(draft(), by=reporter, version=1)
    TO_THE_SIGNATURE[path](chief, article)
    assert Article.objects.get().state == ReviewState.FINAL


@pytest.mark.parametrize("path", TO_READERS)
def test_a_rule_required_after_the_signature_holds_on_every_path_to_readers(
    path: str, signed: Draft, section: Section, chief: User
) -> None:
    article = signed()
    require(section, "tags")
    TO_READERS[path](chief, article)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("path", CORRECTIONS)
def test_a_rule_required_since_the_publication_holds_for_a_correction(
    path: str,
    put_out: Callable[..., Edition],
    revise: Draft,
    signed: Draft,
    section: Section,
    chief: User,
) -> None:
    article = signed(revise(put_out().article, title="新题"))
    require(section, "tags")
    CORRECTIONS[path](chief, article)
    assert Edition.objects.count() == 1
