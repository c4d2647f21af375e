"""Photos come into a story by hand, eye and key: dropped, chosen, described and moved in place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, Locator, Page, expect

from articles import photodesk
from articles.models import Article, Autosave, Photo, PhotoUse, SiteSettings
from tests.articles.colliding import stored
from tests.articles.desk import change_url
from tests.articles.typist import ADD
from tests.conftest import picture_bytes
from tests.journeys.conftest import PHONE, press
from tests.journeys.windows import OFFER, beside, save, unexpected

Window = Callable[..., Page]
WithPhoto = Callable[..., PhotoUse]
Files = Callable[..., list[Path]]

ROW = "[data-tray-row]:not(.empty-form)"
FIGURE = ".cke_editable .storyphoto"
CAPTION = f"{FIGURE} .storyphoto-caption"
DIRTY = ".desk-submit [data-dirty]"
BODY = "CKEDITOR.instances.id_body"


@pytest.fixture
def files(tmp_path: Path) -> Files:
    """Pictures on somebody's own disk, each another; a name that begins with `no` is none."""

    def made(*names: str) -> list[Path]:
        paths = [tmp_path / name for name in names]
        for number, path in enumerate(paths):
            raw = b"no picture" if path.name.startswith("no") else picture_bytes(600 + number)
            path.write_bytes(raw)
        return paths

    return made


@pytest.fixture
def story(
    site: SiteSettings, draft: Callable[..., Article], revise: Callable[..., Article]
) -> Article:
    return revise(draft("有图的稿"))


def opened(page: Page, address: str) -> Page:
    """Open a story's form and wait until one can write in it."""
    page.goto(address)
    page.wait_for_function(f"window.CKEDITOR && {BODY}?.status === 'ready'")
    return page


def drop(page: Page, place: Locator, paths: list[Path]) -> None:
    """Let files fall where the mouse is, as the browser itself does."""
    place.scroll_into_view_if_needed()
    box = place.bounding_box()
    assert box is not None
    data = {"items": [], "files": [str(path) for path in paths], "dragOperationsMask": 1}
    where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + min(box["height"] / 2, 60)}
    mouse = page.context.new_cdp_session(page)
    for kind in ("dragEnter", "dragOver", "drop"):
        mouse.send("Input.dispatchDragEvent", {"type": kind, "data": data} | where)


def compose(page: Page, half: str, word: str) -> None:
    """Type as an input method does, and stop half way for a moment."""
    keys = page.context.new_cdp_session(page)
    end = len(half)
    keys.send("Input.imeSetComposition", {"text": half, "selectionStart": end, "selectionEnd": end})
    page.wait_for_timeout(400)
    keys.send("Input.insertText", {"text": word})


def order(page: Page) -> list[str]:
    """The blocks of the text as they would be saved."""
    found: list[str] = page.evaluate(f"{BODY}.getData().match(/<(p|figure)/g)")
    return found


def test_opening_a_story_with_photos_changes_nothing(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, photo, caption="图一", is_cover=True, in_gallery=True)
    with_photo(story, caption="图二")
    before = stored(story)
    page = opened(sign_in("editor"), change_url(story))
    expect(page.locator(f"{FIGURE} img")).to_have_count(1)
    page.locator(FIGURE).first.hover()
    page.locator(CAPTION).first.click()
    page.keyboard.press("Escape")
    page.wait_for_timeout(600)
    expect(page.locator(DIRTY)).to_be_hidden()
    assert save(page).ok
    assert (stored(story).version, stored(story).body) == (before.version, before.body)
    assert troubles == []


def test_who_may_only_read_is_offered_nothing(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, photo, caption="图一")
    with_photo(story, caption="图二")
    page = sign_in("publisher")
    page.goto(change_url(story))
    tray = page.locator(".desk-tray")
    expect(tray).to_contain_text("图二")
    expect(tray.locator("img")).to_be_visible()
    expect(tray.locator("button, input:not([type=hidden]), textarea")).to_have_count(0)
    assert troubles == []


def test_files_dropped_on_waiting_captions_fill_them(
    story: Article, with_photo: WithPhoto, files: Files, sign_in: Window, troubles: list[str]
) -> None:
    uses = [with_photo(story, caption=f"图{number}", rank=number) for number in range(2)]
    page = opened(sign_in("editor"), change_url(story))
    one, two = files("1.jpg", "2.jpg")
    drop(page, page.locator(ROW).nth(0), [one])
    drop(page, page.locator(FIGURE).nth(1), [two])
    for number in range(2):
        expect(page.locator(f"#id_photo_uses-{number}-photo")).not_to_have_value("")
    expect(page.locator(f"{FIGURE} img")).to_have_count(2)
    expect(page.locator(DIRTY)).to_be_visible()
    assert not PhotoUse.objects.filter(photo__isnull=False).exists()
    assert save(page).ok
    names = {use.key: use.photo and use.photo.original_name for use in PhotoUse.objects.all()}
    assert names == {uses[0].key: "1.jpg", uses[1].key: "2.jpg"}
    assert [use.caption for use in story.photo_uses.all()] == ["图0", "图1"]
    assert troubles == []


def test_a_refused_file_says_why_and_leaves_no_row(
    story: Article, with_photo: WithPhoto, files: Files, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, caption="图一")
    page = opened(sign_in("editor"), change_url(story))
    drop(page, page.locator(ROW).first, files("no.jpg"))
    expect(page.locator(ROW).first.locator("[data-refused]")).to_contain_text("no.jpg")
    expect(page.locator(f"{FIGURE} .storyphoto-said")).to_contain_text("no.jpg")
    drop(page, page.locator(".tray-adding"), files("1.jpg", "no2.jpg", "3.jpg"))
    expect(page.locator(ROW)).to_have_count(4)
    for row, is_taken in ((1, True), (2, False), (3, True)):
        photo = page.locator(f"#id_photo_uses-{row}-photo")
        expect(photo).not_to_have_value("") if is_taken else expect(photo).to_have_value("")
    expect(page.locator(ROW).nth(2).locator("[data-refused]")).to_contain_text("no2.jpg")
    assert save(page).ok
    kept = [use.photo and use.photo.original_name for use in story.photo_uses.all()]
    assert kept == [None, "1.jpg", "3.jpg"]
    assert unexpected(troubles, 422) == []


def test_a_file_dropped_on_a_photo_asks_before_it_replaces_it(
    story: Article, with_photo: WithPhoto, files: Files, sign_in: Window, troubles: list[str]
) -> None:
    photo = photodesk.take_in(picture_bytes(color="red"), "old.jpg")
    use = with_photo(story, photo, caption="图一")
    page = opened(sign_in("editor"), change_url(story))
    chosen = page.locator("#id_photo_uses-0-photo")
    figure, row = page.locator(FIGURE), page.locator(ROW)
    drop(page, row, files("new.jpg"))
    expect(row.locator("[data-question]")).to_contain_text("new.jpg")
    row.locator("[data-keep]").click()
    expect(chosen).to_have_value(str(photo.pk))
    expect(figure.locator(".tray-question")).to_be_hidden()
    drop(page, figure, files("new.jpg"))
    figure.locator(".tray-question button").first.click()
    expect(chosen).not_to_have_value(str(photo.pk))
    assert save(page).ok
    use.refresh_from_db()
    assert use.photo is not None
    assert (use.photo.original_name, use.caption) == ("new.jpg", "图一")
    assert troubles == []


def test_a_caption_is_typed_in_the_text_and_is_no_part_of_it(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    use = with_photo(story, photo)
    page = opened(sign_in("editor"), change_url(story))
    body, field, tray = stored(story).body, page.locator(CAPTION), page.locator(f"{ROW} textarea")
    field.click()
    compose(page, "hu bian", "湖边")
    expect(tray.first).to_have_value("湖边")
    page.keyboard.press("Enter")
    expect(field).not_to_be_focused()
    tray.first.fill("湖边的步道")
    expect(field).to_have_value("湖边的步道")
    expect(page.locator(DIRTY)).to_be_visible()
    assert page.evaluate(f"{BODY}.getData() === {BODY}.deskData")
    assert save(page).ok
    use.refresh_from_db()
    assert (use.caption, stored(story).body) == ("湖边的步道", body)
    assert troubles == []


@pytest.mark.parametrize("place", [CAPTION, f"{ROW} .field-caption textarea"])
def test_half_a_word_is_no_caption_anywhere_else(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, place: str
) -> None:
    with_photo(story, photo, caption="旧")
    page = opened(sign_in("editor"), change_url(story))
    (other,) = {CAPTION, f"{ROW} .field-caption textarea"} - {place}
    page.click(place)
    page.keyboard.press("End")
    keys = page.context.new_cdp_session(page)
    keys.send("Input.imeSetComposition", {"text": "wang", "selectionStart": 4, "selectionEnd": 4})
    page.wait_for_timeout(400)
    expect(page.locator(place)).to_have_value("旧wang")
    expect(page.locator(other)).to_have_value("旧")
    keys.send("Input.insertText", {"text": "王"})
    expect(page.locator(other)).to_have_value("旧王")


def test_what_is_pasted_into_a_caption_becomes_text(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, photo)
    page = opened(sign_in("editor"), change_url(story))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.evaluate(
        """() => navigator.clipboard.write([new ClipboardItem({
            "text/html": new Blob(["<h2>题 <script>x()</script></h2>"], {type: "text/html"}),
            "text/plain": new Blob(["<b>粗</b>"], {type: "text/plain"}),
        })])"""
    )
    page.click(CAPTION)
    page.keyboard.press("Control+v")
    expect(page.locator(f"{ROW} .field-caption textarea")).to_have_value("<b>粗</b>")
    assert page.evaluate(f"{BODY}.getData() === {BODY}.deskData")
    assert page.locator(f"{FIGURE} h2").count() == 0
    assert troubles == []


def test_undo_takes_back_what_was_done_to_the_text_and_no_caption(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, photo, caption="旧")
    page = opened(sign_in("editor"), change_url(story))
    before = order(page)
    page.locator(f"{FIGURE} .storyphoto-frame").click()
    page.keyboard.press("Alt+ArrowUp")
    assert order(page) == before[::-1]
    page.locator(f"{ROW} .field-caption textarea").fill("新")
    page.locator(f"{FIGURE} .storyphoto-frame").click()
    page.keyboard.press("Control+z")
    assert order(page) == before
    expect(page.locator(CAPTION)).to_have_value("新")
    page.keyboard.press("Control+y")
    assert order(page) == before[::-1]
    page.click(CAPTION)
    page.keyboard.press("End")
    page.keyboard.insert_text("图")
    page.keyboard.press("Control+z")
    expect(page.locator(f"{ROW} .field-caption textarea")).to_have_value("新")
    assert order(page) == before[::-1]
    assert troubles == []


def test_a_photo_is_moved_and_removed_with_the_keys_alone(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    use = with_photo(story, photo, caption="图一")
    page = opened(sign_in("editor"), change_url(story))
    page.locator(".cke_editable > p").first.click()
    for key in ("End", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    expect(page.locator(CAPTION)).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    assert order(page) == ["<figure", "<p"]
    expect(page.locator(CAPTION)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Alt+ArrowDown")
    assert order(page) == ["<p", "<figure"]
    page.keyboard.press("Delete")
    assert order(page) == ["<p"]
    row = page.locator(ROW)
    row.locator("[data-place]").click()
    assert order(page) == ["<p", "<figure"]
    expect(row.locator("[data-place]")).to_be_disabled()
    assert save(page).ok
    assert story.photo_uses.get() == use
    assert troubles == []


def test_a_photo_is_moved_by_its_handle(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, photo, caption="图一")
    page = opened(sign_in("editor"), change_url(story))
    page.locator(FIGURE).hover()
    handle = page.locator(".cke_widget_drag_handler").bounding_box()
    line = page.locator(".cke_editable > p").first.bounding_box()
    assert handle is not None
    assert line is not None
    page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(line["x"] + 40, line["y"] + 2, steps=20)
    page.wait_for_timeout(400)
    page.mouse.up()
    page.wait_for_timeout(300)
    assert order(page) == ["<figure", "<p"]
    expect(page.locator(CAPTION)).to_have_value("图一")
    assert troubles == []


def test_files_dropped_into_a_story_that_was_never_saved_stand_in_its_text(
    site: SiteSettings, section: Any, files: Files, sign_in: Window, troubles: list[str]
) -> None:
    page = opened(sign_in("editor"), reverse(ADD))
    page.fill("#id_title", "新稿")
    page.locator(".cke_editable").click()
    page.keyboard.insert_text("第一段")
    drop(page, page.locator(".cke_editable > p"), files("1.jpg", "2.jpg"))
    expect(page.locator(FIGURE)).to_have_count(2)
    expect(page.locator(f"{ROW} [name$=-photo]").nth(1)).not_to_have_value("")
    page.locator(CAPTION).nth(1).fill("第二张")
    assert save(page).ok
    article = Article.objects.get()
    assert order(page) == ["<p", "<figure", "<figure"]
    expect(page.locator(f"{FIGURE} img")).to_have_count(2)
    assert [use.caption for use in article.photo_uses.all()] == ["", "第二张"]
    assert article.body == "<p>第一段</p>" + "".join(
        f'<figure data-photo="{use.key}"></figure>' for use in article.photo_uses.all()
    )
    assert troubles == []


def test_a_photo_just_added_outlives_the_window(
    story: Article, files: Files, sign_in: Window, troubles: list[str]
) -> None:
    page = opened(sign_in("editor"), change_url(story))
    drop(page, page.locator(".cke_editable > p").first, files("1.jpg"))
    page.locator(CAPTION).fill("没来得及存的图说")
    with page.expect_response(
        lambda answer: "没来得及存的图说" in (answer.request.post_data or "")
    ):
        expect(page.locator(f"{ROW} [name$=-photo]")).not_to_have_value("")
    again = beside(page, troubles)
    page.close()
    assert Autosave.objects.exists()
    again.goto(change_url(story))
    press(again, OFFER)
    expect(again.locator(f"{FIGURE} img")).to_be_visible()
    expect(again.locator(CAPTION)).to_have_value("没来得及存的图说")
    assert save(again).ok
    use = story.photo_uses.get()
    assert use.photo is not None
    assert f'data-photo="{use.key}"' in stored(story).body
    assert troubles == []


def test_a_new_row_that_is_removed_takes_no_words_of_the_others_with_it(
    story: Article, with_photo: WithPhoto, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, caption="旧")
    page = opened(sign_in("editor"), change_url(story))
    for words in ("一", "二", "三"):
        page.click("[data-add-caption]")
        page.keyboard.insert_text(words)
    page.locator(ROW).nth(1).locator("[data-drop-row]").click()
    assert save(page).ok
    assert [use.caption for use in story.photo_uses.all()] == ["旧", "二", "三"]
    assert troubles == []


def test_there_is_one_cover_and_it_has_its_own_caption(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, photo, caption="一", is_cover=True)
    with_photo(story, photo, caption="二", rank=1)
    page = opened(sign_in("editor"), change_url(story))
    words = page.locator(f"{ROW} .field-cover_caption textarea")
    expect(words.nth(1)).to_be_hidden()
    page.locator("#id_photo_uses-1-is_cover").check()
    expect(page.locator("#id_photo_uses-0-is_cover")).not_to_be_checked()
    expect(words.nth(0)).to_be_hidden()
    words.nth(1).fill("作封面时")
    assert save(page).ok
    assert story.photo_uses.get(is_cover=True).cover_caption == "作封面时"
    assert troubles == []


def test_leaving_asks_while_a_photo_is_on_its_way(
    story: Article, with_photo: WithPhoto, files: Files, sign_in: Window
) -> None:
    with_photo(story, caption="图一")
    page = opened(sign_in("editor"), change_url(story))
    page.route("**/incoming/**", lambda route: None)
    drop(page, page.locator(ROW), files("1.jpg"))
    expect(page.locator(f"{ROW} [data-progress]")).to_be_visible()
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", stay)
    page.click("[name=_continue]")
    page.wait_for_timeout(1000)
    assert asked == ["confirm"]
    assert stored(story).version == story.version
    page.locator(ROW).locator(".desk-remove").click()
    assert save(page).ok
    assert asked == ["confirm"]


# The window for choosing


def test_photos_of_the_library_are_found_and_put_in_by_keys_on_a_phone(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    for name, color in (("湖边的步道", "red"), ("山上的步道", "green")):
        found = photodesk.take_in(picture_bytes(color=color), "a.jpg")
        found.caption = name
        photodesk.keep(found)
    page = opened(sign_in("editor", viewport=PHONE), change_url(story))
    page.locator(".cke_button__storyphoto").focus()
    page.keyboard.press("Enter")
    picker = page.locator("dialog.picker")
    expect(picker.locator(".picker-card")).to_have_count(3)
    words = picker.locator("#picker-words")
    words.focus()
    compose(page, "shan shang", "山上")
    expect(picker.locator(".picker-card")).to_have_count(1)
    assert picker.evaluate("node => node.scrollWidth <= innerWidth")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    words.fill("湖边")
    expect(picker.locator(".picker-card")).to_have_count(2)
    picker.locator(".picker-card input").nth(1).press("Space")
    picker.locator("[data-take]").press("Enter")
    expect(picker).to_have_count(0)
    expect(page.locator(FIGURE)).to_have_count(2)
    assert save(page).ok
    assert [use.caption for use in story.photo_uses.all()] == ["山上的步道", "湖边的步道"]
    assert order(page) == ["<p", "<figure", "<figure"]
    assert troubles == []


def test_the_window_for_choosing_is_left_without_a_trace(
    story: Article, with_photo: WithPhoto, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    with_photo(story, caption="图一")
    page = opened(sign_in("editor"), change_url(story))
    page.locator(f"{ROW} [data-choose-photo]").click()
    page.fill("#picker-words", "步道")
    page.keyboard.press("Enter")
    expect(page.locator("dialog.picker [data-said]")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("dialog.picker")).to_have_count(0)
    expect(page.locator(DIRTY)).to_be_hidden()
    page.locator(f"{ROW} [data-choose-photo]").click()
    page.locator(".picker-card").first.dblclick()
    expect(page.locator("#id_photo_uses-0-photo")).to_have_value(str(photo.pk))
    expect(page.locator(DIRTY)).to_be_visible()
    assert troubles == []


def test_a_photo_of_the_tray_that_is_not_in_the_text_is_offered_first(
    story: Article, photo: Photo, sign_in: Window, troubles: list[str]
) -> None:
    use = PhotoUse.objects.create(article=story, photo=photo, caption="托盘里的")
    page = opened(sign_in("editor"), change_url(story))
    page.locator(".cke_editable > p").first.click()
    page.locator(".cke_button__storyphoto").click()
    own = page.locator("[data-own] .picker-card")
    expect(own).to_contain_text("托盘里的")
    own.click()
    page.click("dialog.picker [data-take]")
    expect(page.locator(CAPTION)).to_have_value("托盘里的")
    assert save(page).ok
    assert stored(story).body.endswith(f'<figure data-photo="{use.key}"></figure>')
    assert story.photo_uses.count() == 1
    assert troubles == []


# The page that leaves the text alone


def test_the_photo_desk_drops_files_on_captions_without_the_text(
    story: Article, with_photo: WithPhoto, files: Files, sign_in: Window, troubles: list[str]
) -> None:
    use = with_photo(story, caption="图一")
    before = stored(story).body
    page = sign_in("photo_desk")
    page.goto(reverse("admin:articles_article_photos", args=[story.pk]))
    row = page.locator("[data-tray-row]")
    drop(page, row, files("1.jpg", "2.jpg"))
    expect(page.locator("[data-trouble-here]")).to_be_visible()
    expect(row.locator("[name$=-photo]")).not_to_have_value("")
    row.locator("[name$=-credit]").fill("何苗")
    press(page, ".desk-sheet-buttons [type=submit]")
    use.refresh_from_db()
    assert use.photo is not None
    assert (use.photo.original_name, use.credit) == ("1.jpg", "何苗")
    assert (stored(story).body, Photo.objects.count()) == (before, 1)
    assert troubles == []
