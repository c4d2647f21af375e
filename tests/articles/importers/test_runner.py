"""Imports into the database: refusals, repetition, editors' work, killed runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from articles import compiling, search, workflow
from articles.choices import ArticleKind, ImportOutcome
from articles.importers import intake, runner, storing
from articles.importers.picture_folder import PictureFolder
from articles.models import (
    Article,
    ImportRecord,
    Person,
    Photo,
    PhotoUse,
    Recommendation,
    Revision,
    Section,
    Source,
    SourceAlias,
)
from tests.conftest import GIVEN, SEEDS, picture_bytes

pytestmark = pytest.mark.django_db

Bring = Callable[..., list[runner.Result]]


@pytest.fixture
def bring(tmp_path: Path) -> Bring:
    """Imports texts by file name and answers the results."""

    def brought(*paths: Path, **options: Any) -> list[runner.Result]:
        run = runner.Run(**options)
        return list(run.results(intake.read_all([str(path) for path in paths])))

    return brought


def page(title: str, body: str = "正文第一段写在这里\u3002", *, tail: str = "") -> bytes:
    return (
        f"{title}\n\n2024-05-01 10:00:00\n\n{body}\n\n来源:高新融媒\n\n编辑:林一\n{tail}".encode()
    )


@pytest.fixture
def file(tmp_path: Path) -> Callable[[str, bytes], Path]:
    def written(name: str, raw: bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(raw)
        return path

    return written


def rows() -> dict[str, int]:
    models = (Article, ImportRecord, Revision, PhotoUse, Recommendation, Source, Person)
    return {model.__name__: model.objects.count() for model in models}


@pytest.mark.parametrize(
    "raw",
    [b"", b"\x89PNG\r\n\x1a\n\0\0\0", b"\xff\xfe\xfa\x81\x00", b"a" * (3 << 20)],
    ids=["empty", "binary", "undecodable", "oversized"],
)
def test_a_bad_file_is_rejected_and_the_others_go_on(raw: bytes, file: Any, bring: Bring) -> None:
    bad, good = bring(file("a.txt", raw), file("b.txt", page("好稿")))
    assert (bad.outcome, good.outcome) == (ImportOutcome.REJECTED, ImportOutcome.CREATED)
    assert bad.story is None
    assert [finding.severity for finding in bad.findings] == ["error"]
    assert Article.objects.get().title == "好稿"


def test_a_missing_file_is_rejected(bring: Bring, tmp_path: Path) -> None:
    (result,) = bring(tmp_path / "no.txt")
    assert (result.outcome, result.findings[0].code) == ("rejected", "file-unreadable")


def test_an_empty_folder_is_rejected(bring: Bring, tmp_path: Path) -> None:
    (result,) = bring(tmp_path)
    assert result.findings[0].code == "folder-empty"


def test_the_given_document_becomes_a_draft(bring: Bring) -> None:
    (result,) = bring(GIVEN)
    article = Article.objects.get(pk=result.article_id)
    assert article.title == GIVEN.read_text().splitlines()[0].strip()
    assert article.published_at == datetime(2021, 12, 20, 2, 48, 53, tzinfo=UTC)
    assert [str(line.source) for line in article.source_lines.all()] == ["成都日报\u00b7锦观新闻"]
    assert [str(credit.person) for credit in article.credits.all()] == ["袁也然"]
    assert article.photo_uses.waiting().count() == 3
    assert article.recommendations.count() == 9
    assert not article.editions.exists()
    record = ImportRecord.objects.get()
    assert bytes(record.original) == GIVEN.read_bytes()


def test_the_revision_of_an_import_is_what_the_database_holds(bring: Bring) -> None:
    results = bring(GIVEN, SEEDS / "060_laonian_shitang.txt", SEEDS / "070_yinshui_yiri.txt")
    for result in results:
        article = Article.objects.get(pk=result.article_id)
        kept = compiling.snapshot(article)
        assert article.revisions.get().snapshot == json.loads(json.dumps(kept))


def test_a_story_with_an_original_title_is_a_reprint(file: Any, bring: Bring) -> None:
    bring(
        file("a.txt", page("改过的标题", tail="\n原标题:原来的标题\n")), file("b.txt", page("乙"))
    )
    kinds = dict(Article.objects.values_list("title", "kind"))
    assert kinds == {"改过的标题": ArticleKind.REPRINT, "乙": ArticleKind.ORIGINAL}


def test_the_same_bytes_again_change_nothing(file: Any, bring: Bring) -> None:
    bring(file("a.txt", page("稿")))
    before = rows()
    again = bring(file("a.txt", page("稿")), file("elsewhere.txt", page("稿")))
    assert [result.outcome for result in again] == ["unchanged", "unchanged"]
    assert rows() == before


def test_the_same_bytes_twice_in_one_run_are_one_story(file: Any, bring: Bring) -> None:
    first, second = bring(file("a.txt", page("稿")), file("b.txt", page("稿")))
    assert (first.outcome, second.outcome) == ("created", "unchanged")
    assert first.article_id == second.article_id is not None


def test_a_changed_file_updates_the_story_nobody_touched(file: Any, bring: Bring) -> None:
    bring(file("a.txt", page("稿", "旧的一段\u3002\n\n\n↑旧图")))
    (result,) = bring(file("a.txt", page("稿", "新的一段\u3002")))
    article = Article.objects.get()
    assert (result.outcome, result.article_id) == ("updated", article.pk)
    assert "新的" in article.body
    assert not article.photo_uses.exists()
    assert [revision.version for revision in article.revisions.all()] == [2, 1]
    assert bring(file("a.txt", page("稿", "更新的一段\u3002")))[0].outcome == "updated"


def test_an_editors_work_is_never_overwritten(file: Any, bring: Bring, revise: Any) -> None:
    bring(file("a.txt", page("稿")))
    revise(Article.objects.get(), body="<p>编辑改过</p>")
    for text in ("新的一段\u3002", "又一段\u3002"):
        (result,) = bring(file("a.txt", page("稿", text)))
        assert result.outcome == "unchanged"
        assert "article-edited" in [finding.code for finding in result.findings]
    assert Article.objects.get().body == "<p>编辑改过</p>"
    assert ImportRecord.objects.count() == 3


@pytest.mark.parametrize("step", ["submitted", "discarded"])
def test_a_story_on_its_way_is_never_overwritten(
    step: str, file: Any, bring: Bring, editor: Any, section: Any
) -> None:
    bring(file("a.txt", page("稿")))
    Article.objects.update(section=section)
    act = {"submitted": workflow.submit, "discarded": workflow.discard}[step]
    act(Article.objects.get(), by=editor, version=1)
    (result,) = bring(file("a.txt", page("稿", "新的一段\u3002")))
    assert result.outcome == "unchanged"
    assert Article.objects.get().version == 1


@pytest.mark.three_reviews
def test_a_story_that_is_submitted_while_its_file_is_read_is_not_overwritten(
    file: Any, bring: Bring, editor: Any, section: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(file("a.txt", page("稿")))
    Article.objects.update(section=section)
    renew = storing.renew

    def late(piece: Any, *args: Any) -> None:
        workflow.submit(Article.objects.get(), by=editor, version=1)
        renew(piece, *args)

    monkeypatch.setattr(storing, "renew", late)
    (result,) = bring(file("a.txt", page("稿", "新的一段\u3002")))
    assert result.outcome == "unchanged"
    assert "新的一段" not in Article.objects.get().body
    assert Article.objects.get().state == "first"


def test_a_published_story_is_never_overwritten(
    file: Any, bring: Bring, put_out: Any, section: Any
) -> None:
    bring(file("a.txt", page("稿")))
    Article.objects.update(section=section)
    Section.objects.update(checklist={"editor": "off"})
    put_out(article=Article.objects.get())
    (result,) = bring(file("a.txt", page("稿", "新的一段\u3002")))
    assert result.outcome == "unchanged"


def test_another_story_in_the_same_file_is_another_story(file: Any, bring: Bring) -> None:
    bring(file("today.txt", page("昨天的稿", "昨天发生的事情写在这里\u3002")))
    (result,) = bring(file("today.txt", page("今天的稿", "完全不同的另外一回事\u3002")))
    assert result.outcome == "created"
    assert Article.objects.count() == 2


def test_a_twin_by_title_is_pointed_out(file: Any, bring: Bring) -> None:
    bring(file("a.txt", page("同题", "甲\u3002")))
    (result,) = bring(file("b.txt", page("同题", "乙\u3002")))
    assert "title-twin" in [finding.code for finding in result.findings]


def test_a_dry_run_stores_nothing(file: Any, bring: Bring) -> None:
    path = file("a.txt", page("稿"))
    (result,) = bring(path, dry_run=True)
    assert (result.outcome, result.article_id) == ("created", None)
    assert set(rows().values()) == {0}


def told() -> list[Any]:
    """What the database says of every story, without its row numbers."""
    return [
        (
            article.title,
            article.body,
            article.version,
            [str(pick.target) for pick in article.recommendations.all()],
            [record.sha256 for record in article.imports.all()],
        )
        for article in Article.objects.order_by("title")
    ]


def test_a_killed_run_ends_like_one_that_was_not(
    file: Any, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    tail = "\n推荐新闻\n第1篇 2024-05-01 10:00:00\n第5篇 2024-05-01 10:00:00\n"
    paths = [file(f"{n}.txt", page(f"第{n}篇", tail=tail)) for n in range(6)]
    monkeypatch.setattr(runner, "CHUNK", 2)
    with transaction.atomic():
        bring(*paths)
        unharmed = told()
        transaction.set_rollback(True)
    real, calls = storing.write_revisions, []

    def killed(*args: Any) -> None:
        calls.append(args)
        if len(calls) == 2:
            raise KeyboardInterrupt
        real(*args)

    monkeypatch.setattr(storing, "write_revisions", killed)
    with pytest.raises(KeyboardInterrupt):
        bring(*paths)
    monkeypatch.setattr(storing, "write_revisions", real)
    assert Article.objects.count() == 2
    outcomes = [result.outcome for result in bring(*paths)]
    assert outcomes == ["unchanged"] * 2 + ["created"] * 4
    assert [entry[:4] for entry in told()] == [entry[:4] for entry in unharmed]
    assert [entry[4] for entry in told()] == [entry[4] for entry in unharmed]
    assert not Recommendation.objects.filter(title="第1篇").waiting().exists()


def test_one_story_that_the_database_refuses_leaves_the_others(
    file: Any, bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = storing.write_sources

    def picky(pieces: Any) -> None:
        if any(piece.article.title == "坏" for piece in pieces):
            raise DatabaseError("no")
        real(pieces)

    monkeypatch.setattr(storing, "write_sources", picky)
    results = bring(file("a.txt", page("好")), file("b.txt", page("坏")))
    assert [result.outcome for result in results] == ["created", "rejected"]
    assert results[1].findings[0].code == "not-stored"


def test_names_are_normalised_by_the_alias_table(file: Any, bring: Bring) -> None:
    own = Source.objects.create(name="成都高新融媒")
    SourceAlias.objects.create(source=own, name="高新融媒")
    bring(file("a.txt", page("稿")))
    assert [str(line.source) for line in Article.objects.get().source_lines.all()] == [own.name]


def test_recommended_titles_resolve_whichever_comes_first(file: Any, bring: Bring) -> None:
    tail = "\n推荐新闻\n%s 2024-05-01 10:00:00\n"
    bring(file("a.txt", page("甲", tail=tail % "乙")))
    assert Recommendation.objects.waiting().count() == 1
    bring(file("b.txt", page("乙", tail=tail % "甲")))
    assert not Recommendation.objects.waiting().exists()


def test_a_first_line_too_long_for_a_headline_is_kept_whole(file: Any, bring: Bring) -> None:
    title = "很长的标题" * 300
    (result,) = bring(file("a.txt", page(title)))
    article = Article.objects.get()
    assert len(article.title) <= 200
    assert title in article.body
    assert "title-cut" in [finding.code for finding in result.findings]


def test_pictures_fill_waiting_photos_by_name(file: Any, bring: Bring, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    (folder / "a_2.jpg").write_bytes(picture_bytes())
    (folder / "a_1.jpg").write_bytes(b"broken")
    path = file("a.txt", page("稿", "一段\u3002\n\n\n↑图一\n\n\n二段\u3002\n\n\n↑图二"))
    (result,) = bring(path, pictures=PictureFolder(folder))
    filled = [use.photo_id is not None for use in PhotoUse.objects.order_by("rank")]
    assert filled == [False, True]
    assert "photo-refused" in [finding.code for finding in result.findings]


def test_a_picture_is_found_by_the_caption_that_came_with_the_text(
    file: Any, bring: Bring, tmp_path: Path
) -> None:
    (tmp_path / "a_1.jpg").write_bytes(picture_bytes())
    folder, path = PictureFolder(tmp_path), tmp_path / "a.txt"
    for caption, other in (("长椅", "石凳"), ("石凳", "长椅")):
        path.write_bytes(page("稿", f"一段\u3002\n\n\n\u2191湖边的{caption}"))
        bring(path, pictures=folder)
        assert search.photos(Photo.objects.all(), caption).count() == 1
        assert not search.photos(Photo.objects.all(), other).exists()


def test_the_command_answers_in_json_lines(file: Any, capsys: Any) -> None:
    out, err = StringIO(), StringIO()
    paths = [str(file("a.txt", page("稿"))), str(file("b.txt", b""))]
    with pytest.raises(CommandError):
        call_command("import_articles", *paths, "--json", stdout=out, stderr=err)
    good, bad = map(json.loads, out.getvalue().splitlines())
    assert list(good) == ["file", "format", "outcome", "article", "story", "findings"]
    assert list(good["story"]) == [
        "title",
        "published_at",
        "sources",
        "credits",
        "body",
        "recommended",
        "comments",
        "tags",
    ]
    assert good["story"]["published_at"] == "2024-05-01T10:00:00+08:00"
    assert (bad["outcome"], bad["story"], bad["article"]) == ("rejected", None, None)
    assert list(bad["findings"][0]) == ["code", "severity", "line", "message"]


def test_the_command_says_what_it_would_do(file: Any) -> None:
    out = StringIO()
    path = str(file("a.txt", page("稿")))
    call_command("import_articles", path, "--json", "--dry-run", stdout=out, stderr=StringIO())
    assert json.loads(out.getvalue())["outcome"] == "would-create"


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    run = runner.Run()
    (result,) = run.results(intake.read_all(["-"], BytesIO(page("稿"))))
    assert (result.file, result.outcome) == ("-", "created")


def test_markup_in_an_imported_text_is_shown_as_text(file: Any, bring: Bring) -> None:
    bring(file("a.txt", page("稿", "他写了<script>alert(1)</script>几个字\u3002")))
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in Article.objects.get().body


def test_a_body_too_large_for_the_desk_is_rejected(file: Any, bring: Bring) -> None:
    bad, good = bring(file("a.txt", page("稿", "<" * 1_000_000)), file("b.txt", page("好")))
    assert (bad.outcome, bad.story, good.outcome) == ("rejected", None, "created")
    assert "body-too-large" in [finding.code for finding in bad.findings]
    assert Article.objects.get().title == "好"
