"""How the letters page is run, at the desk: the site's settings, rules of sections and stories."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from articles.admin.base import DeskAdmin, pill
from articles.views.desk import person
from comments import ruling
from comments.choices import Posting, Reviewing
from comments.models import KEEP_DAYS, LettersRule, LettersSettings


@admin.register(LettersSettings)
class LettersSettingsAdmin(DeskAdmin):
    """One row, so its list is its form."""

    fieldsets = (
        (gettext_lazy("Writing and review"), {"fields": ("posting", "reviewing", "trusted_after")}),
        (gettext_lazy("Screening"), {"fields": ("most_links", "proof_bits")}),
        (gettext_lazy("Reports and appeals"), {"fields": ("report_hours", "appeal_hours")}),
        (gettext_lazy("Where readers write from"), {"fields": ("shows_region", "keep_days")}),
    )

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            return super().changelist_view(request, extra_context)
        LettersSettings.objects.get_or_create(pk=1)
        return redirect("admin:comments_letterssettings_change", 1)

    def save_model(
        self, request: HttpRequest, obj: LettersSettings, form: Any, change: bool
    ) -> None:
        ruling.set_site(obj, form.changed_data, by=person(request), note=changes(form))
        for sentence in doubts(obj):
            messages.warning(request, sentence)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def doubts(chosen: LettersSettings) -> Iterable[str]:
    """What was set and has no effect, or one that its chooser may not know."""
    if chosen.posting == Posting.SIGNED_IN and not settings.READERS_SECRET:
        yield _(
            "Nobody can sign in yet: READERS_SIGN_IN and READERS_SECRET are not set on the server. "
            "Until they are, nobody can write."
        )
    if chosen.shows_region and not settings.REGIONS_FILE:
        yield _("No region is shown yet: REGIONS_FILE is not set on the server.")
    if chosen.keep_days < KEEP_DAYS:
        yield _(
            "Addresses are removed after %(days)d days. The Cybersecurity Law asks to keep such "
            "records for six months."
        ) % {"days": chosen.keep_days}


class RuleForm(forms.ModelForm):
    class Meta:
        model = LettersRule
        fields = ("section", "article", "posting", "reviewing")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        if "section" in self.fields and "article" in self.fields:
            self.demand_one(cleaned.get("section"), cleaned.get("article"))
        if not self.errors and not (cleaned.get("posting") or cleaned.get("reviewing")):
            raise ValidationError(
                _("Choose who may write, or the review. A rule that sets neither does nothing."),
                code="empty",
            )
        return cleaned

    def demand_one(self, section: Any, article: Any) -> None:
        if self.errors.keys() & {"section", "article"} or bool(section) != bool(article):
            return
        raise ValidationError(one_of_two(), code="not_one")


@admin.register(LettersRule)
class LettersRuleAdmin(DeskAdmin):
    form = RuleForm
    list_display = ("where", "kind", "who", "review")
    list_display_links = ("where",)
    list_select_related = ("section__parent", "article")
    autocomplete_fields = ("section", "article")
    search_fields = ("section__name", "article__title", "=article__id")
    search_help_text = gettext_lazy("Section, headline or number of the story")
    ordering = ("-article_id", "section__rank", "id")
    list_before_template = "comments/desk_rules_above.html"
    actions = None

    class Media:
        css = {"all": ("desk/letters-records.css",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[LettersRule]:
        found: QuerySet[LettersRule] = super().get_queryset(request)
        return found.defer("article__body")

    def get_urls(self) -> list[URLPattern]:
        story = self.admin_site.admin_view(self.of_story)
        own = [path("of-story/<int:article_id>/", story, name="comments_lettersrule_of_story")]
        return own + super().get_urls()

    def of_story(self, request: HttpRequest, article_id: int) -> HttpResponse:
        """The rule of a story, or the form for a new one: where its other pages lead."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rule = LettersRule.objects.filter(article=article_id).first()
        if rule:
            return redirect("admin:comments_lettersrule_change", rule.pk)
        return redirect(f"{reverse('admin:comments_lettersrule_add')}?article={article_id}")

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: LettersRule | None = None) -> Any:
        told = {} if obj else {"description": one_of_two()}
        return [(None, {"fields": self.get_fields(request, obj)} | told)]

    def get_fields(self, request: HttpRequest, obj: LettersRule | None = None) -> Any:
        """A rule stays with its section or story; for another one, another rule is made."""
        if obj is None:
            return ("section", "article", "posting", "reviewing")
        return ("section" if obj.section_id else "article", "posting", "reviewing")

    def get_readonly_fields(self, request: HttpRequest, obj: LettersRule | None = None) -> Any:
        return ("section", "article") if obj else ()

    def formfield_for_choice_field(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        choices = Posting.choices if db_field.name == "posting" else Reviewing.choices
        kwargs["choices"] = [("", as_above()), *choices]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: LettersRule, form: Any, change: bool) -> None:
        told = {"name": name_of(obj), "words": changes(form, ("posting", "reviewing"))}
        note = _("%(name)s: %(words)s") % told
        ruling.set_rule(obj, by=person(request), note=note)
        if obj.posting == Posting.SIGNED_IN and not settings.READERS_SECRET:
            chosen = LettersSettings(posting=obj.posting)
            messages.warning(request, next(iter(doubts(chosen))))

    def delete_model(self, request: HttpRequest, obj: LettersRule) -> None:
        note = _("%(name)s: the rule was removed.") % {"name": name_of(obj)}
        ruling.drop_rule(obj, by=person(request), note=note)

    # The list

    @admin.display(description=gettext_lazy("section or story"))
    def where(self, rule: LettersRule) -> str:
        return name_of(rule)

    @admin.display(description=gettext_lazy("is for"))
    def kind(self, rule: LettersRule) -> str:
        return _("Story") if rule.article_id else _("Section")

    @admin.display(description=gettext_lazy("who may write"))
    def who(self, rule: LettersRule) -> str | SafeString:
        tones = {Posting.CLOSED: "bad", Posting.SIGNED_IN: "care", Posting.OPEN: "good"}
        label = rule.get_posting_display()
        return pill(label, tones[Posting(rule.posting)]) if rule.posting else as_above()

    @admin.display(description=gettext_lazy("review"))
    def review(self, rule: LettersRule) -> str:
        return rule.get_reviewing_display() if rule.reviewing else as_above()


def one_of_two() -> str:
    return _("Choose a section or a story: a rule is for one of them.")


def as_above() -> str:
    return _("As the section above it, or the site")


def name_of(rule: LettersRule) -> str:
    if rule.article_id:
        article: Any = rule.article
        return f"{article.title} #{article.pk}"
    return str(rule.section)


def changes(form: Any, names: Iterable[str] = ()) -> str:
    """What a form changed, as the log says it; of `names`, also what it left as it is."""
    said = [
        pgettext("change", "%(name)s: %(before)s \u2192 %(after)s")
        % {
            "name": form.fields[name].label,
            "before": in_words(form, name, form.initial.get(name)),
            "after": in_words(form, name, form.cleaned_data.get(name)),
        }
        for name in (names or form.changed_data)
        if name in form.changed_data
    ]
    return pgettext("between changes", "; ").join(said) or _("Nothing was changed.")


def in_words(form: Any, name: str, value: Any) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    choices = dict(getattr(form.fields[name], "choices", ()))
    return str(choices.get("" if value is None else value, value))
