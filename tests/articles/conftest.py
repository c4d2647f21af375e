"""Who sits at the desk in the tests of it, and a story that has some of everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from articles.models import User


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
