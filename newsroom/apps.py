"""The wiring's app configuration: connects receivers and registers checks."""

from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.translation import gettext_lazy as _

from articles.editor import REMOVED_PLUGINS

#: Plugins that come with django-ckeditor, stand in no preset and are not ours either.
UNUSED_PLUGINS = (
    "adobeair",
    "autogrow",
    "bbcode",
    "codesnippetgeshi",
    "devtools",
    "docprops",
    "embedsemantic",
    "iframedialog",
    "placeholder",
    "sharedspace",
    "sourcedialog",
    "stylesheetparser",
    "tableresize",
    "uicolor",
)

EDITOR_LEFT_OUT = [
    *(f"ckeditor/ckeditor/plugins/{name}/*" for name in (*REMOVED_PLUGINS, *UNUSED_PLUGINS)),
    # Languages but English and Chinese (and their neighbours in the alphabet).
    "ckeditor/ckeditor/lang/[!ez]*",
    "ckeditor/ckeditor/plugins/*/lang/[!ez]*",
    "ckeditor/ckeditor/skins/moono/*",
    "ckeditor/ckeditor/*.md",
    "ckeditor/galleriffic/*",
]


#: The viewer of the API that we do not use, a megabyte.
VIEWER_LEFT_OUT = ["ninja/redoc*"]


class StaticFiles(StaticFilesConfig):
    """Collects what is used: of the editor's 7,500 files most belong to plugins we leave out."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *EDITOR_LEFT_OUT, *VIEWER_LEFT_OUT]


class NewsroomConfig(AppConfig):
    name = "newsroom"
    default = True  # Of the classes in this module, the one that "newsroom" means.
    verbose_name = _("Newsroom")

    def ready(self) -> None:
        # Here and not above: both need the models, which are loaded by now.
        from newsroom import checks, receivers

        checks.register_all()
        receivers.connect()
