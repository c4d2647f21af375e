"""The hot list of a story: the hottest comments, of one person two at most."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from itertools import islice

from django.db.models import Q

from comments import normal
from comments.choices import CommentOrder, CommentOrigin
from comments.models import Comment
from comments.paging import behind, place_of
from comments.ranking import COLUMNS, HOT_ROWS, MOST_OF_ONE, fair

#: So many are fetched for each one that is listed, as some are left out.
AHEAD = 4

#: What pages call those who gave no name, also behind that of a place or a paper (`成都网友`). As
#: behind a name that is hidden in part (`张**`), many people stand behind each, and not one.
NAMELESS = re.compile(
    r".*网友|匿名(用户|读者|者)?|游客|访客|过客|路人|(手机|热心)?(用户|读者)|佚名|无名氏?|未知"
    r"|anonymous|guest|visitor|user"
)


def hot_list(article_id: int, rows: int = HOT_ROWS) -> list[Comment]:
    """At most `rows` comments on the story itself, fewer only where there are no more.

    Nearly always in one query. Where few people wrote much it goes on behind what it has, without
    those who are listed often enough: each round finds somebody new, so there are few.
    """
    threads = Comment.objects.under(article_id).threads()
    columns = COLUMNS[CommentOrder.HOT]
    found: list[Comment] = []
    while True:
        place = place_of(found[-1], columns) if found else ()
        left = threads.exclude(of_people(listed_enough(found)))
        batch = behind(left, columns, place)[: rows * AHEAD]
        found += batch
        listed = list(islice(fair(found, person), rows))
        if len(listed) == rows or len(batch) < rows * AHEAD:
            return listed


def person(comment: Comment) -> tuple[str, Hashable]:
    """Who wrote it, as far as we know. An imported comment tells a name, which the page that it
    is from knew, unless it stands for many; a nickname given here may be anybody's. Where nothing
    else is known of its writer, each is one's own."""
    if comment.writer_id:
        return "writer", comment.writer_id
    if comment.origin == CommentOrigin.IMPORTED and names_one(comment.author_name):
        return "name", comment.author_name
    return "comment", comment.pk


def names_one(name: str) -> bool:
    """Whether a name tells one person from others."""
    is_whole = bool(name) and "*" not in name
    return is_whole and not NAMELESS.fullmatch(normal.spelling(name).words)


def listed_enough(found: Sequence[Comment]) -> list[tuple[str, Hashable]]:
    counts = Counter(map(person, found))
    return [one for one, count in counts.items() if count >= MOST_OF_ONE]


def of_people(people: Iterable[tuple[str, Hashable]]) -> Q:
    """Comments of these, by the same rule as `person`."""
    kinds: dict[str, list[Hashable]] = {"writer": [], "name": []}
    for kind, one in people:
        kinds[kind].append(one)
    imported = Q(writer=None, origin=CommentOrigin.IMPORTED, author_name__in=kinds["name"])
    return Q(writer__in=kinds["writer"]) | imported
