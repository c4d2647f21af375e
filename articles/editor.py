"""The one module behind which CKEditor 4 stands: its settings and its widget."""

from __future__ import annotations

from typing import Any

from ckeditor.widgets import CKEditorWidget
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles import richtext

#: Grouped as they stand on the bar. No italics: Chinese type has none.
TOOLBAR = (
    ("Format", "Bold"),
    ("StoryPhoto",),
    ("NumberedList", "BulletedList", "Blockquote"),
    ("Link", "Unlink"),
    ("Table", "HorizontalRule", "Superscript", "Subscript", "SpecialChar"),
    ("PasteText", "RemoveFormat"),
    ("Undo", "Redo", "Find", "Maximize"),
)

#: What CKEditor 4 would bring and a newsroom does not want: calls to other servers, uploads past
#: our checks, markup that the sanitiser drops, windows that the admin does for itself.
REMOVED_PLUGINS = (
    "about",
    "autoembed",
    "bidi",
    "codesnippet",
    "colorbutton",
    "colordialog",
    "dialogadvtab",
    "div",
    "elementspath",
    "embed",
    "embedbase",
    "exportpdf",
    "flash",
    "font",
    "forms",
    "iframe",
    "image",
    "image2",
    "language",
    "mathjax",
    "newpage",
    "pagebreak",
    "preview",
    "print",
    "save",
    "scayt",
    "smiley",
    "stylescombo",
    "templates",
    "uploadimage",
    "wsc",
)

#: Where the plugin of our own lies among the static files.
PHOTO_PLUGIN = "desk/ckeditor-plugins/storyphoto/plugin.js"
PHOTO_ICON = "desk/ckeditor-plugins/storyphoto/icon.svg"
PHOTO_STYLES = "desk/ckeditor-plugins/storyphoto/storyphoto.css"


def photo_words() -> dict[str, Any]:
    """What the photo plugin says; lazy, so that one catalogue speaks for the whole desk."""
    return {
        "button": _("Insert photos of this story or of the library"),
        "drop": _("Drop the photo here"),
        "waiting": _("The caption waits for its file"),
        "unshown": _("No size to show"),
        "missing": _("This photo is no longer in the story. Delete it here."),
        "removed": _("The photo leaves the story when it is saved. Delete it here too."),
        "uncaptioned": _("No caption yet"),
        "caption": _("Caption of this photo"),
        "cover": _("Cover"),
        "gallery": _("In a gallery"),
        "up": _("Move the photo up (Alt and arrow up)"),
        "down": _("Move the photo down (Alt and arrow down)"),
        "remove": _("Take the photo out of the text (Delete)"),
        "replace": _("Replace the photo"),
        "keep": _("Keep the photo"),
        "widget": _("Photo"),
    }


def settings() -> dict[str, Any]:
    """The value of CKEDITOR_CONFIGS["default"]; safe to call while settings are being read."""
    return {
        "skin": "moono-lisa",
        "toolbar": [list(group) for group in TOOLBAR],
        "removePlugins": ",".join(REMOVED_PLUGINS),
        # divarea: the text is part of the page, so the admin's policy needs no inline script.
        "extraPlugins": "divarea,storyphoto",
        "allowedContent": richtext.editor_rules(),
        "disallowedContent": "script style *[on*]",
        # CVE-2024-43411 and the nagging banner; CVE-2024-24815 needs full pages.
        "versionCheck": False,
        "fullPage": False,
        "customConfig": "",
        "stylesSet": False,
        "format_tags": "p;h2;h3",
        # The upload tab is a frame with an inline script, which the admin's policy would block.
        "removeDialogTabs": "link:advanced;link:target;link:upload;table:advanced",
        "linkShowTargetTab": False,
        "entities": False,
        "fillEmptyBlocks": False,
        "title": _("Body of the story"),
        "defaultLanguage": "zh-cn",
        "language": "zh-cn",
        "width": "auto",
        "height": 480,
        "bodyClass": "story-body",
        "storyphoto": photo_words(),
    }


class StoryEditor(CKEditorWidget):
    """The body's widget. The textarea below it works when scripts do not run."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(config_name="default", attrs=attrs)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        # Addresses are asked for late: collected static files carry a hash in their names.
        self.external_plugin_resources = [("storyphoto", static(PHOTO_PLUGIN), "")]
        words = self.config.get("storyphoto") or photo_words()
        self.config["storyphoto"] = words | {"icon": static(PHOTO_ICON)}
        return super().get_context(name, value, attrs)

    def _set_config(self) -> None:
        """Only the Chinese and English language files are collected; another would be missing."""
        chinese = (get_language() or "zh").startswith("zh")
        self.config["language"] = "zh-cn" if chinese else "en"

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any) -> SafeString:
        # The project's templates, which a form renderer does not see.
        return render_to_string("desk/editor.html", context)
