"""The roles of the house as data, and the groups that carry their permissions."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.db import transaction


@dataclass(frozen=True, slots=True)
class Role:
    """`name` is the group's, as the desk says it; `permissions` are `app.codename`."""

    code: str
    name: str
    permissions: frozenset[str]
    is_superuser: bool = False


def may(app: str, acts: str, *models: str) -> frozenset[str]:
    """`may("articles", "view add", "photo")` gives both permissions."""
    return frozenset(f"{app}.{act}_{model}" for act in acts.split() for model in models)


#: What everybody at the desk may look up.
LOOKING = may(
    "articles",
    "view",
    "article",
    "articlesource",
    "credit",
    "edition",
    "frontlayout",
    "person",
    "photo",
    "photouse",
    "recommendation",
    "section",
    "source",
    "tag",
    "topic",
    "topicblock",
    "topicpick",
)

#: The board of places of the front page: each layout is a row that is added.
LAYING_OUT = may("articles", "add", "frontlayout")

#: The parts of a story, written together with it.
PARTS = ("articlesource", "credit", "photouse", "recommendation")

WRITING = (
    LOOKING
    | may("articles", "add change", "article", *PARTS)
    | may("articles", "delete", *PARTS)
    | may("articles", "add change", "photo")
    | may("articles", "add", "person", "tag")
    | may("articles", "submit take_back", "article")
    | may("articles", "delete", "article")
)

EDITING = (
    WRITING
    | LAYING_OUT
    | may("articles", "change", "person", "tag")
    | may("articles", "add change", "source", "sourcealias", "topic")
    | may("articles", "add change delete", "topicblock", "topicpick")
    | may(
        "articles",
        "view",
        "deskact",
        "importrecord",
        "pass",
        "revision",
        "sourcealias",
        "withdrawal",
    )
    | may("articles", "delete", "sourcealias")
    | may("articles", "pass_first return archive", "article")
)

DIRECTING = EDITING | may("articles", "pass_second review_after break_lock", "article")

#: What puts signed texts before readers; to sign them is another right.
PUBLISHING = may("articles", "publish schedule unschedule correct", "article")

#: The lists of words that screening goes by.
KEEPING_WORDS = may("comments", "view add change delete", "phrase")

#: Who may write under what, and how the letters page is run.
RULING_LETTERS = may("comments", "view change", "letterssettings") | may(
    "comments", "view add change delete", "lettersrule"
)

#: Seeing from where a comment was sent, and handing it over; not for those who judge comments.
DISCLOSING = may("comments", "disclose", "comment") | may("comments", "view", "disclosure")

CHIEF = (
    DIRECTING
    | PUBLISHING
    | KEEPING_WORDS
    | RULING_LETTERS
    | DISCLOSING
    | may("comments", "view", "ban", "decision", "writer")
    | may("articles", "sign_off green withdraw restore", "article")
    | may("articles", "add change", "section")
    | may("articles", "view change", "sitesettings")
    | may("articles", "delete", "photo", "tag")
)

MODERATING = (
    may("comments", "view moderate", "comment")
    | may("comments", "view", "appeal", "ban", "decision", "report", "writer")
    | KEEPING_WORDS
)

PICTURES = LOOKING | may("articles", "add change", "photo") | may("articles", "change", "photouse")

KEEPING_HOUSE = may("articles", "view add change", "user") | may(
    "articles", "view change", "sitesettings"
)

ROLES = (
    Role("reporter", "记者", WRITING),
    Role("editor", "编辑", EDITING),
    Role("director", "部门主任", DIRECTING),
    Role("chief", "总编", CHIEF),
    Role(
        "publisher",
        "发布编辑",
        LOOKING | PUBLISHING | LAYING_OUT | may("articles", "view", "deskact", "pass", "revision"),
    ),
    Role("photo_desk", "图片编辑", PICTURES),
    Role("moderator", "评论审核", MODERATING | may("articles", "view", "article", "edition")),
    Role("administrator", "管理员", KEEPING_HOUSE, is_superuser=True),
)


class UnknownPermission(LookupError):
    """A role names a permission that no model has."""


@transaction.atomic
def ensure_roles() -> dict[str, Group]:
    """Make the groups that are missing, by role code, and give them what their role may do.

    A permission that an administrator added to a group stays; nothing is taken away.
    """
    groups = {}
    for role in ROLES:
        group, _ = Group.objects.get_or_create(name=role.name)
        group.permissions.add(*found(role.permissions))
        groups[role.code] = group
    return groups


def found(names: Iterable[str]) -> list[Permission]:
    """The rows of these permissions. Raises UnknownPermission for a misspelt one."""
    wanted = set(names)
    apps = {name.partition(".")[0] for name in wanted}
    known = Permission.objects.filter(content_type__app_label__in=apps)
    rows = {
        row: f"{row.content_type.app_label}.{row.codename}"
        for row in known.select_related("content_type")
    }
    missing = wanted.difference(rows.values())
    if missing:
        raise UnknownPermission(f"No model has the permission {', '.join(sorted(missing))}.")
    return [row for row, name in rows.items() if name in wanted]
