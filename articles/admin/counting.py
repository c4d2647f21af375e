"""Numbers and pages of long lists at a bounded cost: no page counts a whole table."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib.admin.views.main import PAGE_VAR
from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import IntegerField, QuerySet, Subquery
from django.utils.translation import gettext as _
from unfold.views import ChangeList

from articles.models import User

#: What is more is shown as "999+".
MOST = 999
#: A list is counted up to here; beyond, one leafs on without knowing how far it goes.
LISTED = 1000
#: The last page that can be asked for by number; further back, one searches or filters.
DEEPEST = 1000


class CappedCount(Subquery):
    """How many rows a sliced queryset finds: the slice bounds what is looked at."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) capped)"
    output_field = IntegerField()


def capped(found: QuerySet[Any, Any], most: int) -> QuerySet[Any, Any]:
    return found.order_by().values("pk")[: most + 1]


def counted(by: User, found: Sequence[QuerySet[Any, Any]]) -> list[int]:
    """How many rows each of these finds, up to MOST + 1, all in one query.

    A query needs a row to stand beside; who is signed in has one.
    """
    counts = [CappedCount(capped(rows, MOST)) for rows in found]
    if not counts:
        return []
    # A queryset that can find nothing is not asked, and answers None.
    return [count or 0 for count in User.objects.filter(pk=by.pk).values_list(*counts).get()]


def in_words(count: int, most: int = MOST) -> str:
    return f"{most}+" if count > most else str(count)


class CappedPaginator(Paginator):
    """Pages of a list that is counted up to LISTED; what lies beyond can still be leafed to."""

    template_name = "desk/_pages.html"

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return capped(rows, LISTED).count()

    @property
    def is_capped(self) -> bool:
        return self.count > LISTED

    @property
    def count_in_words(self) -> str:
        return in_words(self.count, LISTED)

    def validate_number(self, number: Any) -> int:
        if not self.is_capped:
            return super().validate_number(number)
        if isinstance(number, int) and 1 <= number <= DEEPEST:
            return number
        raise InvalidPage(_("There is no such page."))

    def page(self, number: Any) -> Page[Any]:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        return Page(self.object_list[start : start + self.per_page], number, self)


class LeafedList(ChangeList):
    """A list that is leafed through, since it need not know where it ends."""

    result_list: Any

    @property
    def newer(self) -> str:
        """Where the page before this one is; empty on the first."""
        return self.page_address(self.page_num - 1) if self.page_num > 1 else ""

    @property
    def older(self) -> str:
        """Where the list goes on; of a list that is not counted to its end, as long as it does."""
        shown = self.show_all and self.can_show_all
        goes_on = self.paginator.is_capped or self.page_num < self.paginator.num_pages
        is_full = len(self.result_list) == self.list_per_page
        return self.page_address(self.page_num + 1) if goes_on and is_full and not shown else ""

    def page_address(self, number: int) -> str:
        return str(self.get_query_string({PAGE_VAR: number}))
