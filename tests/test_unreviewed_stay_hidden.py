"""What nobody has reviewed, or somebody has turned down, is on no public address and in no count.

Every comment here that readers must not see says LOOSE or has it in its name; those that they may
see say so little that a page without LOOSE and with the right count shows exactly these.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import workflow
from articles.models import Article, Section, User
from comments import challenge, moderation, posting, tallies
from comments.choices import CommentState, Reviewing, Trust
from comments.hot import hot_list
from comments.models import Comment, LettersSettings, Tally, Writer
from newsroom import caching
from tests.test_drafts_stay_private import public_urls

LOOSE = "不可外泄"
APPROVED = CommentState.APPROVED


class Letters:
    """Writes comments under one story and has somebody decide on them, by the acts of the desk."""

    def __init__(self, article: Article, by: User) -> None:
        self.article, self.by = article, by

    def send(self, text: str = f"{LOOSE}的话", **fields: Any) -> Comment:
        name = f"{LOOSE}的人" if LOOSE in text else "读者"
        given = {"author_name": name, "posted_at": timezone.now()} | fields
        return Comment.objects.create(article=self.article, text=text, **given)

    def show(self, text: str = "可以看的话", **fields: Any) -> Comment:
        return moderation.approve(self.send(text, **fields), by=self.by)

    def reject(self, comment: Comment) -> Comment:
        return moderation.reject(comment, by=self.by)


# What readers must not see, each with the number of comments that they see beside it


def waiting(letters: Letters) -> int:
    letters.send()
    return 0


def rejected(letters: Letters) -> int:
    letters.reject(letters.send())
    return 0


def rejected_after_it_was_shown(letters: Letters) -> int:
    letters.reject(letters.show(f"{LOOSE}的话"))
    return 0


def refused_by_screening(letters: Letters) -> int:
    moderation.refuse_by_screening(letters.send(), f"{LOOSE}的词")
    return 0


def approved_by_mistake(letters: Letters) -> int:
    seen = {letters.send().pk: CommentState.WAITING}
    outcome = moderation.decide(seen, APPROVED, by=letters.by)
    assert outcome.batch
    moderation.undo(outcome.batch, by=letters.by)
    return 0


def picked_and_then_rejected(letters: Letters) -> int:
    comment = letters.show(f"{LOOSE}的话")
    moderation.pick(comment, by=letters.by)
    letters.reject(Comment.objects.get(pk=comment.pk))
    return 0


def replies_under_a_rejected_one(letters: Letters) -> int:
    head = letters.show(f"{LOOSE}的话")
    letters.show(f"{LOOSE}的答", parent=head)
    letters.send(parent=head)
    letters.reject(head)
    return 0


def reply_approved_after_its_comment_was_rejected(letters: Letters) -> int:
    head = letters.show(f"{LOOSE}的话")
    reply = letters.send(f"{LOOSE}的答", parent=head)
    letters.reject(head)
    moderation.approve(reply, by=letters.by)
    return 0


def reply_waiting_under_a_shown_one(letters: Letters) -> int:
    letters.send(parent=letters.show())
    return 1


def replies_beside_a_shown_one(letters: Letters) -> int:
    head = letters.show()
    letters.send(parent=head)
    letters.reject(letters.send(parent=head))
    letters.show(parent=head)
    return 2


def name_of_a_hidden_reply_that_is_answered(letters: Letters) -> int:
    head = letters.show()
    hidden = letters.send(parent=head)
    letters.show(parent=head, answers=hidden)
    return 2


HIDDEN = [
    waiting,
    rejected,
    rejected_after_it_was_shown,
    refused_by_screening,
    approved_by_mistake,
    picked_and_then_rejected,
    replies_under_a_rejected_one,
    reply_approved_after_its_comment_was_rejected,
    reply_waiting_under_a_shown_one,
    replies_beside_a_shown_one,
    name_of_a_hidden_reply_that_is_answered,
]


@pytest.fixture
def letters(put_out: Any, moderator: User, site: Any) -> Letters:
    return Letters(put_out("地铁新线开通").article, moderator)


def addresses(article: Article) -> Iterator[str]:
    """Where comments of a story are, beside what the walk over all addresses finds."""
    edition = article.editions.live().first()
    page = reverse("comments:story", args=[article.pk])
    yield edition.get_absolute_url() if edition else page
    yield from (f"{page}{query}" for query in ("", "?order=new", "?part=list", "?part=form"))
    for comment in article.comments.all():
        yield reverse("comments:thread", args=[article.pk, comment.pk])
        yield reverse("comments:report", args=[article.pk, comment.pk])
        yield f"{page}?to={comment.pk}&part=form"
        yield reverse("api:comment_replies", args=[article.pk, comment.pk])
    yield f"{reverse('api:story_comments', args=[article.pk])}?order=new"
    yield from (reverse("letters_feed", args=[article.pk, form]) for form in ("rss", "atom"))
    yield from (f"{reverse(f'articles:{name}')}?q=的话" for name in ("search", "suggest"))


def leaks(urls: Any) -> list[str]:
    """Those of these addresses that tell what they must not."""
    client = Client()
    return [url for url in urls if LOOSE in body(client.get(url))]


def body(response: Any) -> str:
    text: str = response.getvalue().decode(errors="replace")
    return text + str(response.headers)


def counted(article: Article) -> set[int]:
    """The number of comments by all that count them."""
    told = Client().get(reverse("api:story_comments", args=[article.pk])).json()
    listed = sum(1 + len(one["replies"]) for one in told["comments"])
    tally = Tally.objects.filter(article=article).values_list("shown", flat=True).first()
    return {told["total"], listed, tally or 0, Comment.objects.under(article.pk).count()}


@pytest.mark.parametrize("hide", HIDDEN, ids=lambda hide: hide.__name__)
def test_alone_it_is_nowhere_and_nobody_counts_it(
    letters: Letters, hide: Callable[[Letters], int]
) -> None:
    number = hide(letters)
    assert leaks(addresses(letters.article)) == []
    assert counted(letters.article) == {number}
    assert [comment for comment in hot_list(letters.article.pk) if LOOSE in comment.text] == []


def test_all_of_it_together_is_on_no_public_address(letters: Letters, section: Section) -> None:
    article = letters.article
    number = sum(hide(letters) for hide in HIDDEN)
    letters.show("可以看的话，也要看得到")
    hidden = article.comments.filter(visible=False).first()
    assert hidden
    urls = [*public_urls(article, section, hidden.pk), *addresses(article)]
    assert leaks(urls) == []
    assert counted(article) == {number + 1}
    assert "也要看得到" in body(Client().get(next(addresses(article))))


@pytest.mark.parametrize("gone", ["withdrawn", "scheduled"])
def test_with_a_story_that_is_not_live_its_comments_are_gone(
    gone: str, letters: Letters, section: Section, put_out: Any, chief: User
) -> None:
    if gone == "scheduled":
        later = timezone.now() + timedelta(hours=1)
        letters = Letters(put_out("预告", at=later).article, letters.by)
    article = letters.article
    head = letters.show(f"{LOOSE}的话")
    letters.show(f"{LOOSE}的答", parent=head)
    if gone == "withdrawn":
        assert leaks(addresses(article)) != []
        workflow.withdraw(article, by=chief, reason="核实中")
    assert leaks([*public_urls(article, section, head.pk), *addresses(article)]) == []
    assert hot_list(article.pk) == []


def test_they_come_back_with_a_story_that_is_restored(letters: Letters, chief: User) -> None:
    letters.show("可以看的话")
    letters.send()
    workflow.withdraw(letters.article, by=chief, reason="核实中")
    workflow.restore(letters.article, by=chief)
    assert counted(letters.article) == {1}
    assert leaks(addresses(letters.article)) == []


# Caches


@pytest.mark.parametrize("by", ["ETag", "Last-Modified"])
def test_who_kept_a_page_is_not_told_that_it_still_holds(
    clock: Any,
    letters: Letters,
    by: str,
    monkeypatch: pytest.MonkeyPatch,
    django_capture_on_commit_callbacks: Any,
) -> None:
    # No page is older than the process, which by this clock has yet to start.
    monkeypatch.setattr(caching, "STARTED", timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        comment = letters.show(f"{LOOSE}的话")
    clock.shift(timedelta(minutes=5))
    article = letters.article
    story = next(addresses(article))
    urls = [story, *(reverse("letters_feed", args=[article.pk, form]) for form in ("rss", "json"))]
    urls.append(reverse("api:story_comments", args=[article.pk]))
    header = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[by]
    kept = {url: Client().get(url) for url in urls}
    assert all(LOOSE in body(answer) for answer in kept.values())
    clock.shift(timedelta(minutes=5))
    with django_capture_on_commit_callbacks(execute=True):
        letters.reject(comment)
    for url, answer in kept.items():
        again = Client().get(url, headers={header: answer[by]})
        assert (again.status_code, LOOSE in body(again)) == (200, False), url


def test_pages_that_hold_a_token_are_kept_by_nobody(letters: Letters) -> None:
    page = reverse("comments:story", args=[letters.article.pk])
    comment = letters.show()
    thread = reverse("comments:thread", args=[letters.article.pk, comment.pk])
    for url in (page, f"{page}?part=form", thread):
        assert "no-store" in Client().get(url)["Cache-Control"]


# Shown ahead of its review, by the rule alone


@pytest.mark.parametrize("reviewing", Reviewing)
@pytest.mark.parametrize("trust", Trust)
def test_only_a_trusted_writer_is_read_afterwards_and_only_by_the_rule(
    letters: Letters, reviewing: Reviewing, trust: Trust
) -> None:
    LettersSettings.objects.create(reviewing=reviewing)
    opened = challenge.issue(letters.article.pk, now=timezone.now() - timedelta(seconds=10))
    sender = posting.Sender("192.0.2.7", writer=Writer.objects.create(trust=trust))
    sending = challenge.Sending(opened)
    words = f"{LOOSE}的话"
    posting.post(letters.article.pk, name="读者", text=words, sender=sender, sending=sending)
    is_ahead = (reviewing, trust) == (Reviewing.AFTER, Trust.TRUSTED)
    assert bool(leaks([next(addresses(letters.article))])) is is_ahead
    assert counted(letters.article) == {int(is_ahead)}


def test_what_was_shown_ahead_goes_when_it_is_rejected(letters: Letters) -> None:
    comment = letters.send(state=CommentState.AHEAD)
    tallies.after_change([comment])
    assert leaks(addresses(letters.article)) != []
    letters.reject(comment)
    assert leaks(addresses(letters.article)) == []
    assert counted(letters.article) == {0}
