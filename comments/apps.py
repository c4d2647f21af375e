"""The letters page's app configuration."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommentsConfig(AppConfig):
    name = "comments"
    verbose_name = _("Letters page")

    def ready(self) -> None:
        # Both import models, which cannot be loaded before this moment.
        import_module("comments.receivers")
        import_module("comments.jobs")
