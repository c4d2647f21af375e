"""A story that has been through everything."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from articles import photodesk, workflow
from articles.choices import EditionChange, ReviewState
from articles.models import (
    Article,
    Edition,
    ImportRecord,
    Mark,
    Photo,
    PhotoUse,
    StaffNote,
    User,
)
from tests.conftest import picture_bytes

Draft = Callable[..., Article]


@pytest.fixture
def story(
    put_out: Callable[..., Edition],
    draft: Draft,
    revise: Draft,
    signed: Draft,
    with_photo: Callable[..., PhotoUse],
    photo: Photo,
    editor: User,
    chief: User,
) -> Article:
    """Published, corrected, withdrawn; a picture was exchanged, and much was said about it."""
    article = draft("样稿")
    use = with_photo(article, photo, caption="旧图", credit="王摄")
    put_out(article=Article.objects.get(pk=article.pk))
    other = photodesk.take_in(picture_bytes(color="red"), "../../新 图.JPG")
    PhotoUse.objects.filter(pk=use.pk).update(photo=other, caption="新图")
    article = signed(revise(article, title="改了的题"))
    note = {"change": EditionChange.FACT, "note": "人数有误"}
    workflow.publish(article, by=chief, version=article.version, **note)
    workflow.withdraw(article, by=chief, reason="来源有误", notice="已撤下")
    StaffNote.objects.create(article=article, by=editor, at=timezone.now(), text="查证过")
    Mark.objects.create(
        article=article,
        version=1,
        stage=ReviewState.FIRST,
        by=editor,
        at=timezone.now(),
        remark="核实",
    )
    ImportRecord.objects.create(
        sha256="a" * 64,
        origin="../in/第一 篇.docx",
        outcome="created",
        article=article,
        imported_at=timezone.now(),
        original=b"\x00\xffdocx",
    )
    return Article.objects.get(pk=article.pk)
