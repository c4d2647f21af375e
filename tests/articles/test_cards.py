"""Share pictures: how their words break, what is drawn, and for how long the files lie there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import segno
from django.utils import timezone
from PIL import Image, ImageFont

from articles import cards, jobs, renditions, workflow
from articles.cards import drawing, fonts, keeping, lines
from articles.cards.drawing import Shown
from articles.cards.fonts import Faces
from articles.cards.lines import balanced, filled, fitted, units
from articles.choices import EditionChange, PhotoKind
from articles.models import Edition, Photo, ShareCard, SiteSettings, User
from articles.views.story import share_image

TITLE = (
    "合力谱写\u201c双城记\u201d\u3001 建强都市圈!成都市党政代表团前往重庆市考察学习交流,"
    "推动取得新的进展"
)


def wide(words: str) -> float:
    """One for a Chinese sign, a half for a Latin one: no font is needed to measure so."""
    return sum(0.5 if sign.isascii() else 1 for sign in words)


# Lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("  ", []),
        ("成都", ["成", "都"]),
        ("好\u3002\u201d", ["好\u3002\u201d"]),
        ("\u300a书\u300b\uff0c好", ["\u300a书\u300b\uff0c", "好"]),
        ("等\u2026\u2026了", ["等\u2026\u2026", "了"]),
        ("他\u2014\u2014她", ["他\u2014\u2014", "她"]),
        ("圈!成,推", ["圈!", "成,", "推"]),
        ("涨1.5%了", ["涨", "1.5%", "了"]),
        ("CodeDay 2025赛", ["CodeDay", "2025", "赛"]),
        ("\uff085G\uff09", ["\uff085G\uff09"]),
        ("来 \uff01", ["来 \uff01"]),
    ],
)
def test_what_may_not_be_broken_stays_whole(text: str, expected: list[str]) -> None:
    assert [unit.words for unit in units(text)] == expected


@pytest.mark.parametrize("width", range(2, 24))
@pytest.mark.parametrize(
    "text",
    [
        TITLE,
        "\u201cCodeDay 2025\u201d开赛\uff1a1,024名选手\u3001\u201c一分钟\u201d见分晓\u2026\u2026",
        "银水河步行桥合龙\uff0c两岸居民明年可步行往来",
        "\u300a\u300a\u300a书\u300b\u300b\u300b" * 6,
    ],
)
def test_lines_keep_the_rules_at_any_width(text: str, width: int) -> None:
    for set_lines in (filled(text, width, wide), balanced(text, width, wide)):
        assert "".join("".join(set_lines).split()) == "".join(text.split())
        # Where a unit alone is wider than a line, it has to be cut.
        if max(wide(unit.words) for unit in units(text)) > width:
            continue
        assert all(wide(line) <= width for line in set_lines)
        assert not [line for line in set_lines[1:] if line[0] in lines.CLOSING]
        assert not [line for line in set_lines[:-1] if line[-1] in lines.OPENING]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("绿道通了", 10, ["绿道通了"]),
        ("绿道通了啊", 4, ["绿道", "通了啊"]),
        ("一碗热汤八元饭\uff0c竹影社区满月", 12, ["一碗热汤八元饭\uff0c", "竹影社区满月"]),
        ("今天Innovation开幕", 6, ["今天", "Innovation", "开幕"]),
        ("Supercalifragilistic", 4, ["Supercal", "ifragili", "stic"]),
    ],
)
def test_a_headline_breaks_evenly_and_leaves_no_sign_alone(
    text: str, width: int, expected: list[str]
) -> None:
    assert balanced(text, width, wide) == expected


def test_nothing_stands_alone_on_the_last_line_of_a_text() -> None:
    assert filled("一二三四五六七八九", 4, wide) == ["一二三四", "五六七", "八九"]
    assert filled("一二三", 2, wide) == ["一二", "三"]


def test_a_headline_takes_the_largest_size_that_fits() -> None:
    def at(size: int) -> lines.Measure:
        return lambda words: size * wide(words)

    assert fitted("短题", 600, 100, (60, 40), at, 1.35).size == 60
    longer = fitted("题" * 20, 600, 150, (60, 40), at, 1.35)
    assert (longer.size, longer.lines) == (40, ["题" * 10] * 2)
    cut = fitted("题" * 900, 600, 150, (60, 40), at, 1.35)
    assert (cut.size, len(cut.lines)) == (40, 2)
    assert cut.lines[-1].endswith("\u2026\u2026")


# Fonts and drawing


@pytest.fixture
def any_font(monkeypatch: pytest.MonkeyPatch) -> Faces:
    """Pillow's own font, so that drawing is tested where no Chinese one is installed."""
    found = Faces("pillow", ImageFont.load_default, ImageFont.load_default)
    monkeypatch.setattr("articles.cards.fonts.faces", lambda: found)
    return found


@pytest.fixture
def no_font(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.cards.fonts.faces", lambda: None)


def test_without_a_font_nothing_is_found_in_empty_folders(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("articles.cards.fonts.FOLDERS", (str(tmp_path), str(tmp_path / "none")))
    fonts.of_system.cache_clear()
    assert fonts.of_system() is None
    (tmp_path / "other.ttf").write_bytes(b"")
    fonts.of_system.cache_clear()
    assert fonts.of_system() is None
    fonts.of_system.cache_clear()


def test_the_best_font_of_a_folder_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("wqy-zenhei.otf", "NotoSansCJKsc-Regular.otf", "SourceHanSerif-Bold.otf"):
        (tmp_path / name).write_bytes(b"")
    monkeypatch.setattr("articles.cards.fonts.FOLDERS", (str(tmp_path),))
    fonts.of_system.cache_clear()
    found = fonts.of_system()
    fonts.of_system.cache_clear()
    assert found
    assert found.name == "SourceHanSerif-Bold.otf NotoSansCJKsc-Regular.otf"


def test_the_font_of_the_setting_comes_first(settings: Any) -> None:
    settings.SHARE_FONT = "/fonts/Ours.otf"
    found = fonts.faces()
    assert found
    assert found.name == "Ours.otf"


SHOWN = Shown(
    title=TITLE,
    digest="摘要\u3002" * 40,
    section="要闻",
    site="成都高新" * 10,
    slogan="有态度的新闻" * 10,
    day="2026-11-20 10:48",
    address="https://news.example.org/2026/11/20/1/",
    scan="扫码阅读",
)


@pytest.mark.parametrize("title", ["", "短", TITLE, "题" * 1_000, "W" * 1_000, "<&> \u202e"])
@pytest.mark.parametrize("sign", ["", "AI生成"])
def test_every_headline_gives_a_picture_of_the_same_size(
    title: str, sign: str, any_font: Faces
) -> None:
    photo = Image.new("RGB", (480, 480), "navy") if sign else None
    shown = replace(SHOWN, title=title, sign=sign, square=photo, wide=photo)
    assert drawing.card(shown, any_font).size == (1200, 630)
    width, height = drawing.poster(shown, any_font).size
    assert width == 750
    assert 1_000 <= height <= 1_600


def test_the_code_stands_in_whole_dots_on_white(any_font: Faces) -> None:
    picture = drawing.card(SHOWN, any_font).convert("L")
    code = segno.make(SHOWN.address, error="m", micro=False)
    rows = [list(row) for row in code.matrix]
    dot = drawing.CARD_CODE // len(rows)
    left, top = 1140 - dot * len(rows), 558 - dot * len(rows) // 2
    seen = [
        [picture.getpixel((left + dot * x, top + dot * y)) == 0 for x in range(len(rows))]
        for y in range(len(rows))
    ]
    assert seen == [[bool(dark) for dark in row] for row in rows]


# Keeping


def lying() -> set[str]:
    root = Path(renditions.storage().path("share"))
    return {str(path.relative_to(root.parent)) for path in root.rglob("*.jpg")}


def test_without_a_font_the_cover_is_shared(
    no_font: None, put_out: Any, draft: Any, with_photo: Any, photo: Photo
) -> None:
    assert share_image(put_out("无图")) == ""
    renditions.render(photo.pk)
    article = draft()
    with_photo(article, photo, caption="图说", is_cover=True)
    edition = put_out(article=article)
    assert cards.draw(edition.pk) is None
    shared = share_image(edition)
    assert shared.endswith("/card-800.jpg")
    assert (shared.width, shared.alt) == (800, "图说")


def test_pictures_are_drawn_once_and_shared(
    any_font: Faces, put_out: Any, site: Any, client: Any, settings: Any
) -> None:
    edition = put_out("题")
    card = cards.draw(edition.pk)
    assert card
    assert cards.draw(edition.pk) == card
    assert lying() == {card.path, card.poster}
    page = client.get(edition.get_absolute_url()).content.decode()
    assert f'content="{settings.SITE_URL}/media/{card.path}"' in page
    assert 'property="og:image:width" content="1200"' in page
    assert f'<a class="share-poster" href="/media/{card.poster}">' in page
    for path in (card.path, card.poster):
        served = client.get(f"/media/{path}")
        assert (served.status_code, served["Content-Type"]) == (200, "image/jpeg")
        assert served.getvalue().startswith(b"\xff\xd8")


def test_the_name_is_made_with_our_key_and_of_what_is_drawn(
    any_font: Faces, put_out: Any, site: SiteSettings, settings: Any
) -> None:
    edition = put_out("题")
    names = {keeping.name_of(edition, site, any_font)}
    site.name = "别的报"
    names.add(keeping.name_of(edition, site, any_font))
    settings.SECRET_KEY = "another key, of fifty characters and some more to spare"
    names.add(keeping.name_of(edition, site, any_font))
    assert len(names) == 3


def test_a_withdrawn_story_keeps_no_picture(
    any_font: Faces, put_out: Any, chief: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        edition = put_out("题")
    assert len(lying()) == 2
    with django_capture_on_commit_callbacks(execute=True):
        workflow.withdraw(edition.article, by=chief, reason="错", notice="")
    assert lying() == set()
    assert not ShareCard.objects.exists()
    assert cards.draw(edition.pk) is None


def test_a_replaced_edition_keeps_its_picture_for_a_week(
    any_font: Faces, put_out: Any, revise: Any, clock: Any
) -> None:
    first = put_out("一")
    assert jobs.draw_cards(timezone.now()) == 1
    clock.shift(timedelta(minutes=1))
    second = put_out(article=revise(first.article, title="二"), change=EditionChange.TYPO)
    assert jobs.draw_cards(timezone.now()) == 1
    assert len(lying()) == 4
    clock.shift(timedelta(days=8))
    assert jobs.draw_cards(timezone.now()) == 0
    assert [card.edition_id for card in ShareCard.objects.all()] == [second.pk]
    assert len(lying()) == 2


def test_what_a_lost_task_left_behind_is_deleted(
    any_font: Faces, put_out: Any, chief: User
) -> None:
    withdrawn, called_off = put_out("一"), put_out("二", at=timezone.now() + timedelta(days=1))
    assert jobs.draw_cards(timezone.now()) == 2
    workflow.withdraw(withdrawn.article, by=chief, reason="错", notice="")
    workflow.unschedule(called_off.article, by=chief)
    assert jobs.draw_cards(timezone.now()) == 0
    assert lying() == set()


def test_a_photo_that_is_taken_back_leaves_every_picture(
    any_font: Faces,
    put_out: Any,
    draft: Any,
    with_photo: Any,
    photo: Photo,
    revise: Any,
    clock: Any,
) -> None:
    renditions.render(photo.pk)
    article = draft()
    with_photo(article, photo, is_cover=True)
    first = put_out(article=article)
    jobs.draw_cards(timezone.now())
    clock.shift(timedelta(minutes=1))
    put_out(article=revise(first.article, title="二"), change=EditionChange.TYPO)
    jobs.draw_cards(timezone.now())
    before = lying()
    Photo.objects.update(made={}, needs_rendering=False)
    jobs.draw_cards(timezone.now())
    assert len(before) == 4
    assert len(lying()) == 2
    assert not before & lying()


def test_a_changed_site_has_its_pictures_drawn_anew(
    any_font: Faces, put_out: Any, site: SiteSettings
) -> None:
    card = cards.draw(put_out("题").pk)
    assert card
    site.name = "别的报"
    site.save()
    assert jobs.draw_cards(timezone.now()) == 1
    assert card.path not in lying()
    assert len(lying()) == 2


def test_what_is_to_come_is_drawn_and_what_is_called_off_is_taken_away(
    any_font: Faces, put_out: Any, chief: User, clock: Any
) -> None:
    edition = put_out("题", at=timezone.now() + timedelta(hours=1))
    assert jobs.draw_cards(timezone.now()) == 1
    workflow.unschedule(edition.article, by=chief)
    cards.take_back(edition.article_id)
    assert lying() == set()


def test_one_failure_bars_no_other_and_is_told(
    any_font: Faces, put_out: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = put_out("一"), put_out("二")
    make = keeping.make

    def made(edition: Edition, *rest: Any) -> ShareCard:
        if edition == second:
            raise OSError("full")
        return make(edition, *rest)

    monkeypatch.setattr(keeping, "make", made)
    with pytest.raises(jobs.Trouble, match=f"#{second.article_id}"):
        jobs.draw_cards(timezone.now())
    assert [card.edition_id for card in ShareCard.objects.all()] == [first.pk]


def test_an_ai_made_cover_says_so_on_the_picture_and_within_the_file(
    any_font: Faces, put_out: Any, draft: Any, with_photo: Any, photo: Photo, site: SiteSettings
) -> None:
    photo.kind = PhotoKind.AI
    photo.save()
    renditions.render(photo.pk)
    article = draft()
    with_photo(article, photo, is_cover=True)
    edition = put_out(article=article)
    renditions.attach(renditions.covers([edition]))
    shown = keeping.shown_of(edition, site)
    assert shown.sign == str(PhotoKind.AI.label)
    assert shown.square
    card = cards.draw(edition.pk)
    assert card
    with renditions.storage().open(card.path) as file:
        assert b"trainedAlgorithmicMedia" in file.read()


def test_looking_for_gaps_costs_the_same_for_many_stories(
    any_font: Faces, put_out: Any, django_assert_num_queries: Any
) -> None:
    for number in range(3):
        cards.draw(put_out(f"第{number}篇").pk)
    with django_assert_num_queries(5):
        assert jobs.draw_cards(timezone.now()) == 0
