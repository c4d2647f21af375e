"""What is asked of files for the photo library: at their beginning, without a script, and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminTextareaWidget, UnfoldAdminTextInputWidget

from articles.models import Photo
from articles.pictures.opening import ENDINGS

if TYPE_CHECKING:
    PhotoModelForm = forms.ModelForm[Photo]
else:
    PhotoModelForm = forms.ModelForm

#: What is offered where files are chosen; what is in them decides whether they are taken.
ACCEPT = ",".join(f".{ending}" for endings in ENDINGS.values() for ending in endings)


class BeginForm(forms.Form):
    """A file as the browser announces it; whether it is welcome is for incoming.begin."""

    name = forms.CharField()
    size = forms.IntegerField(min_value=0)


class FilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files in one field; each is judged by itself afterwards."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        if not data:
            super().clean(None, initial)
        return list(data)


class UploadForm(forms.Form):
    """The way in for browsers without scripts."""

    photos = FilesField(
        label=_("Files"),
        widget=FilesInput(attrs={"accept": ACCEPT}),
        help_text=_("JPEG, PNG, WebP, AVIF, GIF, TIFF or HEIC, at most 40 MB."),
        error_messages={"required": _("Choose a file first.")},
    )


class PhotoWordsForm(PhotoModelForm):
    """The words of a photo that are checked as soon as it is in."""

    class Meta:
        model = Photo
        fields = ("caption", "credit", "alt")
        widgets: ClassVar[dict[str, Any]] = {
            "caption": UnfoldAdminTextareaWidget({"rows": 2, "placeholder": _("None yet")}),
            "credit": UnfoldAdminTextInputWidget({"placeholder": _("None yet")}),
            "alt": UnfoldAdminTextInputWidget({"placeholder": _("What the picture shows")}),
        }
