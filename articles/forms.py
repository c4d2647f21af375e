"""Forms of the desk: the story and its rows, and one form for each act."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagWidget
from unfold.widgets import (
    UnfoldAdminFileFieldWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from articles import photodesk, richtext, workflow
from articles.choices import NOTICED_CHANGES, EditionChange
from articles.editor import StoryEditor
from articles.models import Article, Photo, PhotoUse, Recommendation, Tag, User

if TYPE_CHECKING:
    ArticleModelForm = forms.ModelForm[Article]
    PhotoModelForm = forms.ModelForm[Photo]
    PhotoUseModelForm = forms.ModelForm[PhotoUse]
    RecommendationModelForm = forms.ModelForm[Recommendation]
    RowFormSet = forms.BaseInlineFormSet[Any, Article, Any]
else:
    ArticleModelForm = PhotoModelForm = PhotoUseModelForm = RecommendationModelForm = (
        forms.ModelForm
    )
    RowFormSet = forms.BaseInlineFormSet

#: Fields that count their characters while one types, and the number they should not pass.
COUNTED = {
    "kicker": 120,
    "title": 0,
    "subtitle": 200,
    "list_title": 32,
    "short_title": 32,
    "digest": 120,
}

#: Kinds of change that a person may choose; first and restored editions say so themselves.
CHOSEN_CHANGES = (EditionChange.TYPO, EditionChange.FACT, EditionChange.UPDATE)


class MomentInput(forms.DateTimeInput):
    """The browser's own field for day and time, to the second, so that imported times survive."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        widget = UnfoldAdminTextInputWidget().attrs
        super().__init__({**widget, "step": "1", **(attrs or {})}, format="%Y-%m-%dT%H:%M:%S")


def moment_field(name: str, model: type[Article] | type[Recommendation]) -> forms.DateTimeField:
    column: Any = model._meta.get_field(name)
    return forms.DateTimeField(
        label=column.verbose_name, help_text=column.help_text, required=False, widget=MomentInput
    )


class LineInput(UnfoldAdminTextareaWidget):
    """One line that wraps instead of hiding its end; line breaks pasted into it become spaces."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"rows": 1, **(attrs or {})})
        self.attrs["class"] += " desk-line"


class TagInput(TagWidget):
    """Tags as they are typed: names between commas."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({**UnfoldAdminTextInputWidget().attrs, **(attrs or {})})


def one_line(value: str) -> str:
    return " ".join(value.splitlines())


class ArticleForm(ArticleModelForm):
    """The working copy; it knows which version was opened and refuses to save over a newer one."""

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
        return cleaned

    @property
    def words_changed(self) -> bool:
        """Whether saving would change anything."""
        changed = set(self.changed_data) - {"seen_version"}
        return any(not self.says_the_same(name) for name in changed)

    def says_the_same(self, name: str) -> bool:
        """Markup that cleans to what is kept, and tags in another order, are no change."""
        if name == "body":
            return bool(self.cleaned_data["body"] == richtext.clean(self.initial["body"]))
        if name == "tags":
            kept = {tag.name for tag in self.initial.get("tags", ())}
            return kept == set(self.cleaned_data["tags"])
        return False


class PhotoUseForm(PhotoUseModelForm):
    """One photo of a story; a file chosen here fills the use when the story is saved."""

    upload = forms.FileField(
        label=_("New file"),
        required=False,
        widget=UnfoldAdminFileFieldWidget,
        help_text=_("JPEG, PNG, WebP, AVIF, GIF or TIFF, at most 40 MB."),
    )

    class Meta:
        model = PhotoUse
        fields = ("photo", "upload", "caption", "credit", "alt", "is_cover", "rank")
        widgets: ClassVar[dict[str, Any]] = {
            "caption": UnfoldAdminTextareaWidget({"rows": 2}),
        }

    def clean_upload(self) -> Any:
        file = self.cleaned_data["upload"]
        if file:
            check_picture(file)
        return file

    def validate_constraints(self) -> None:
        """The one there is, a single cover, is a matter among rows: see PhotoFormSet."""

    def take_in(self, by: User) -> None:
        """Store the chosen file and lend its words to what the editor left empty."""
        file = self.cleaned_data.get("upload")
        if not file:
            return
        file.seek(0)
        use = self.instance
        use.photo = photodesk.take_in(file.read(), file.name, by=by)
        use.caption = use.caption or use.photo.caption
        use.credit = use.credit or use.photo.credit or use.photo.byline
        use.alt = use.alt or use.photo.alt


def check_picture(file: Any) -> None:
    """Refuse, beside the field, what cannot be shown; nothing is stored yet."""
    try:
        photodesk.open_picture(file.read(), file.name)
    except photodesk.BadPhoto as error:
        raise ValidationError(str(error), code="bad_photo") from error


class PhotoForm(PhotoModelForm):
    """A photo on its own: first the file, afterwards the words that its uses start from."""

    upload = forms.FileField(label=_("file"), widget=UnfoldAdminFileFieldWidget)

    class Meta:
        model = Photo
        fields = ("headline", "caption", "byline", "credit", "alt")

    def clean_upload(self) -> Any:
        file = self.cleaned_data["upload"]
        check_picture(file)
        return file


class RecommendationForm(RecommendationModelForm):
    """A story to recommend, or the title of one that is still to come."""

    listed_at = moment_field("listed_at", Recommendation)

    class Meta:
        model = Recommendation
        fields = ("target", "title", "listed_at", "rank")
        widgets: ClassVar[dict[str, Any]] = {"title": LineInput}

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])


class RankedFormSet(RowFormSet):
    """Rows that keep the order in which they stand; a new one goes to the end."""

    def save(self, commit: bool = True) -> Any:
        last = max((form.instance.rank for form in self.initial_forms), default=-1)
        for place, form in enumerate(self.extra_forms, start=last + 1):
            form.instance.rank = place
        return super().save(commit)


class PhotoFormSet(RankedFormSet):
    """The rows of the photo tray, of which one may be the cover."""

    def clean(self) -> None:
        super().clean()
        if len(self.covers()) > 1:
            raise ValidationError(_("Choose one cover."), code="covers")

    def covers(self) -> list[Any]:
        """The photos that are to be the cover once this is saved."""
        kept = [form for form in self.forms if form not in self.deleted_forms]
        return [form.instance for form in kept if form.instance.is_cover]

    def save(self, commit: bool = True) -> Any:
        if commit:
            # The old cover gives way first: the database allows one at any moment.
            old = PhotoUse.objects.filter(article=self.instance, is_cover=True)
            old.exclude(pk__in=[use.pk for use in self.covers() if use.pk]).update(is_cover=False)
        return super().save(commit)


# Acts. Each form reads what the person typed; articles/workflow.py decides.


class ActForm(forms.Form):
    """What every act needs: the version that this person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ScheduleForm(ActForm):
    at = forms.DateTimeField(label=_("Publish at"), widget=MomentInput({"step": "60"}))

    def clean_at(self) -> Any:
        moment = self.cleaned_data["at"]
        if moment <= timezone.now():
            raise ValidationError(_("Choose a moment that is still to come."), code="past")
        return moment


class CorrectForm(ActForm):
    change = forms.ChoiceField(
        label=_("Kind of change"),
        choices=[(change.value, change.label) for change in CHOSEN_CHANGES],
        widget=forms.Select(attrs={"class": "desk-select"}),
    )
    note = forms.CharField(
        label=_("Note to readers"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_("Stands on the page, dated, unless only a typing error was corrected."),
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("change") in NOTICED_CHANGES and not cleaned.get("note", "").strip():
            self.add_error("note", _("Tell readers in a sentence what was changed."))
        return cleaned


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"),
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_("For the record; readers do not see it."),
    )
    notice = forms.CharField(
        label=_("Notice to readers"),
        required=False,
        max_length=200,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
        help_text=_("Left empty, readers are told that the story was withdrawn."),
    )


class RestoreForm(ActForm):
    note = forms.CharField(
        label=_("Note for the record"),
        required=False,
        widget=UnfoldAdminTextareaWidget({"rows": 2}),
    )
