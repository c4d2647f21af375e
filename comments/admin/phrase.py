"""The lists of words at the desk: looked over, searched, and changed one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.admin.base import DeskAdmin, pill
from articles.admin.filters import WordsFilter
from articles.views.desk import person
from comments import normal, phrases
from comments.admin.phrase_pages import PhrasePages
from comments.choices import PhraseKind, PhraseLevel
from comments.models import Phrase

if TYPE_CHECKING:
    PhraseModelForm = ModelForm[Phrase]
else:
    PhraseModelForm = ModelForm

KIND_TONES = {PhraseKind.BANNED: "bad", PhraseKind.SUSPECT: "care", PhraseKind.ALLOWED: "good"}
#: Categories that the filter offers.
CATEGORIES = 50

LEVEL_TONES = {PhraseLevel.LOW: "plain", PhraseLevel.MIDDLE: "care", PhraseLevel.HIGH: "bad"}


class PhraseForm(PhraseModelForm):
    """Refuses what could not be found in a text, and what is on the list in another spelling."""

    class Meta:
        model = Phrase
        fields = ("words", "kind", "category", "level", "by_sound", "expires_on", "note")
        help_texts = {
            "by_sound": gettext_lazy(
                "Also finds other characters, or pinyin, that sound the same; such a comment "
                "waits for a person."
            )
        }

    def clean_words(self) -> str:
        try:
            return phrases.read_words(self.cleaned_data["words"])
        except phrases.BadCell as bad:
            raise ValidationError(str(bad), code="words") from None

    def clean(self) -> None:
        super().clean()
        words, kind = self.cleaned_data.get("words"), self.cleaned_data.get("kind")
        if not words or not kind:
            return
        try:
            phrases.demand_sound(words, by_sound=self.cleaned_data.get("by_sound", False))
        except phrases.BadCell as bad:
            self.add_error("by_sound", str(bad))
        same = Phrase.objects.filter(key=normal.spelling(words).words, kind=kind)
        twin = same.exclude(pk=self.instance.pk).first()
        if twin:
            sentence = _("It is on this list already: %(words)s.") % {"words": twin.words}
            self.add_error("words", ValidationError(sentence, code="known"))


class ValidityFilter(WordsFilter):
    title = gettext_lazy("validity")
    parameter_name = "validity"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        return [("current", _("In force")), ("expired", _("Expired"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Phrase]:
        found: QuerySet[Phrase] = queryset
        expired = Q(expires_on__lt=timezone.localdate())
        if self.value() == "expired":
            return found.filter(expired)
        return found.exclude(expired) if self.value() == "current" else found


class CategoryFilter(WordsFilter):
    title = gettext_lazy("category")
    parameter_name = "category"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, Any]]:
        """The categories that the lists know, the first of them by name."""
        known = Phrase.objects.exclude(category="").order_by("category").distinct()
        names = known.values_list("category", flat=True)[:CATEGORIES]
        return [(name, name) for name in names]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet[Phrase]:
        found: QuerySet[Phrase] = queryset
        return found.filter(category=self.value()) if self.value() else found


@admin.register(Phrase)
class PhraseAdmin(PhrasePages, DeskAdmin):
    form = PhraseForm
    list_display = (
        "words",
        "list_name",
        "category",
        "gravity",
        "sounds",
        "validity",
        "note",
        "by",
        "changed",
    )
    empty_value_display = "\u2014"
    list_filter = ("kind", "level", "by_sound", ValidityFilter, CategoryFilter)
    list_select_related = ("by",)
    list_per_page = 100
    search_fields = ("words", "category", "note")
    search_help_text = gettext_lazy("Phrase in any spelling, category or note")
    ordering = ("-changed_at", "-id")
    list_before_template = "comments/desk_phrases_above.html"

    class Media:
        css = {"all": ("desk/records.css", "desk/phrases.css")}

    # The list

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Phrase], search_term: str
    ) -> tuple[QuerySet[Phrase], bool]:
        """Also finds what is spelt alike, as screening would."""
        found, doubles = super().get_search_results(request, queryset, search_term)
        key = normal.spelling(search_term).words
        return (found | queryset.filter(key__contains=key) if key else found), doubles

    @admin.display(description=gettext_lazy("list"), ordering="kind")
    def list_name(self, phrase: Phrase) -> SafeString:
        return pill(phrase.get_kind_display(), KIND_TONES[PhraseKind(phrase.kind)])

    @admin.display(description=pgettext_lazy("grave", "level"), ordering="level")
    def gravity(self, phrase: Phrase) -> SafeString | str:
        if phrase.kind == PhraseKind.ALLOWED:
            return "\u2014"
        return pill(phrase.get_level_display(), LEVEL_TONES[PhraseLevel(phrase.level)])

    @admin.display(description=gettext_lazy("by sound too"), ordering="by_sound")
    def sounds(self, phrase: Phrase) -> str:
        return _("Yes") if phrase.by_sound else "\u2014"

    @admin.display(description=gettext_lazy("until"), ordering="expires_on")
    def validity(self, phrase: Phrase) -> SafeString | str:
        if phrase.expires_on is None:
            return "\u2014"
        day = phrase.expires_on.isoformat()
        is_over = phrase.expires_on < timezone.localdate()
        return pill(_("Expired %(day)s") % {"day": day}, "away") if is_over else day

    @admin.display(description=gettext_lazy("changed at"), ordering="changed_at")
    def changed(self, phrase: Phrase) -> SafeString:
        return render_to_string("desk/_record_at.html", {"at": phrase.changed_at})

    # The acts

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            # Somebody put the same phrase on the list between our check and our writing. Asked
            # again, the form finds it and says so.
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Phrase, form: Any, change: bool) -> None:
        if not change or form.changed_data:
            phrases.keep(obj, by=person(request))

    def delete_model(self, request: HttpRequest, obj: Phrase) -> None:
        phrases.remove([obj], by=person(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Phrase]) -> None:
        phrases.remove(queryset, by=person(request))

    # Pages of their own

    def get_urls(self) -> list[URLPattern]:
        site = self.admin_site
        own = [
            path("table/", site.admin_view(self.table), name="comments_phrase_table"),
            path("export/", site.admin_view(self.export), name="comments_phrase_export"),
            path("try/", site.admin_view(self.trial), name="comments_phrase_try"),
        ]
        return own + super().get_urls()
