"""The form of a section: its reviews and hours, and one choice a rule of the checklist."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.checklist import RULES
from articles.choices import Strictness
from articles.forms.section import DUE_AT
from articles.models import Section, User

pytestmark = pytest.mark.three_reviews


@pytest.fixture
def desk(client: Client, admin_user: User) -> Client:
    client.force_login(admin_user)
    return client


def address(section: Section) -> str:
    return reverse("admin:articles_section_change", args=[section.pk])


def section_values(section: Section, **changed: Any) -> dict[str, Any]:
    values = {
        "name": section.name,
        "slug": section.slug,
        "parent": section.parent_id or "",
        "rank": section.rank,
        "is_shown": "on",
        "description": "",
        "levels": section.levels or "",
        "hours": section.hours or "",
    }
    chosen = {f"checklist-{code}": said for code, said in section.checklist.items()}
    return {**values, **chosen, **changed}


def saved(desk: Client, section: Section, **changed: Any) -> Any:
    return desk.post(address(section), section_values(section, **changed))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("levels", "4"),
        ("levels", "0"),
        ("hours", "0"),
        ("hours", "-1"),
        ("hours", "99999999999999999999"),
        ("checklist-tags", "sometimes"),
    ],
)
def test_a_section_refuses_reviews_that_cannot_be(
    desk: Client, section: Section, field: str, value: str
) -> None:
    response = saved(desk, section, **{field: value})
    assert response.context["adminform"].form.has_error(field.split("-")[0])
    section.refresh_from_db()
    assert (section.levels, section.hours, section.checklist) == (None, None, {})


def test_a_reporter_reads_the_rules_and_changes_none(
    client: Client, reporter: User, section: Section
) -> None:
    Section.objects.filter(pk=section.pk).update(checklist={"tags": "required"})
    client.force_login(reporter)
    page = client.get(address(section)).content.decode()
    assert "checklist-tags" not in page
    assert str(RULES["tags"].label) in page
    assert str(Strictness.REQUIRED.label) in page
    assert client.post(address(section), {"levels": "1"}).status_code == 403


def test_a_section_keeps_only_what_it_says_itself(desk: Client, section: Section) -> None:
    saved(desk, section, **{"levels": "2", "hours": "6", "checklist-tags": "required"})
    section.refresh_from_db()
    assert (section.levels, section.hours) == (2, 6)
    assert section.checklist == {"tags": "required"}


def test_a_rule_can_follow_the_section_above_again(desk: Client, section: Section) -> None:
    section.checklist = {"tags": "required", "cover": "off"}
    section.save()
    saved(desk, section, **{"checklist-tags": ""})
    section.refresh_from_db()
    assert section.checklist == {"cover": "off"}


def test_a_rule_of_another_version_survives_a_save(desk: Client, section: Section) -> None:
    section.checklist = {"signature": "required", "tags": "off"}
    section.save()
    saved(desk, section, **{"checklist-tags": "advised"})
    section.refresh_from_db()
    assert section.checklist == {"signature": "required", "tags": "advised"}


def test_a_form_that_asks_of_no_rule_leaves_them(desk: Client, section: Section) -> None:
    """As the list, where sections are put in order."""
    posted = section_values(section)
    section.checklist = {"tags": "required"}
    section.save()
    desk.post(address(section), posted)
    section.refresh_from_db()
    assert section.checklist == {"tags": "required"}


@pytest.mark.parametrize(
    ("above", "value"),
    [
        (None, Strictness.ADVISED),
        ({}, Strictness.ADVISED),
        ({"tags": "required"}, Strictness.REQUIRED),
        ({"tags": "nonsense"}, Strictness.ADVISED),
    ],
)
def test_a_rule_names_what_it_would_follow(
    desk: Client, section: Section, above: dict[str, str] | None, value: Strictness
) -> None:
    if above is not None:
        section.parent = Section.objects.create(name="上级", checklist=above)
        section.save()
    page = desk.get(address(section)).content.decode()
    shown = page.split('name="checklist-tags"')[1].split("</option>")[0]
    assert str(value.label) in shown
    assert "selected" in shown


def test_the_reviews_and_hours_name_what_they_would_follow(desk: Client, section: Section) -> None:
    section.parent = Section.objects.create(name="上级", levels=1, hours=9)
    section.save()
    form = desk.get(address(section)).context["adminform"].form
    names = dict(Section._meta.get_field("levels").flatchoices)
    assert str(names[1]) in dict(form.fields["levels"].choices)[""]
    assert form.fields["hours"].widget.attrs["placeholder"] == "9"


def test_every_rule_has_a_choice_and_says_when_it_is_due(desk: Client, section: Section) -> None:
    page = desk.get(address(section)).content.decode()
    for code, rule in RULES.items():
        row = page.split(f'for="id_checklist-{code}"')[1].split("</tr>")[0]
        assert str(DUE_AT[rule.due]) in row
        assert row.count("<option") == 1 + len(Strictness)
