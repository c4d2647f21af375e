"""What every page of the desk has in common; the only place that knows the theme's classes."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from unfold.admin import ModelAdmin, StackedInline, TabularInline

from articles import signals
from articles.forms.inputs import KnownAutocomplete, KnownAutocompleteMultiple, KnownRows
from articles.models import User


class DeskAdmin(ModelAdmin):
    """A page of the desk."""

    list_per_page = 30
    show_full_result_count = False
    compressed_fields = False
    list_filter_submit = True

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownAutocomplete(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs.setdefault("widget", KnownAutocompleteMultiple(db_field, self.admin_site))
            kwargs.setdefault("form_class", KnownRows)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class RowsBelow(TabularInline):
    """Rows under a form, in the theme's own table."""

    extra = 0
    hide_title = True


class OrderedRows(StackedInline):
    """Rows that an editor drags into order, drawn compactly by our own template."""

    extra = 0
    template = "desk/rows.html"
    ordering_field = "rank"
    hide_ordering_field = True


class ReadOnly:
    """For what is kept as a record: it can be looked at, and nothing else."""

    #: Given by the admin class that this is mixed into.
    model: type[models.Model]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """With people as names where their accounts cannot be opened: no link leads nowhere."""
        fields = super().get_fields(request, obj)
        return fields if request.user.has_perm("articles.view_user") else named(fields, self.model)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def named(fields: Any, model: type[models.Model]) -> Any:
    """The same fields, in rows or not, those that name a person as functions that give the name."""
    if not isinstance(fields, str):
        return tuple(named(one, model) for one in fields)
    field = next((one for one in model._meta.fields if one.name == fields), None)
    return name_in(field) if field and field.related_model is User else fields


def name_in(field: models.Field[Any, Any]) -> Callable[[Any], str]:
    @admin.display(description=field.verbose_name)
    def name(row: Any) -> str:
        return str(getattr(row, field.name) or "")

    name.__name__ = field.name  # The class of the row, by which a style finds it.
    return name


class SeenByReaders:
    """For what stands on readers' pages beside the stories: a change of it is announced."""

    #: Given by the admin class that this is mixed into.
    model: type[models.Model]

    def save_related(self, *args: Any) -> None:
        super().save_related(*args)
        self.announce()

    def delete_model(self, *args: Any) -> None:
        super().delete_model(*args)
        self.announce()

    def delete_queryset(self, *args: Any) -> None:
        super().delete_queryset(*args)
        self.announce()

    def announce(self) -> None:
        transaction.on_commit(partial(signals.public_changed.send_robust, sender=self.model))


def pill(word: Any, tone: str) -> SafeString:
    """A state as a coloured word: the word says it, the colour only helps."""
    return render_to_string("desk/_pill.html", {"word": word, "tone": tone})
