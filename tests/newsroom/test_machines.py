"""What the site tells machines of itself, and how long each answer may be kept."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring
from django.conf import settings as project
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from articles.models import Section, SiteSettings
from newsroom import machines
from newsroom.env import BadValue, contacts
from tests.articles.page_reading import reading

SITE = project.SITE_URL
SECURITY = "/.well-known/security.txt"
OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
HOSTILE = "]](x)\n# 假标题<script>&\"'很长\U00020bb7"


def told(address: str) -> str:
    response = Client().get(address)
    assert response.status_code == 200
    return str(response.content.decode())


# robots.txt


def test_robots_are_kept_from_what_is_not_for_them_and_told_of_the_sitemaps(db: None) -> None:
    lines = told("/robots.txt").splitlines()
    assert lines[:2] == ["User-agent: *", "Disallow: /desk/"]
    assert f"Sitemap: {SITE}/sitemap.xml" in lines
    assert f"Sitemap: {SITE}/sitemap-news.xml" in lines


@pytest.mark.parametrize(
    ("path", "is_open"),
    [
        ("/", True),
        ("/2021/12/20/1/", True),
        ("/section/yaowen/?page=2", True),
        ("/search/", True),
        ("/search/?q=地铁", True),
        ("/search/?q=地铁&page=2", False),
        ("/search/suggest/?q=地", False),
        ("/desk/", False),
        ("/preview/abc/", False),
        ("/story/1/read/", False),
        ("/story/1/qr.svg", True),
    ],
)
def test_robots_read_the_rules_as_they_are_meant(path: str, is_open: bool) -> None:
    """By RFC 9309: a star stands for anything, and a rule for all that begins with it."""
    rules = [re.escape(rule).replace(r"\*", ".*") for rule in machines.DISALLOWED]
    assert any(re.match(rule, path) for rule in rules) is not is_open


# security.txt


def test_without_a_contact_there_is_no_security_txt(db: None) -> None:
    assert Client().get(SECURITY).status_code == 404


def test_whoever_finds_a_weakness_is_told_where_to_say_so(
    db: None, settings: Any, clock: Any, django_assert_num_queries: Any
) -> None:
    settings.SECURITY_CONTACT = ["mailto:security@example.org", "https://example.org/report"]
    with django_assert_num_queries(0):
        text = told(SECURITY)
    fields = [line.split(": ", 1) for line in text.splitlines()]
    contacts = [value for name, value in fields if name == "Contact"]
    assert contacts == settings.SECURITY_CONTACT
    named = dict(fields)
    assert named["Canonical"] == SITE + SECURITY
    left = datetime.fromisoformat(named["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=365)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("", []),
        ("security@example.org", ["mailto:security@example.org"]),
        ("https://example.org/s, tel:+86-28-1", ["https://example.org/s", "tel:+86-28-1"]),
    ],
)
def test_a_contact_is_an_address(value: str, found: list[str]) -> None:
    assert contacts(value) == found


@pytest.mark.parametrize(
    "value",
    ["nobody", "http://example.org", "a@b@c", "javascript:alert(1)", "a@b\nExpires: x", "https://"],
)
def test_a_contact_that_is_none_stops_the_start(value: str) -> None:
    with pytest.raises(BadValue):
        contacts(value)


# llms.txt


def test_what_there_is_to_read_is_told_in_markdown(site: SiteSettings, section: Section) -> None:
    SiteSettings.objects.update(about="我们", description=HOSTILE)
    Section.objects.create(name=HOSTILE[:20], slug="x")
    lines = told("/llms.txt").splitlines()
    assert lines[0] == f"# {site.name}"
    assert lines[2].startswith("> ]](x) # 假标题<script>")
    assert len([line for line in lines if line.startswith("## ")]) == 4
    links = [line for line in lines if line.startswith("- [")]
    assert f"- [{section.name}]({SITE}/section/{section.slug}/)" in links
    assert any(line.startswith(r"- [\]\](x) # 假标题") for line in links)
    for path in ("/feed.rss", "/api/v1/", "/sitemap.xml", "/about/"):
        assert any(f"({SITE}{path})" in line for line in links), path
    assert not any("/licence/" in line for line in links)


# The manifest


def test_the_paper_can_be_put_on_a_home_screen(site: SiteSettings) -> None:
    response = Client().get("/manifest.webmanifest")
    assert response.headers["Content-Type"] == "application/manifest+json; charset=utf-8"
    app = json.loads(response.content)
    assert (app["name"], app["lang"], app["start_url"]) == (site.name, "zh-CN", "/")
    purposes = {(icon["purpose"], icon["sizes"]) for icon in app["icons"]}
    assert purposes == {
        (purpose, size) for purpose in ("any", "maskable") for size in ("192x192", "512x512")
    }
    for icon in app["icons"]:
        file = finders.find(icon["src"].removeprefix("/static/"))
        with Image.open(file) as image:
            assert "x".join(map(str, image.size)) == icon["sizes"]
            corner = image.convert("RGBA").getchannel("A").getpixel((0, 0))
            assert (corner == 255) is (icon["purpose"] == "maskable")


# OpenSearch


def test_browsers_are_told_how_to_search(site: SiteSettings) -> None:
    SiteSettings.objects.update(name=HOSTILE)
    response = Client().get("/opensearch.xml")
    assert response.headers["Content-Type"].startswith("application/opensearchdescription+xml")
    read = fromstring(response.content)
    assert 0 < len(read.findtext(f"{OPENSEARCH}ShortName")) <= 16
    urls = {url.get("type"): url.get("template") for url in read.iter(f"{OPENSEARCH}Url")}
    assert urls["text/html"] == f"{SITE}/search/?q={{searchTerms}}"
    suggest = f"{SITE}/search/suggest/?q={{searchTerms}}&format=opensearch"
    assert urls["application/x-suggestions+json"] == suggest
    assert read.findtext(f"{OPENSEARCH}Language") == "zh-CN"
    assert read.findtext(f"{OPENSEARCH}InputEncoding") == "UTF-8"


# All of them


def test_every_page_leads_to_them(site: SiteSettings) -> None:
    links = [link.attributes for link in reading(Client().get("/")).named("link")]
    named = {(link["rel"], link["href"]) for link in links}
    assert {
        ("manifest", "/manifest.webmanifest"),
        ("search", "/opensearch.xml"),
        ("alternate", "/feed.rss"),
        ("alternate", "/feed.atom"),
        ("alternate", "/feed.json"),
    } <= named


@pytest.mark.parametrize(
    "address",
    [
        *("/robots.txt", SECURITY, "/llms.txt", "/manifest.webmanifest", "/opensearch.xml"),
        *("/sitemap.xml", "/sitemap-pages.xml", "/sitemap-news.xml"),
        *("/feed.rss", "/feed.atom", "/feed.json", "/corrections/feed/", "/corrections/feed.json"),
        "/section/yaowen/feed.rss",
    ],
)
def test_whoever_has_it_already_is_not_sent_it_again(
    address: str, site: SiteSettings, section: Section, settings: Any, clock: Any
) -> None:
    settings.SECURITY_CONTACT = ["mailto:security@example.org"]
    first = Client().get(address)
    assert "public, max-age=" in first.headers["Cache-Control"]
    again = Client().get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    if "Last-Modified" in first.headers:
        since = {"If-Modified-Since": first.headers["Last-Modified"]}
        assert Client().get(address, headers=since).status_code == 304
    assert Client().post(address).status_code == 405
