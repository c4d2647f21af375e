"""The list of stories: its rows, its pages, its chips and its columns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from articles.admin import baskets
from articles.admin.baskets import BASKETS, PARAMETER
from articles.admin.counting import CappedPaginator, LeafedList, counted, in_words
from articles.admin.filters import (
    BasketFilter,
    ChosenFilter,
    DaysFilter,
    ReadersFilter,
    WaitingPhotoFilter,
)
from articles.admin.next_step import next_steps
from articles.choices import PublicState
from articles.models import Article, ArticleSource, User
from articles.views.desk import person

VIEW = "articles.view_article"

#: Filters that suggest rows of another list, and the permission that their suggestions need.
LOOKED_UP = {
    "section": "articles.view_section",
    "sources": "articles.view_source",
    "credits__person": "articles.view_person",
}


@dataclass(frozen=True, slots=True)
class Chip:
    """A basket over the list, with the number of stories that lie in it."""

    label: Any
    address: str
    tone: str
    count: str
    is_empty: bool
    is_open: bool


def chips(user: User, open_now: str) -> list[Chip]:
    """The baskets that concern this person, counted in one query, and the one that is open."""
    offered = {
        name: basket
        for name, basket in BASKETS.items()
        if (basket.is_chip and basket.is_for(user)) or name == open_now
    }
    counts = counted(user, [basket.stories(user) for basket in offered.values()])
    return [
        Chip(
            label=basket.label,
            address=baskets.address(name),
            tone=basket.tone,
            count=in_words(count),
            is_empty=not count,
            is_open=name == open_now,
        )
        for (name, basket), count in zip(offered.items(), counts, strict=True)
    ]


class StoryList(LeafedList):
    """The list's rows in a fixed number of queries, without the bodies and without a full count."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.chips = chips(person(request), self.params.get(PARAMETER, ""))
        # The chips say which basket is open; the button of the filters tells of the others.
        self.has_active_filters = any(name != PARAMETER for name in self.get_filters_params())
        self.everything = baskets.address()
        self.shows_everything = not any(chip.is_open for chip in self.chips)

    def get_queryset(self, request: HttpRequest, *args: Any) -> QuerySet[Article]:
        lines = ArticleSource.objects.select_related("source")
        rows = Article.objects.for_lists().with_public_state()
        self.root_queryset = rows.prefetch_related(Prefetch("source_lines", queryset=lines))
        found: QuerySet[Article] = super().get_queryset(request, *args)
        return found

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rows: list[Any] = list(self.result_list)
        for row, step in zip(rows, next_steps(rows), strict=True):
            row.next_step = step
        self.result_list = rows
        # Told apart, the page would say how many there are in all, and that is not counted.
        self.full_result_count = self.result_count


class StoryColumns:
    """Mixed into the story's admin: what its list shows and is narrowed by."""

    list_display = ("headline", "standing", "next", "section_name", "source_line", "last_change")
    list_display_links = ("headline",)
    list_filter = (
        BasketFilter,
        ReadersFilter,
        ("section", ChosenFilter),
        "kind",
        ("sources", ChosenFilter),
        ("credits__person", ChosenFilter),
        WaitingPhotoFilter,
        ("updated_at", DaysFilter),
    )
    search_fields = ("title", "kicker", "list_title", "=id", "sources__name")
    search_help_text = gettext_lazy("Headline, kicker, number or source")
    ordering = ("-updated_at", "-id")
    paginator = CappedPaginator
    change_list_template = "desk/story_list.html"
    list_before_template = "desk/_chips.html"
    list_disable_select_all = True
    # A number beside every choice would count every story.
    show_facets = admin.ShowFacets.NEVER

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        """Who may not look up sources, people or sections is not asked to choose one."""
        return [
            chosen
            for chosen in self.list_filter
            if not isinstance(chosen, tuple)
            or request.user.has_perm(LOOKED_UP.get(str(chosen[0]), VIEW))
        ]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[StoryList]:
        return StoryList

    @admin.display(description=gettext_lazy("Story"))
    def headline(self, article: Article) -> SafeString:
        return render_to_string("desk/_headline.html", {"article": article})

    @admin.display(description=gettext_lazy("State"))
    def standing(self, article: Any) -> SafeString:
        state = PublicState(article.state_for_readers)
        shown = {
            "article": article,
            "state": state,
            "changed": state == PublicState.LIVE and article.version_live != article.version,
            "on_its_way": article.is_on_its_way,
        }
        return render_to_string("desk/_row_state.html", shown)

    @admin.display(description=gettext_lazy("Next step"))
    def next(self, article: Any) -> SafeString:
        return render_to_string("desk/_next.html", {"step": article.next_step})

    @admin.display(description=gettext_lazy("Section"))
    def section_name(self, article: Article) -> str:
        return str(article.section or "")

    @admin.display(description=gettext_lazy("Source"))
    def source_line(self, article: Article) -> str:
        return " ".join(line.source.name for line in article.source_lines.all())

    @admin.display(description=gettext_lazy("Changed"), ordering="updated_at")
    def last_change(self, article: Article) -> SafeString:
        return render_to_string("desk/_last_change.html", {"article": article})
