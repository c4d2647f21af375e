"""The preview of the saved text at three widths: for whom, in whose frame, and what it leads to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, User
from tests.articles.desk import change_url
from tests.articles.page_reading import reading

Draft = Callable[..., Article]
PAGES = ("preview", "preview_widths")


def page_url(article: Article, name: str) -> str:
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_is_sent_to_the_sign_in(client: Client, draft: Draft, name: str) -> None:
    response = client.get(page_url(draft(), name))
    assert response["Location"].startswith(reverse("admin:login"))


@pytest.mark.parametrize("name", PAGES)
def test_who_may_not_read_stories_is_refused(client: Client, draft: Draft, name: str) -> None:
    client.force_login(User.objects.create_user("guest", is_staff=True))
    assert client.get(page_url(draft(), name)).status_code == 403


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_posted_to_it(desk: Client, draft: Draft, name: str) -> None:
    assert desk.post(page_url(draft(), name)).status_code == 405


@pytest.mark.parametrize("name", PAGES)
def test_a_story_that_never_was_is_not_found(desk: Client, name: str) -> None:
    address = reverse(f"admin:articles_article_{name}", args=[10**30])
    assert desk.get(address).status_code == 404


def test_only_our_own_pages_may_frame_it(desk: Client, draft: Draft) -> None:
    response = desk.get(page_url(draft(), "preview"))
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]


def test_a_readers_page_is_framed_by_nobody(put_out: Any) -> None:
    response = Client().get(put_out().get_absolute_url())
    assert response["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]


def test_it_offers_no_address_to_share(desk: Client, draft: Draft) -> None:
    page = reading(desk.get(page_url(draft(), "preview")))
    scripts = [script.attributes["src"] for script in page.named("script")]
    assert not [address for address in scripts if "share" in address]


def test_the_page_of_widths_frames_the_preview_even_without_a_script(
    desk: Client, draft: Draft
) -> None:
    article = draft()
    page = reading(desk.get(page_url(article, "preview_widths")))
    (frame,) = page.named("iframe")
    assert frame.attributes["src"] == page_url(article, "preview")
    assert frame.attributes["title"]


@pytest.mark.parametrize("where", ["form", "widths"])
def test_three_widths_are_offered_and_one_is_pressed(
    desk: Client, draft: Draft, where: str
) -> None:
    article = draft()
    address = change_url(article) if where == "form" else page_url(article, "preview_widths")
    found = [button.attributes for button in reading(desk.get(address)).named("button")]
    widths = [button for button in found if "data-preview-width" in button]
    assert [button["data-preview-width"] for button in widths] == ["390", "768", "1280"]
    assert [button["aria-pressed"] for button in widths] == ["true", "false", "false"]
    assert all(button["type"] == "button" for button in widths)


def test_the_form_fetches_no_preview_before_somebody_asks(desk: Client, draft: Draft) -> None:
    article = draft()
    page = reading(desk.get(change_url(article)))
    (panel,) = [one for one in page.elements if one.attributes.get("id") == "preview-panel"]
    (frame,) = page.named("iframe")
    assert "hidden" in panel.attributes
    assert "src" not in frame.attributes
    links = [link.attributes["href"] for link in page.named("a") if "href" in link.attributes]
    assert page_url(article, "preview_widths") in links


@pytest.mark.parametrize(
    ("role", "leads"), [("reporter", True), ("director", True), ("publisher", False)]
)
def test_the_form_leads_to_preview_links_whoever_may_make_them(
    client: Client, draft: Draft, hire: Callable[[str], User], role: str, leads: bool
) -> None:
    article = draft()
    client.force_login(hire(role))
    page = client.get(change_url(article)).content.decode()
    assert (f'href="{page_url(article, "preview_links")}"' in page) is leads


def test_a_new_story_has_nothing_to_preview(desk: Client) -> None:
    page = reading(desk.get(reverse("admin:articles_article_add")))
    assert not page.of_class("preview-panel")
