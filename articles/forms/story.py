"""The form of the working copy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles import richtext, workflow
from articles.editor import StoryEditor
from articles.forms.inputs import LineInput, TagInput, moment_field, one_line
from articles.models import Article, Tag, User

if TYPE_CHECKING:
    ArticleModelForm = forms.ModelForm[Article]
else:
    ArticleModelForm = forms.ModelForm

#: Fields that count their characters while one types, and the number they should not pass.
COUNTED = {
    "kicker": 120,
    "title": 0,
    "subtitle": 200,
    "list_title": 32,
    "short_title": 32,
    "digest": 120,
}


class ArticleForm(ArticleModelForm):
    """The working copy; it knows which version was opened and refuses to save over a newer one."""

    #: Who is writing; set by the admin on the class that it makes for one request.
    person: User | None = None

    seen_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    body = forms.CharField(
        label=Article._meta.get_field("body").verbose_name, required=False, widget=StoryEditor
    )
    published_at = moment_field("published_at", Article)

    class Meta:
        model = Article
        fields = (
            "kicker",
            "title",
            "subtitle",
            "list_title",
            "short_title",
            "digest",
            "dateline",
            "body",
            "kind",
            "original_title",
            "original_url",
            "original_author",
            "section",
            "topics",
            "tags",
            "published_at",
        )
        widgets: ClassVar[dict[str, Any]] = {
            "title": LineInput,
            "subtitle": LineInput,
            "digest": LineInput,
            "tags": TagInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("seen_version", self.instance.version)
        for name, limit in COUNTED.items():
            if name in self.fields:
                attrs = self.fields[name].widget.attrs
                # The browser would cut in the middle of a word being composed: count, never cut.
                attrs.pop("maxlength", None)
                attrs["data-count"] = str(limit)

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_subtitle(self) -> str:
        return one_line(self.cleaned_data["subtitle"])

    def clean_digest(self) -> str:
        return one_line(self.cleaned_data["digest"])

    def clean_published_at(self) -> Any:
        """A published story keeps its time, to the microsecond, until another is typed.

        Publishing sets it and raises no version, so a form opened before would post an empty one.
        """
        given, kept = self.cleaned_data["published_at"], self.instance.published_at
        if kept and given == kept.replace(microsecond=0):
            return kept
        if kept and given is None and self.instance.editions.exists():
            return kept
        return given

    def clean_tags(self) -> list[str]:
        names: list[str] = self.cleaned_data["tags"]
        longest = Tag._meta.get_field("name").max_length
        for name in names:
            if len(name) > longest:
                raise ValidationError(
                    _("A tag has at most %(limit)d characters. Separate tags by commas."),
                    params={"limit": longest},
                    code="long_tag",
                )
        return names

    def clean_body(self) -> str:
        try:
            return richtext.clean(self.cleaned_data["body"])
        except richtext.TooLarge as error:
            raise ValidationError(str(error), code="too_large") from error

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        seen = self.cleaned_data.get("seen_version")
        # The admin has just read the instance, and version is no field: it is the database's.
        if self.instance.pk and seen != self.instance.version:
            raise ValidationError(workflow.stale_sentence(self.instance), code="stale")
        if self.instance.pk and (reasons := workflow.against_saving(self.instance, by=self.person)):
            raise ValidationError([ValidationError(reason, code="refused") for reason in reasons])
        return cleaned

    @property
    def words_changed(self) -> bool:
        """Whether saving would change anything."""
        changed = set(self.changed_data) - {"seen_version"}
        return any(not self.says_the_same(name) for name in changed)

    def says_the_same(self, name: str) -> bool:
        """Markup that cleans to what is kept, and tags in another order, are no change."""
        if not self.instance.pk:
            return False
        if name == "body":
            return bool(self.cleaned_data["body"] == richtext.clean(self.initial["body"]))
        if name == "published_at":
            return bool(self.cleaned_data["published_at"] == self.initial["published_at"])
        if name == "tags":
            kept = {tag.name for tag in self.initial.get("tags", ())}
            return kept == set(self.cleaned_data["tags"])
        return False
