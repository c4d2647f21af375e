"""What a photo says in a story, from the working copy into passes, revisions and editions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from articles import compiling, workflow
from articles.choices import DeskVerb, PhotoKind
from articles.models import Article, Edition, Photo, PhotoUse, Revision, User
from articles.workflow.texts import taken_apart

Draft = Callable[..., Article]
Placed = Callable[..., PhotoUse]


def hashed(article: Article) -> str:
    return compiling.text_hash(compiling.columns(Article.objects.get(pk=article.pk)))


def test_a_kind_that_the_caption_names_is_a_part_of_the_text(
    draft: Draft, with_photo: Placed, photo: Photo
) -> None:
    article = draft()
    with_photo(article, photo)
    before = hashed(article)
    Photo.objects.update(kind=PhotoKind.AI)
    assert hashed(article) != before


def test_a_picture_from_the_scene_is_hashed_as_before_there_were_kinds() -> None:
    old = {"caption": "图", "credit": "", "alt": "", "photo": {"token": "t"}}
    new = old | {"kind": PhotoKind.SCENE.value, "in_gallery": False}
    assert compiling.as_read(old) == compiling.as_read(new) == ["图", "", "", "t"]


def test_a_picture_named_as_made_by_a_machine_after_the_signature_is_not_put_out(
    draft: Draft, with_photo: Placed, photo: Photo, signed: Draft, chief: User
) -> None:
    article = draft()
    with_photo(article, photo)
    article = signed(article)
    Photo.objects.update(kind=PhotoKind.AI)
    with pytest.raises(workflow.Refused):
        workflow.publish(article, by=chief, version=article.version)


@pytest.mark.parametrize(
    ("cover_caption", "shown"), [("", "正文里的图说"), ("封面的图说", "封面的图说")]
)
def test_the_cover_has_its_own_caption_or_that_of_its_use(
    cover_caption: str, shown: str, draft: Draft, with_photo: Placed, photo: Photo
) -> None:
    article = draft()
    words = {"caption": "正文里的图说", "cover_caption": cover_caption, "is_cover": True}
    with_photo(article, photo, **words)
    columns = compiling.columns(article)
    assert columns["cover"]["caption"] == shown
    assert columns["photos"][0]["caption"] == "正文里的图说"


def test_an_edition_is_tied_to_its_photos_and_so_is_what_restores_it(
    draft: Draft, with_photo: Placed, photo: Photo, put_out: Callable[..., Edition], chief: User
) -> None:
    article = draft()
    with_photo(article, photo)
    first = put_out(article=article)
    workflow.withdraw(first.article, by=chief, reason="来源撤回")
    again = workflow.restore(first.article, by=chief)
    assert [list(one.photo_rows.all()) for one in (first, again)] == [[photo], [photo]]


def test_what_a_use_says_comes_back_with_an_earlier_text(
    draft: Draft, with_photo: Placed, photo: Photo, revise: Callable[..., Article], editor: User
) -> None:
    article = draft()
    use = with_photo(article, photo, is_cover=True, cover_caption="封面", in_gallery=True)
    old = latest(revise(article)).snapshot
    PhotoUse.objects.update(cover_caption="", in_gallery=False)
    article = revise(article)
    workflow.rewrite(article, old, by=editor, version=article.version, verb=DeskVerb.REVERT)
    use.refresh_from_db()
    assert (use.cover_caption, use.in_gallery) == ("封面", True)


def latest(article: Article) -> Revision:
    return article.revisions.of_the_copy().earliest("-version")


def test_a_snapshot_of_the_first_version_says_nothing_of_galleries(
    draft: Draft, with_photo: Placed, photo: Photo
) -> None:
    article = draft()
    use = with_photo(article, photo)
    snapshot: dict[str, Any] = compiling.snapshot(article)
    del snapshot["uses"][0]["in_gallery"], snapshot["uses"][0]["cover_caption"]
    entry = taken_apart(snapshot).uses[use.key]
    assert (entry["in_gallery"], entry["cover_caption"]) == (False, "")
