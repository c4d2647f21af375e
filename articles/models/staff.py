"""People: who signs in (User) and who is named on a story (Person)."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from articles import text


class User(AbstractUser):
    """A sign-in. Chinese names do not split into first and last, so one field holds the name."""

    real_name = models.CharField(_("real name"), max_length=60, blank=True)
    silenced = models.JSONField(
        _("notices switched off"),
        default=dict,
        blank=True,
        editable=False,
        help_text=_("By kind of notice: the ways (desk, mail) that are switched off."),
    )

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def get_full_name(self) -> str:
        return self.real_name or super().get_full_name()

    def get_short_name(self) -> str:
        return self.get_full_name()

    def __str__(self) -> str:
        return self.get_full_name() or self.get_username()


class Person(models.Model):
    """Somebody named on stories: staff, correspondent or guest. Two people may share a name."""

    name = models.CharField(_("name"), max_length=60)
    sort_key = models.CharField(_("sort key"), max_length=200, editable=False, db_index=True)
    note = models.CharField(
        _("note"),
        max_length=120,
        blank=True,
        help_text=_("Tells people of the same name apart; readers do not see it."),
    )
    introduction = models.CharField(
        _("introduction"),
        max_length=200,
        blank=True,
        help_text=_("Stands on the page with this person's stories."),
    )
    user = models.OneToOneField(
        User,
        verbose_name=_("sign-in"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
    )

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["sort_key", "id"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.note})" if self.note else self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.sort_key = text.sort_key(self.name)
        super().save(*args, **kwargs)
