"""What may be asked of the API: the parameters, each with its limits."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field

from articles.api import faults
from articles.choices import ArticleKind

MOST = 100
CURSOR_LENGTH = 400
WORDS_LENGTH = 100
#: Names of ours are no longer; see models/taxonomy.py.
SLUG_LENGTH = 120

#: PostgreSQL keeps no NUL, and nobody types a control character.
NO_CONTROLS = r"^[^\u0000-\u001f\u007f]*$"
WHOLE = re.compile("[0-9]{1,18}")


def whole(value: Any) -> Any:
    """Plain digits as a number: pydantic would also take 1_0, 1.0 and what has spaces."""
    if isinstance(value, str) and not WHOLE.fullmatch(value):
        raise ValueError(str(faults.SENTENCES["int_parsing"]))
    return value


def dated(value: Any) -> Any:
    """ISO 8601 alone: pydantic would also take seconds since 1970."""
    if isinstance(value, str) and not re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ]", value):
        raise ValueError(str(faults.A_MOMENT))
    return value


def in_utc(moment: datetime) -> datetime:
    """The databases are asked in UTC, in which the first and the last days cannot be written."""
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise ValueError(str(faults.A_MOMENT)) from error


Id = Annotated[
    int,
    Field(ge=0, le=10**18 - 1, examples=[12], description="The number of the story."),
    BeforeValidator(whole),
]
Limit = Annotated[
    int,
    Field(ge=1, le=MOST, description="How many at most.", examples=[20]),
    BeforeValidator(whole),
]
Cursor = Annotated[
    str,
    Field(
        max_length=CURSOR_LENGTH,
        pattern=r"^[A-Za-z0-9_\-]*$",
        description="Where to go on: taken from `next` of the page before, and not made by hand.",
    ),
]
Slug = Annotated[
    str,
    Field(max_length=SLUG_LENGTH, pattern=NO_CONTROLS, examples=["yaowen"]),
]
Words = Annotated[str, Field(max_length=WORDS_LENGTH, pattern=NO_CONTROLS)]
Moment = Annotated[
    AwareDatetime,
    BeforeValidator(dated),
    AfterValidator(in_utc),
    Field(examples=["2021-12-20T10:48:00+08:00"]),
]
Representation = Literal["json", "ninjs"]


class Size(Schema):
    """How much of a list."""

    limit: Limit = 20


class Paging(Size):
    """Which page of a list."""

    cursor: Cursor = ""


class Period(Schema):
    """Between two moments, the first of them included."""

    since: Moment | None = Field(None, description="Published at this moment or later.")
    until: Moment | None = Field(None, description="Published before this moment.")

    @property
    def bounds(self) -> dict[str, datetime]:
        """As lookups of a queryset of editions."""
        given = {"published_at__gte": self.since, "published_at__lt": self.until}
        return {lookup: moment for lookup, moment in given.items() if moment}


class Form(Schema):
    """In which form."""

    format: Representation | None = Field(None, description="Instead of an Accept header.")


class StoryFilters(Paging, Period, Form):
    """Which stories, and in which form."""

    q: Words = Field("", description="Words that stand in them, as for /search.", examples=["成都"])
    section: Slug = Field("", description="Slug of a section; those under it count as well.")
    tag: Slug = Field("", description="Slug of a tag.", examples=["科技"])
    topic: Slug = Field("", description="Slug of a topic.", examples=["两会"])
    person: Id | None = Field(None, description="Number of a person who is named on the story.")
    kind: ArticleKind | None = Field(None, description="Where the text is from.")


class SearchFilters(Paging, Period, Form):
    """What is searched for, and where."""

    q: Words = Field(
        ...,
        min_length=1,
        description="Words; a space between two asks for both. Traditional characters and "
        "simplified ones are the same.",
        examples=["成都"],
    )
    section: Slug = Field("", description="Slug of a section.")
    kind: ArticleKind | None = Field(None, description="Where the text is from.")
    order: Literal["relevance", "time"] = Field("relevance", description="What comes first.")


class TagFilters(Paging):
    """Which tags."""

    prefix: Words = Field("", description="How the name begins.", examples=["科"])
