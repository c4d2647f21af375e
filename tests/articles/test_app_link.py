"""Where a page calls to the app: which links the desk takes, and what readers get of them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.forms.site import is_story_link
from articles.models import SiteSettings
from articles.templatetags.app import app_link
from tests.articles.page_reading import reading

APP = "https://example.org/app"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert({id})",
        "javascript://example.org/%0aalert({id})",
        "JavaScript://x/{id}",
        "data://text/html,{id}",
        "vbscript://{id}",
        "http://example.org/{id}",
        "//example.org/{id}",
        "app:{id}",
        "app://story/",
        "app://story/{ID}",
        " app://story/{id}",
        "app://story/{id}\n",
        'app://story/{id}"onclick="x',
        "app://a b/{id}",
        "1app://story/{id}",
    ],
)
def test_a_link_that_may_run_or_leads_to_no_story_is_refused(link: str) -> None:
    assert not is_story_link(link)


@pytest.mark.parametrize(
    "link", ["https://app.example.org/s?id={id}", "gaoxin://story/{id}", "cn.example+x://s/{id}#a"]
)
def test_https_and_an_apps_own_scheme_are_taken(link: str) -> None:
    assert is_story_link(link)


def test_the_desk_is_told_what_is_wrong(client: Client, chief: Any, site: SiteSettings) -> None:
    client.force_login(chief)
    given = {"name": "报", "app_link": APP, "app_story_link": "javascript:alert({id})"}
    page = client.post(reverse("admin:articles_sitesettings_change", args=[1]), given)
    assert (
        page.context["adminform"].form.errors.as_data()["app_story_link"][0].code == "no_story_link"
    )
    given["app_story_link"] = "gaoxin://story/{id}"
    client.post(reverse("admin:articles_sitesettings_change", args=[1]), given)
    site.refresh_from_db()
    assert site.app_story_link == "gaoxin://story/{id}"


@pytest.mark.parametrize(
    ("app", "link", "number", "leads_to"),
    [
        ("", "gaoxin://story/{id}", 7, ""),
        (APP, "", 7, APP),
        (APP, "javascript://{id}", 7, APP),
        (APP, "gaoxin://story/{id}", "", APP),
        (APP, "gaoxin://story/{id}?n={id}", 7, "gaoxin://story/7?n=7"),
    ],
)
def test_without_a_story_or_a_good_link_the_app_itself_opens(
    app: str, link: str, number: int | str, leads_to: str
) -> None:
    assert app_link(SiteSettings(app_link=app, app_story_link=link), number) == leads_to


def test_the_banner_and_the_letters_open_the_story(put_out: Any, site: SiteSettings) -> None:
    site.app_story_link = "gaoxin://story/{id}"
    site.save()
    edition = put_out()
    page = reading(Client().get(edition.get_absolute_url()))
    (letters,), (banner,) = page.of_class("letters-app"), page.of_class("app-banner-open")
    assert {letters.attributes["href"], banner.attributes["href"]} == {
        f"gaoxin://story/{edition.article_id}"
    }
    (front,) = reading(Client().get("/")).of_class("app-banner-open")
    assert front.attributes["href"] == APP
