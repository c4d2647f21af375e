"""Who sits at the desk in the tests of it, and a story that has some of everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from articles.choices import CreditRole
from articles.models import (
    Article,
    Credit,
    Person,
    Photo,
    PhotoUse,
    Recommendation,
    Topic,
    User,
)


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """An editor's browser; a file whose pages are somebody else's says whose."""
    client.force_login(editor)
    return client


@pytest.fixture
def signed_in(hire: Callable[[str], User]) -> Callable[..., Client]:
    """A browser of their own for a person, or for somebody new who plays that role."""

    def entered(who: User | str) -> Client:
        client = Client()
        client.force_login(hire(who) if isinstance(who, str) else who)
        return client

    return entered


@pytest.fixture
def filled(
    draft: Callable[..., Article],
    revise: Callable[..., Article],
    photo: Photo,
    with_photo: Callable[..., PhotoUse],
) -> Callable[[str], Article]:
    """Makes a saved story that has some of everything, its times to the microsecond."""

    def made(caption: str) -> Article:
        article = draft(title="甲", kicker="眉", digest="摘要", published_at=timezone.now())
        article.topics.add(*(Topic.objects.create(name=name) for name in ("两会", "大运会")))
        article.tags.add("科技", "成都")
        with_photo(article, photo, caption=caption, is_cover=True)
        with_photo(article, None, caption="图二", rank=1)
        person = Person.objects.create(name="刘洋")
        Credit.objects.create(article=article, person=person, role=CreditRole.REPORTER, rank=3)
        Recommendation.objects.create(article=article, target=draft(title="别的稿"))
        Recommendation.objects.create(article=article, title="待来的稿", rank=1)
        return revise(article)

    return made
