"""The forms of the letters page, apart from any page: what they take, and what they say."""

from __future__ import annotations

import pytest

from articles.workflow import Refused
from comments.forms import AppealForm, CommentForm, ReportForm
from comments.models import WORDS_LENGTH, Comment

SENT = {"name": "读者", "text": "写得好"}


@pytest.mark.parametrize("parent", ["x", "0", "-1", "1.5", "9" * 19, "\x00"])
def test_a_parent_that_no_row_can_be_is_refused_with_one_sentence(parent: str) -> None:
    form = CommentForm(SENT | {"parent": parent})
    assert not form.is_valid()
    assert len(form.sentences) == 1


@pytest.mark.parametrize(
    ("form", "field"),
    [(ReportForm, "words"), (AppealForm, "words"), (CommentForm, "text")],
)
def test_far_too_many_words_are_cut_before_they_are_tidied(form: type, field: str) -> None:
    filled = form(SENT | {"reason": "abuse", field: "长" * 10**6})
    assert not filled.is_valid()
    assert list(filled.errors) == [field]


def test_a_report_needs_a_reason_and_no_words() -> None:
    assert list(ReportForm({"words": "骂人"}).errors) == ["reason"]
    assert ReportForm({"reason": "abuse"}).is_valid()


def test_an_appeal_needs_words() -> None:
    assert list(AppealForm({"words": "\u200b \n"}).errors) == ["words"]
    assert AppealForm({"words": "长" * WORDS_LENGTH}).is_valid()


def test_what_a_form_brought_along_is_handed_on() -> None:
    form = CommentForm(SENT | {"opened": "a", "proof": "1", "website": "x", "parent": "7"})
    assert form.is_valid()
    assert (form.sending.opened, form.sending.proof, form.sending.trapped) == ("a", "1", True)
    assert form.cleaned_data["parent"] == 7


def test_a_form_without_any_of_it_is_as_good() -> None:
    form = CommentForm(SENT)
    assert form.is_valid()
    assert not form.sending.trapped
    assert form.cleaned_data["parent"] is None


def test_each_form_in_a_page_has_ids_of_its_own() -> None:
    forms = [CommentForm(), CommentForm(to=Comment(pk=3)), ReportForm(), AppealForm()]
    ids = [field.id_for_label for form in forms for field in form]
    assert len(ids) == len(set(ids))
    assert "answer-3-text" in ids


def test_a_refusal_stands_over_the_form_or_beside_a_field() -> None:
    form = CommentForm(SENT)
    form.refuse(Refused("too much", "too fast"))
    form.refuse(Refused("taken"), field="name")
    assert form.sentences == ["too much", "too fast"]
    assert form.errors["name"] == ["taken"]
