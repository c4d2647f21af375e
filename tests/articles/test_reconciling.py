"""Two texts of one story brought together: what one changed stands, what both changed is asked."""

from __future__ import annotations

from typing import Any

import pytest

from articles import richtext
from articles.merging import Choice, Collision, Origin, Settled
from articles.workflow.reconciling import Reconciled, Undecided, reconciled
from articles.workflow.texts import NO_USE, VALUES, put_together, taken_apart

Snapshot = dict[str, Any]
MINE, THEIRS, BOTH = Choice.MINE, Choice.THEIRS, Choice.BOTH


def paragraphs(*lines: str) -> str:
    return "".join(f"<p>{line}</p>" for line in lines)


def use(key: str, **words: Any) -> dict[str, Any]:
    return NO_USE | {"id": 1, "is_cover": False, "key": key} | words


def text(**parts: Any) -> Snapshot:
    """A snapshot in short: sources and topics by number, tags by name, credits as pairs."""
    made: Snapshot = dict.fromkeys(VALUES, "") | {"section": None, "published_at": None}
    sources, topics = parts.pop("sources", ()), parts.pop("topics", ())
    made |= {
        "body": "",
        "uses": [],
        "picks": [],
        "sources": [{"name": f"源{key}"} for key in sources],
        "source_ids": list(sources),
        "topics": [{"name": f"题{key}"} for key in topics],
        "topic_ids": list(topics),
        "tags": [{"name": name} for name in parts.pop("tags", ())],
        "credits": [{"role": role, "person": key} for role, key in parts.pop("credits", ())],
    }
    del made["cover"]
    return made | parts


def merged(base: Snapshot | None, mine: Snapshot, theirs: Snapshot, **choices: Choice) -> Snapshot:
    asked = {name.replace("_", "-"): choice for name, choice in choices.items()}
    return reconciled(base, mine, theirs).settled(asked)


def collisions(base: Snapshot | None, mine: Snapshot, theirs: Snapshot) -> list[str]:
    return list(reconciled(base, mine, theirs).collisions)


def people(snapshot: Snapshot) -> list[int]:
    return [credit["person"] for credit in snapshot["credits"]]


def test_what_is_taken_apart_is_put_together_as_it_was() -> None:
    whole = text(
        title="题",
        body=paragraphs("一", "二"),
        sources=[3, 1],
        topics=[2],
        tags=["甲", "乙"],
        credits=[("editor", 1), ("reporter", 1)],
        picks=[{"article": None, "title": "待", "at": None}],
        uses=[use("aaaaaaaa", caption="图", is_cover=True), use("bbbbbbbb")],
    )
    assert put_together(taken_apart(whole)) == whole


def test_a_collision_without_a_choice_is_no_text() -> None:
    with pytest.raises(Undecided) as undecided:
        merged(text(title="原"), text(title="我"), text(title="他"))
    assert undecided.value.names == ("title",)


def test_a_photo_deleted_here_and_changed_there_is_asked() -> None:
    base, changed = text(uses=[use("aaaaaaaa")]), text(uses=[use("aaaaaaaa", caption="改")])
    assert collisions(base, text(), changed) == ["use-aaaaaaaa"]
    assert merged(base, text(), changed, use_aaaaaaaa=MINE)["uses"] == []
    assert merged(base, text(), changed, use_aaaaaaaa=THEIRS)["uses"][0]["caption"] == "改"


def test_of_one_photo_different_words_are_merged_and_the_same_are_asked() -> None:
    base = text(uses=[use("aaaaaaaa", caption="图", credit="甲")])
    mine = text(uses=[use("aaaaaaaa", caption="我", credit="甲", alt="山")])
    theirs = text(uses=[use("aaaaaaaa", caption="他", credit="乙")])
    assert collisions(base, mine, theirs) == ["use-aaaaaaaa-caption"]
    kept = merged(base, mine, theirs, use_aaaaaaaa_caption=MINE)["uses"][0]
    assert (kept["caption"], kept["credit"], kept["alt"]) == ("我", "乙", "山")


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [([1, 2], [1, 3], [1, 3, 2]), ([], [1, 2], [2]), ([2, 1], [1], [2, 1]), ([1], [2], [2])],
    ids=["both added", "removed and added", "added in front", "replaced by one"],
)
def test_sources_that_do_not_collide_are_merged(
    mine: list[int], theirs: list[int], stands: list[int]
) -> None:
    snapshot = merged(text(sources=[1]), text(sources=mine), text(sources=theirs))
    assert snapshot["source_ids"] == stands
    assert [source["name"] for source in snapshot["sources"]] == [f"源{key}" for key in stands]


@pytest.mark.parametrize(
    ("choice", "stands"), [(MINE, [2, 9]), (THEIRS, [3, 9]), (BOTH, [3, 2, 9])]
)
def test_a_person_replaced_by_two_others_is_asked(choice: Choice, stands: list[int]) -> None:
    base, mine, theirs = (text(credits=[("editor", one), ("producer", 9)]) for one in (1, 2, 3))
    assert collisions(base, mine, theirs) == ["credits-0"]
    assert people(merged(base, mine, theirs, credits_0=choice)) == stands


def test_tags_and_topics_never_collide() -> None:
    base = text(tags=["甲", "乙"], topics=[1])
    mine, theirs = text(tags=["甲", "丙"], topics=[2]), text(tags=["乙", "丁"], topics=[3])
    snapshot = merged(base, mine, theirs)
    assert {tag["name"] for tag in snapshot["tags"]} == {"丙", "丁"}
    assert set(snapshot["topic_ids"]) == {2, 3}


def test_each_title_and_paragraph_is_a_matter_of_its_own() -> None:
    base = text(title="原", kicker="眉", body=paragraphs("第一段", "第二段", "第三段"))
    mine = base | {"kicker": "我的眉", "body": paragraphs("第一段我", "第二段我", "第三段")}
    theirs = base | {"title": "新", "body": paragraphs("第一段他", "第二段", "第三段", "加")}
    (name,) = collisions(base, mine, theirs)
    snapshot = merged(base, mine, theirs, **{name: BOTH})
    assert (snapshot["title"], snapshot["kicker"]) == ("新", "我的眉")
    assert snapshot["body"] == paragraphs("第一段他", "第一段我", "第二段我", "第三段", "加")


def test_one_cover_is_chosen_of_two() -> None:
    def covered(by: str) -> Snapshot:
        return text(uses=[use(key, is_cover=key == by) for key in ("aaaaaaaa", "bbbbbbbb")])

    sides = covered(""), covered("aaaaaaaa"), covered("bbbbbbbb")
    assert collisions(*sides) == ["cover"]
    assert [one["is_cover"] for one in merged(*sides, cover=MINE)["uses"]] == [True, False]


def test_a_photo_taken_out_stays_where_the_other_has_just_placed_it() -> None:
    figure = '<figure data-photo="aaaaaaaa"></figure>'
    base = text(uses=[use("aaaaaaaa", caption="图")], body=paragraphs("一"))
    mine, theirs = base | {"uses": []}, base | {"body": paragraphs("一") + figure}
    assert merged(base, mine, theirs)["uses"][0]["caption"] == "图"


def test_a_photo_taken_out_of_the_tray_alone_goes_all_the_same() -> None:
    figure = '<figure data-photo="aaaaaaaa"></figure>'
    base = text(uses=[use("aaaaaaaa", caption="图")], body=figure)
    assert merged(base, base | {"uses": []}, base | {"title": "新"})["uses"] == []


def test_a_photo_that_a_form_sent_twice_added_is_one() -> None:
    mine = text(uses=[use("aaaaaaaa", caption="图", is_cover=True)])
    theirs = text(uses=[use("bbbbbbbb", caption="图", is_cover=True)])
    assert reconciled(text(), mine, theirs).is_same
    assert [one["key"] for one in merged(text(), mine, theirs)["uses"]] == ["bbbbbbbb"]


def test_a_photo_that_both_added_to_the_text_stands_there_once() -> None:
    mine, theirs = (
        text(uses=[use(key, caption="图")], body=richtext.from_blocks([("photo", key)]))
        for key in ("aaaaaaaa", "bbbbbbbb")
    )
    assert reconciled(text(), mine, theirs).is_same
    snapshot = merged(text(), mine, theirs | {"title": "他"})
    assert snapshot["body"] == theirs["body"]
    assert [one["key"] for one in snapshot["uses"]] == ["bbbbbbbb"]


def test_two_empty_rows_of_mine_are_not_taken_for_one_of_theirs() -> None:
    mine = text(uses=[use("aaaaaaaa"), use("cccccccc")])
    snapshot = merged(text(), mine, text(uses=[use("bbbbbbbb")]))
    assert [one["key"] for one in snapshot["uses"]] == ["bbbbbbbb", "cccccccc"]


def test_without_a_base_only_what_differs_is_asked() -> None:
    mine = text(title="我", digest="同", body=paragraphs("同一段", "我的段"), sources=[1, 2])
    theirs = text(title="他", digest="同", body=paragraphs("同一段", "他的段"), sources=[1, 3])
    assert collisions(None, mine, theirs) == ["title", "body-1"]
    snapshot = merged(None, mine, theirs, title=MINE, body_1=BOTH)
    assert snapshot["body"] == paragraphs("同一段", "他的段", "我的段")
    assert snapshot["source_ids"] == [1, 3, 2]


def test_without_a_base_words_of_a_photo_that_differ_are_asked() -> None:
    mine, theirs = (text(uses=[use("aaaaaaaa", caption=words)]) for words in "我他")
    assert collisions(None, mine, theirs) == ["use-aaaaaaaa-caption"]


@pytest.mark.parametrize(
    "change",
    [
        {"title": "改"},
        {"body": paragraphs("改")},
        {"sources": [2, 1]},
        {"tags": ["改"]},
        {"uses": [use("aaaaaaaa", caption="改")]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_only_one_side_changed_stands(change: Snapshot) -> None:
    kept: Snapshot = {"sources": [1, 2], "tags": ["甲"], "uses": [use("aaaaaaaa")]}
    base, changed = text(**kept), text(**kept | change)
    for mine, theirs in ((changed, base), (base, changed), (changed, changed)):
        found = reconciled(base, mine, theirs)
        assert not found.collisions
        assert taken_apart(found.settled({})).says_the_same(taken_apart(changed))
        assert found.is_same == (mine is theirs)
        assert found.is_idle == (theirs is changed)


def test_whose_a_settled_part_is_can_be_told() -> None:
    found: Reconciled = reconciled(text(), text(title="我"), text(digest="他"))
    assert found.outcomes["title"] == Settled("我", Origin.MINE)
    assert found.outcomes["digest"] == Settled("他", Origin.THEIRS)
    assert not any(isinstance(outcome, Collision) for outcome in found.outcomes.values())
