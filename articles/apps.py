"""The desk's app configuration: what is connected once Django is ready."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from articles import signals
from articles.checks import check_editor


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Desk")

    def ready(self) -> None:
        from articles import notices, tasks
        from articles.models.guards import lift_guards, set_guards

        pre_migrate.connect(lift_guards, sender=self)
        post_migrate.connect(set_guards, sender=self)
        signals.acted.connect(notices.tell_of_act, dispatch_uid="articles.tell_of_act")
        signals.published.connect(tasks.order_card, dispatch_uid="articles.order_card")
        signals.withdrawn.connect(tasks.order_card_back, dispatch_uid="articles.order_card_back")
        signals.published.connect(tasks.order_alike, dispatch_uid="articles.order_alike")
        register(check_editor, Tags.security)
