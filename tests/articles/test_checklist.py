"""The checklist: each rule with a story that breaks it and one that does not, and how strict."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from articles import checklist
from articles.checklist import RULES
from articles.choices import (
    ArticleKind,
    CreditRole,
    DeskVerb,
    Licence,
    ReviewState,
    SourceListing,
    Strictness,
)
from articles.models import (
    Article,
    Credit,
    ImportRecord,
    Mark,
    Person,
    Photo,
    PhotoUse,
    Section,
    Source,
    User,
)

Draft = Callable[..., Article]
REPRINT = {
    "kind": ArticleKind.REPRINT,
    "original_title": "原题",
    "original_author": "王原",
    "original_url": "https://example.org/1",
}


@dataclass(slots=True)
class Kit:
    """Makes the stories of the table."""

    draft: Draft
    with_photo: Callable[..., PhotoUse]
    photo: Photo
    source: Source
    reporter: User

    def credited(self, role: CreditRole, **fields: Any) -> Article:
        article = self.draft(**fields)
        Credit.objects.create(article=article, person=Person.objects.create(name="王"), role=role)
        return article

    def nameless(self) -> Article:
        article = self.draft()
        article.credits.all().delete()
        return article

    def tagged(self) -> Article:
        article = self.draft()
        article.tags.add("地铁")
        return article

    def pictured(self, photo: Photo | None, *, placed: bool = True, **words: Any) -> Article:
        article = self.draft()
        use = self.with_photo(article, photo, **words)
        if not placed:
            Article.objects.filter(pk=article.pk).update(body="<p>x</p>")
        assert use.article_id == article.pk
        return Article.objects.get(pk=article.pk)

    def licensed(self, licence: Licence, days: int | None = None) -> Article:
        """A story whose photo is used by this right, until so many days from now."""
        self.photo.licence = licence
        self.photo.expires_on = (
            None if days is None else timezone.localdate() + timedelta(days=days)
        )
        self.photo.save()
        return self.pictured(self.photo)

    def from_source(self, listing: SourceListing, **fields: Any) -> Article:
        article = self.draft(**fields)
        Source.objects.filter(pk=self.source.pk).update(listing=listing, is_own=False)
        return article

    def imported(self, severity: str, settled: Any = None) -> Article:
        article = self.draft()
        ImportRecord.objects.create(
            sha256="a" * 64,
            origin="a.txt",
            outcome="created",
            article=article,
            imported_at=timezone.now(),
            findings=[{"code": "x", "severity": severity, "line": 1, "message": "x"}],
            settled=settled or {},
            original=b"",
        )
        return article

    def marked(self, done: bool) -> Article:
        article = self.draft()
        Mark.objects.create(
            article=article,
            version=1,
            stage=ReviewState.FIRST,
            by=self.reporter,
            at=timezone.now(),
            remark="核实人数",
            done_at=timezone.now() if done else None,
        )
        return article


@pytest.fixture
def kit(
    draft: Draft, with_photo: Callable[..., PhotoUse], photo: Photo, source: Source, reporter: User
) -> Kit:
    return Kit(draft, with_photo, photo, source, reporter)


LONG = "长" * (checklist.LONG_TITLE + 1)

#: Rule, whether the story breaks it, and the story.
CASES: list[tuple[str, bool, Callable[[Kit], Article]]] = [
    ("title", True, lambda kit: kit.draft(LONG)),
    ("title", False, lambda kit: kit.draft(LONG, list_title="短")),
    ("title", False, lambda kit: kit.draft(LONG[1:])),
    ("digest", True, lambda kit: kit.draft()),
    ("digest", False, lambda kit: kit.draft(digest="摘要")),
    ("editor", True, lambda kit: kit.nameless()),
    ("editor", False, lambda kit: kit.draft()),
    ("writer", True, lambda kit: kit.draft()),
    ("writer", True, lambda kit: kit.credited(CreditRole.PHOTOGRAPHER)),
    ("writer", False, lambda kit: kit.credited(CreditRole.REPORTER)),
    ("writer", False, lambda kit: kit.credited(CreditRole.CORRESPONDENT)),
    ("writer", False, lambda kit: kit.draft(**REPRINT)),
    ("tags", True, lambda kit: kit.draft()),
    ("tags", False, lambda kit: kit.tagged()),
    ("cover", True, lambda kit: kit.draft()),
    ("cover", True, lambda kit: kit.pictured(None, caption="图说")),
    ("cover", False, lambda kit: kit.pictured(kit.photo)),
    ("files", True, lambda kit: kit.pictured(None, caption="图说")),
    ("files", False, lambda kit: kit.pictured(None, placed=False, caption="图说")),
    ("files", False, lambda kit: kit.pictured(kit.photo)),
    ("captions", True, lambda kit: kit.pictured(kit.photo)),
    ("captions", True, lambda kit: kit.pictured(kit.photo, placed=False, is_cover=True)),
    ("captions", False, lambda kit: kit.pictured(kit.photo, placed=False)),
    ("captions", False, lambda kit: kit.pictured(kit.photo, caption="图说")),
    ("credits", True, lambda kit: kit.pictured(kit.photo)),
    ("credits", False, lambda kit: kit.pictured(kit.photo, credit="王摄")),
    ("alt", True, lambda kit: kit.pictured(kit.photo)),
    ("alt", False, lambda kit: kit.pictured(None)),
    ("alt", False, lambda kit: kit.pictured(kit.photo, alt="一座桥")),
    ("expired", True, lambda kit: kit.licensed(Licence.AGENCY, days=-1)),
    ("expired", False, lambda kit: kit.licensed(Licence.AGENCY, days=0)),
    ("expired", False, lambda kit: kit.licensed(Licence.AGENCY)),
    ("expired", False, lambda kit: kit.pictured(None)),
    ("licences", True, lambda kit: kit.licensed(Licence.UNCLEAR)),
    ("licences", False, lambda kit: kit.licensed(Licence.OWN)),
    ("licences", False, lambda kit: kit.pictured(None)),
    ("source", True, lambda kit: kit.from_source(SourceListing.UNKNOWN, **REPRINT)),
    ("source", False, lambda kit: kit.from_source(SourceListing.LISTED, **REPRINT)),
    ("source", False, lambda kit: kit.from_source(SourceListing.UNKNOWN)),
    ("reprint", True, lambda kit: kit.draft(**REPRINT | {"original_author": ""})),
    ("reprint", True, lambda kit: kit.draft(**REPRINT | {"original_url": ""})),
    ("reprint", False, lambda kit: kit.draft(**REPRINT)),
    ("reprint", False, lambda kit: kit.draft()),
    ("findings", True, lambda kit: kit.imported("warning")),
    ("findings", True, lambda kit: kit.imported("error", {"1": {}})),
    ("findings", False, lambda kit: kit.imported("warning", {"0": {"by": 1, "at": "x"}})),
    ("findings", False, lambda kit: kit.imported("info")),
    ("findings", False, lambda kit: kit.draft()),
    ("marks", True, lambda kit: kit.marked(done=False)),
    ("marks", False, lambda kit: kit.marked(done=True)),
]


def told(article: Article) -> dict[str, checklist.Broken]:
    return {found.rule.code: found for found in checklist.broken(checklist.copy_of(article))}


@pytest.mark.parametrize(("code", "breaks", "story"), CASES)
def test_a_rule_is_broken_by_the_stories_that_break_it_alone(
    code: str, breaks: bool, story: Callable[[Kit], Article], kit: Kit
) -> None:
    sentence = RULES[code].broken(checklist.copy_of(story(kit)))
    assert bool(sentence) == breaks


def test_the_table_holds_both_for_every_rule() -> None:
    known = [(code, breaks) for code in RULES for breaks in (False, True)]
    assert sorted({(code, breaks) for code, breaks, _story in CASES}) == sorted(known)


def test_of_several_imports_the_newest_counts(kit: Kit) -> None:
    article = kit.imported("warning")
    newer = ImportRecord.objects.get()
    newer.pk, newer.sha256, newer.findings = None, "b" * 64, []
    newer.save(force_insert=True)
    assert checklist.open_findings(article) == 0


# Strictness


def ask(section: Section, parent: Section | None = None, **rules: str) -> Section:
    section.checklist, section.parent = rules, parent
    section.save()
    return section


def test_a_story_without_a_section_is_held_to_the_defaults(draft: Draft) -> None:
    strictness = told(draft(section=None))["tags"].strictness
    assert strictness == RULES["tags"].default


@pytest.mark.parametrize(
    ("own", "above", "strictness"),
    [
        ({}, None, Strictness.ADVISED),
        ({"tags": "off"}, None, None),
        ({"tags": "required"}, None, Strictness.REQUIRED),
        ({}, {"tags": "required"}, Strictness.REQUIRED),
        ({}, {"tags": "off"}, None),
        ({"tags": "advised"}, {"tags": "required"}, Strictness.ADVISED),
        ({"tags": "required"}, {"tags": "off"}, Strictness.REQUIRED),
        ({"digest": "off"}, {"tags": "required"}, Strictness.REQUIRED),
        ({"no such rule": "required"}, None, Strictness.ADVISED),
    ],
)
def test_a_section_sets_a_rule_or_follows_the_section_above(
    own: dict[str, str],
    above: dict[str, str] | None,
    strictness: Strictness | None,
    draft: Draft,
    section: Section,
) -> None:
    parent = above and Section.objects.create(name="上级", checklist=above)
    ask(section, parent or None, **own)
    found = told(draft()).get("tags")
    assert (found.strictness if found else None) == strictness


# Due acts

DUE = {code: rule.due for code, rule in RULES.items()}
SUBMITTED = [code for code, due in DUE.items() if due == DeskVerb.SUBMIT]
SIGNED = [code for code, due in DUE.items() if due == DeskVerb.SIGN_OFF]


def breaking(code: str, kit: Kit) -> checklist.Copy:
    story = next(story for name, breaks, story in CASES if name == code and breaks)
    return checklist.copy_of(story(kit))


@pytest.mark.parametrize("code", RULES)
def test_an_advised_rule_stands_in_no_way(code: str, kit: Kit, section: Section) -> None:
    ask(section, **dict.fromkeys(RULES, Strictness.ADVISED.value))
    assert checklist.required(breaking(code, kit), DeskVerb.SIGN_OFF) == []


@pytest.mark.parametrize("code", SIGNED)
def test_what_is_due_at_the_signature_does_not_hinder_a_submission(
    code: str, kit: Kit, section: Section
) -> None:
    ask(section, **{name: "required" if name == code else "off" for name in RULES})
    copy = breaking(code, kit)
    assert checklist.required(copy, DeskVerb.SUBMIT) == []
    assert len(checklist.required(copy, DeskVerb.SIGN_OFF)) == 1
    assert len(checklist.required(copy, DeskVerb.PUBLISH)) == 1


@pytest.mark.parametrize("code", SUBMITTED)
def test_what_is_due_at_the_submission_is_due_ever_after(
    code: str, kit: Kit, section: Section
) -> None:
    ask(section, **{name: "required" if name == code else "off" for name in RULES})
    copy = breaking(code, kit)
    for verb in (DeskVerb.SUBMIT, DeskVerb.SIGN_OFF, DeskVerb.PUBLISH):
        assert len(checklist.required(copy, verb)) == 1
