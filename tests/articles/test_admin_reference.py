"""Imports, photos, sources, tags, site settings and sign-ins at the desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from articles.admin.provenance import as_text
from articles.models import (
    Article,
    ImportRecord,
    Photo,
    Section,
    SiteSettings,
    Source,
    SourceAlias,
    Tag,
    User,
)
from articles.signals import public_changed
from tests.articles.desk import change_url
from tests.conftest import picture_bytes

Draft = Callable[..., Article]


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


@pytest.fixture
def announced() -> Any:
    """What was told to everybody who caches readers' pages."""
    heard: list[type] = []

    def listen(sender: type, **kwargs: Any) -> None:
        heard.append(sender)

    public_changed.connect(listen)
    yield heard
    public_changed.disconnect(listen)


def record(article: Article | None = None, raw: bytes = b"") -> ImportRecord:
    finding = {
        "code": "date-missing",
        "severity": "warning",
        "line": 3,
        "message": "There is <b>no</b> date.",
    }
    return ImportRecord.objects.create(
        sha256="a" * 64,
        origin="in/a.txt",
        outcome="created",
        article=article,
        imported_at=timezone.now(),
        findings=[finding],
        original=raw,
    )


def change(model: str, pk: int) -> str:
    return reverse(f"admin:articles_{model}_change", args=[pk])


@pytest.mark.parametrize("model", ["importrecord", "edition", "deskact", "withdrawal"])
def test_a_record_cannot_be_added_by_hand(desk: Client, model: str) -> None:
    assert desk.get(reverse(f"admin:articles_{model}_add")).status_code == 403


def test_an_import_cannot_be_changed_or_deleted(desk: Client) -> None:
    kept = record()
    assert desk.post(change("importrecord", kept.pk), {"origin": "x"}).status_code == 403
    address = reverse("admin:articles_importrecord_delete", args=[kept.pk])
    assert desk.post(address, {"post": "yes"}).status_code == 403


def test_an_original_with_markup_is_shown_as_text(desk: Client) -> None:
    page = desk.get(change("importrecord", record(raw="<script>坏</script>".encode()).pk))
    assert "&lt;script&gt;坏&lt;/script&gt;" in page.content.decode()
    assert "<script>坏" not in page.content.decode()


def test_the_storys_form_shows_the_findings_of_its_import(desk: Client, draft: Draft) -> None:
    article = draft()
    record(article)
    response = desk.get(change_url(article))
    assert [found.line for found in response.context["findings"]] == [3]
    assert "&lt;b&gt;no&lt;/b&gt;" in response.content.decode()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_an_original_is_read_in_its_encoding(encoding: str) -> None:
    assert as_text("成都日报".encode(encoding)) == "成都日报"


def test_a_long_original_is_cut_between_characters() -> None:
    assert set(as_text(("字" * 100_000).encode())) == {"字"}


def upload(client: Client, raw: bytes) -> Any:
    file = SimpleUploadedFile("a.jpg", raw, content_type="image/jpeg")
    return client.post(reverse("admin:articles_photo_add"), {"upload": file})


def test_a_file_that_is_no_picture_makes_no_photo(desk: Client) -> None:
    response = upload(desk, b"no picture")
    assert response.context["adminform"].form.has_error("upload", "bad_photo")
    assert not Photo.objects.exists()


def test_the_same_file_twice_is_one_photo(desk: Client) -> None:
    first, second = upload(desk, picture_bytes()), upload(desk, picture_bytes())
    assert first["Location"] == second["Location"] == change("photo", Photo.objects.get().pk)


def test_a_photo_is_never_deleted(desk: Client, photo: Photo) -> None:
    address = reverse("admin:articles_photo_delete", args=[photo.pk])
    assert desk.post(address, {"post": "yes"}).status_code == 403


def source_values(name: str, *aliases: str) -> dict[str, Any]:
    values: dict[str, Any] = {"name": name, "listing": "listed", "url": ""}
    values |= {"aliases-TOTAL_FORMS": len(aliases), "aliases-INITIAL_FORMS": 0}
    return values | {f"aliases-{place}-name": alias for place, alias in enumerate(aliases)}


def test_a_source_under_a_known_name_is_refused(desk: Client, source: Source) -> None:
    response = desk.post(reverse("admin:articles_source_add"), source_values(source.name))
    assert response.context["adminform"].form.has_error("name", "known")


def test_an_alias_of_another_source_is_refused(desk: Client, source: Source) -> None:
    SourceAlias.objects.create(source=source, name="日报")
    desk.post(reverse("admin:articles_source_add"), source_values("晚报", "日报"))
    assert not Source.objects.filter(name="晚报").exists()


def test_a_source_is_added_with_its_aliases(desk: Client) -> None:
    desk.post(reverse("admin:articles_source_add"), source_values("晚报", "成都晚报", "晚报网"))
    assert Source.objects.get(name="晚报").aliases.count() == 2


def merge_url(tag: Tag) -> str:
    return reverse("admin:articles_tag_merge", args=[tag.pk])


def test_a_reporter_cannot_merge_tags(client: Client, reporter: User) -> None:
    client.force_login(reporter)
    tag, other = Tag.objects.create(name="AI"), Tag.objects.create(name="人工智能")
    assert client.post(merge_url(tag), {"into": other.pk}).status_code == 403


def test_looking_at_a_merge_merges_nothing(desk: Client) -> None:
    tag, other = Tag.objects.create(name="AI"), Tag.objects.create(name="人工智能")
    assert desk.get(merge_url(tag), {"into": other.pk}).status_code == 200
    assert not Tag.objects.exclude(synonym_of=None).exists()


def test_a_tag_is_not_merged_into_itself(desk: Client) -> None:
    tag = Tag.objects.create(name="AI")
    assert desk.post(merge_url(tag), {"into": tag.pk}).context["form"].has_error("into")


def test_merging_moves_the_stories(desk: Client, draft: Draft) -> None:
    article = draft()
    article.tags.add("AI")
    tag, other = Tag.objects.get(name="AI"), Tag.objects.create(name="人工智能")
    desk.post(merge_url(tag), {"into": other.pk})
    assert list(article.tags.names()) == ["人工智能"]


def test_sections_stand_in_the_order_of_the_tree(desk: Client) -> None:
    second = Section.objects.create(name="乙", rank=2)
    first = Section.objects.create(name="甲", rank=1)
    Section.objects.create(name="乙一", rank=0, parent=second)
    Section.objects.create(name="甲一", rank=9, parent=first)
    page = desk.get(reverse("admin:articles_section_changelist"))
    names = [section.name for section in page.context["cl"].result_list]
    assert names == ["甲", "甲一", "乙", "乙一"]


def test_the_list_of_settings_is_its_one_form(desk: Client) -> None:
    response = desk.get(reverse("admin:articles_sitesettings_changelist"))
    assert response["Location"] == change("sitesettings", SiteSettings.objects.get().pk)
    assert desk.get(reverse("admin:articles_sitesettings_add")).status_code == 403


def test_changed_settings_are_announced(
    desk: Client, announced: list[type], django_capture_on_commit_callbacks: Any
) -> None:
    SiteSettings.objects.create(name="旧")
    with django_capture_on_commit_callbacks(execute=True):
        desk.post(change("sitesettings", 1), {"name": "新"})
    assert SiteSettings.objects.get().name == "新"
    assert SiteSettings in announced


def test_an_administrator_cannot_touch_who_may_do_more(
    client: Client, hire: Callable[[str], User], admin_user: User
) -> None:
    client.force_login(hire("administrator"))
    assert client.post(change("user", admin_user.pk), {"username": "x"}).status_code == 403


def test_an_administrator_cannot_give_every_right(
    client: Client, hire: Callable[[str], User]
) -> None:
    client.force_login(hire("administrator"))
    form = client.get(change("user", hire("reporter").pk)).context["adminform"].form
    assert "is_superuser" not in form.fields
    assert "groups" in form.fields


def test_a_right_is_named_in_the_desks_language(desk: Client) -> None:
    form = desk.get(reverse("admin:auth_group_add")).context["adminform"].form
    labels = [label for _value, label in form.fields["permissions"].choices]
    assert f"{Article._meta.verbose_name} {pgettext('right', 'change')}" in labels
    assert gettext("Can publish signed stories") in labels
    assert not [label for label in labels if label.startswith("Can ")]
