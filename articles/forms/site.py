"""The form of the site settings; the mark on pictures and the app's links are looked at first."""

from __future__ import annotations

import re
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from PIL import Image
from unfold.widgets import UnfoldAdminFileFieldWidget

from articles.models import SiteSettings
from articles.pictures.opening import BadPhoto, refusals

if TYPE_CHECKING:
    SettingsModelForm = forms.ModelForm[SiteSettings]
else:
    SettingsModelForm = forms.ModelForm

MARK_BYTES = 2 * 1024 * 1024
MARK_SIDE = 4000

#: An address with a scheme (RFC 3986, section 3.1) and nothing that ends or leaves an attribute.
STORY_LINK = re.compile(r"(?P<scheme>[a-z][a-z0-9+.-]*)://[^\s\x00-\x20\x7f\"'<>\\`]+")
STORY_NUMBER = "{id}"
#: Schemes that a browser runs, opens itself, or sends in the clear; any other is an app's own.
NO_APP = frozenset(
    {"about", "blob", "data", "file", "filesystem", "ftp", "http", "javascript", "vbscript"}
    | {"view-source", "ws", "wss"}
)


def is_story_link(link: str) -> bool:
    """Whether it is https or an app's own scheme, and has a place for the story's number."""
    match = STORY_LINK.fullmatch(link)
    return match is not None and match["scheme"] not in NO_APP and STORY_NUMBER in link


class MarkInput(UnfoldAdminFileFieldWidget):
    """A file, with the mark that there is: the private storage has no address to link to."""

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any) -> SafeString:
        # The project's templates, which a form renderer does not see.
        return render_to_string("desk/_site_mark.html", context)

    class Media:
        css: ClassVar[dict[str, Any]] = {"all": ("desk/photo-mark.css",)}


class SiteSettingsForm(SettingsModelForm):
    class Meta:
        model = SiteSettings
        fields = "__all__"
        widgets: ClassVar[dict[str, Any]] = {"watermark": MarkInput({"accept": "image/png"})}

    def clean_app_story_link(self) -> str:
        link: str = self.cleaned_data["app_story_link"]
        if link and not is_story_link(link):
            sentence = _(
                "Give an address that begins with https:// or the app\u2019s own scheme (app://) "
                "and has {id} where the story\u2019s number stands."
            )
            raise ValidationError(sentence, "no_story_link")
        return link

    def clean_watermark(self) -> Any:
        """A new file is kept as a bare picture, without whatever else came in it."""
        file = self.cleaned_data["watermark"]
        if not isinstance(file, UploadedFile):
            return file
        if (file.size or 0) > MARK_BYTES:
            raise ValidationError(_("The mark is larger than 2 MB. Make it smaller."), "too_large")
        return ContentFile(png_of(file), name="mark.png")


def png_of(file: IO[bytes]) -> bytes:
    """The mark as PNG with transparency. Raises ValidationError for what is none."""
    out = BytesIO()
    try:
        with refusals(""), Image.open(file, formats=("PNG",)) as picture:
            demand_size(picture)
            mark = picture.convert("RGBA")
    except BadPhoto as error:
        sentence = _("The mark has to be a PNG, and this file is none or is damaged.")
        raise ValidationError(sentence, "no_png") from error
    demand_transparency(mark)
    mark.save(out, "PNG")
    return out.getvalue()


def demand_size(picture: Image.Image) -> None:
    """By the header, before the picture is decoded."""
    if max(picture.size) > MARK_SIDE:
        raise ValidationError(_("The mark is wider or taller than 4000 pixels."), "too_large")


def demand_transparency(mark: Image.Image) -> None:
    faintest, strongest = mark.getchannel("A").getextrema()
    if faintest == 255:
        sentence = _("The mark has no transparent part, so it would lie on pictures as a box.")
        raise ValidationError(sentence, "opaque")
    if strongest == 0:
        raise ValidationError(_("The mark is transparent everywhere: nothing is seen."), "unseen")
