"""What each role may do, what it may not, and that groups are made once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from articles.models import User
from newsroom import roles
from newsroom.roles import ROLES, ensure_roles

#: Acts that one role alone may do, or none.
RESERVED = {
    "articles.publish_article": {"chief", "publisher"},
    "articles.withdraw_article": {"chief"},
    "articles.restore_article": {"chief"},
    "articles.correct_article": {"chief", "publisher"},
    "articles.sign_off_article": {"chief"},
    "articles.green_article": {"chief"},
    "articles.pass_second_article": {"director", "chief"},
    "articles.change_pass": set(),
    "articles.change_revision": set(),
    "articles.delete_deskact": set(),
    "comments.moderate_comment": {"moderator"},
    "comments.disclose_comment": {"chief"},
    "comments.view_disclosure": {"chief"},
    "comments.change_letterssettings": {"chief"},
    "comments.change_lettersrule": {"chief"},
    "comments.change_phrase": {"moderator", "chief"},
    "comments.view_whereabouts": set(),
    "comments.change_decision": set(),
    "comments.delete_decision": set(),
    "comments.change_writer": set(),
    "articles.change_user": {"administrator"},
    "articles.change_edition": set(),
    "articles.delete_edition": set(),
    "articles.change_deskact": set(),
    "articles.delete_importrecord": set(),
    "comments.change_comment": set(),
}

#: Lists of the desk, and the permission that opens each.
LISTS = {
    "articles_article": "articles.view_article",
    "articles_photo": "articles.view_photo",
    "articles_section": "articles.view_section",
    "articles_importrecord": "articles.view_importrecord",
    "comments_comment": "comments.view_comment",
    "comments_ban": "comments.view_ban",
    "comments_writer": "comments.view_writer",
    "comments_decision": "comments.view_decision",
    "comments_disclosure": "comments.view_disclosure",
    "comments_lettersrule": "comments.view_lettersrule",
    "articles_user": "articles.view_user",
}


@pytest.mark.parametrize("permission", RESERVED)
def test_a_reserved_act_is_in_no_other_role(permission: str) -> None:
    assert {role.code for role in ROLES if permission in role.permissions} == RESERVED[permission]


def test_a_misspelt_permission_is_an_error(db: None) -> None:
    with pytest.raises(roles.UnknownPermission, match=r"articles\.fly_article"):
        roles.found(["articles.view_article", "articles.fly_article"])


def test_a_reporter_writes_but_does_not_publish(reporter: User) -> None:
    assert reporter.has_perms(["articles.add_article", "articles.change_article"])
    assert not reporter.has_perm("articles.publish_article")


def test_a_moderator_does_not_write(moderator: User) -> None:
    assert moderator.has_perm("comments.moderate_comment")
    assert not moderator.has_perm("articles.change_article")


def test_roles_are_made_once_and_what_was_added_stays(db: None) -> None:
    extra = Permission.objects.get(codename="publish_article")
    first = ensure_roles()
    first["reporter"].permissions.add(extra)
    again = ensure_roles()
    assert Group.objects.count() == len(ROLES)
    assert extra in again["reporter"].permissions.all()
    assert first == again


def test_one_role_alone_is_above_the_table(hire: Callable[[str], User]) -> None:
    assert [role.code for role in ROLES if role.is_superuser] == ["administrator"]
    assert hire("administrator").has_perm("articles.change_user")


@pytest.mark.parametrize("code", [role.code for role in ROLES])
def test_every_role_finds_its_desk(code: str, hire: Callable[[str], User]) -> None:
    user = hire(code)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("admin:index")).status_code == 200
    for name, permission in LISTS.items():
        expected = 200 if user.has_perm(permission) else 403
        assert client.get(reverse(f"admin:{name}_changelist")).status_code == expected, name
