"""Forms of what hangs on a story: photos and recommendations, and the order of all rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextareaWidget

from articles import photodesk, renditions, richtext
from articles.forms.inputs import KnownAutocomplete, LineInput, moment_field, one_line
from articles.forms.uploading import ACCEPT
from articles.models import Article, Photo, PhotoUse, Recommendation, User
from articles.models.photo import new_key
from articles.pictures.opening import BadPhoto, clean_name, open_picture

if TYPE_CHECKING:
    PhotoModelForm = forms.ModelForm[Photo]
    PhotoUseModelForm = forms.ModelForm[PhotoUse]
    RecommendationModelForm = forms.ModelForm[Recommendation]
    RowFormSet = forms.BaseInlineFormSet[Any, Article, Any]
else:
    PhotoModelForm = PhotoUseModelForm = RecommendationModelForm = forms.ModelForm
    RowFormSet = forms.BaseInlineFormSet


class PhotoUseForm(PhotoUseModelForm):
    """One photo of a story; a file chosen here fills the use when the story is saved.

    The script of the page sends files by themselves and says in `photo` what became of them.
    """

    photo = forms.ModelChoiceField(
        Photo.objects.all(), required=False, widget=forms.HiddenInput, label=_("photo")
    )
    #: A new row brings its own, so that its photo can stand in the text before it is saved.
    key = forms.CharField(required=False, widget=forms.HiddenInput)
    upload = forms.FileField(
        label=_("New file"),
        required=False,
        widget=UnfoldAdminFileFieldWidget({"accept": ACCEPT}),
        help_text=_("JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC, at most 40 MB."),
    )

    class Meta:
        model = PhotoUse
        fields = (
            "photo",
            "upload",
            "caption",
            "credit",
            "alt",
            "in_gallery",
            "is_cover",
            "cover_caption",
            "rank",
        )
        labels: ClassVar[dict[str, Any]] = {"in_gallery": _("in a gallery with its neighbours")}
        widgets: ClassVar[dict[str, Any]] = {
            "caption": UnfoldAdminTextareaWidget({"rows": 2}),
            "cover_caption": UnfoldAdminTextareaWidget({"rows": 2}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["key"] = self.instance.key
            # What is posted for it is not looked at.
            self.fields["key"].disabled = True

    def clean_key(self) -> str:
        """Whether another photo has the key is asked when the rows are saved."""
        key: str = self.cleaned_data["key"]
        if not self.instance.pk and richtext.PHOTO_KEY.fullmatch(key):
            self.instance.key = key
        return key

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
        photo = photodesk.take_in(file.read(), file.name, by=by)
        photodesk.lend_words(self.instance, photo)


def check_picture(file: Any) -> None:
    """Refuse, beside the field, what cannot be shown; nothing is stored yet."""
    try:
        open_picture(file.read(), clean_name(file.name), reach=renditions.PREVIEW_REACH)
    except BadPhoto as error:
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

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            # The admin puts a wrapper with links around the widget of some fields.
            widget = getattr(field.widget, "widget", field.widget)
            if isinstance(widget, KnownAutocomplete) and form.instance.pk:
                widget.known = getattr(form.instance, name)

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
            self.tell_keys_apart()
            # The old cover gives way first: the database allows one at any moment.
            old = PhotoUse.objects.filter(article=self.instance, is_cover=True)
            old.exclude(pk__in=[use.pk for use in self.covers() if use.pk]).update(is_cover=False)
        return super().save(commit)

    def tell_keys_apart(self) -> None:
        """A new row whose key another photo has, here or in another story, gets a fresh one."""
        new = [form.instance for form in self.extra_forms if form.has_changed()]
        known = PhotoUse.objects.filter(key__in=[use.key for use in new])
        taken = set(known.values_list("key", flat=True)) if new else set()
        for use in new:
            if use.key in taken:
                use.key = new_key()
            taken.add(use.key)
