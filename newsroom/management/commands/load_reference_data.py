"""Makes the roles, sections, topics, sources and settings of the sample paper, if missing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from newsroom import reference
from newsroom.roles import ROLES, ensure_roles


class Command(BaseCommand):
    help = "Load roles, sections, topics, sources and settings. What exists stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_roles()
        loaded = reference.load()
        self.stdout.write(
            _(
                "%(roles)d roles stand ready. New: %(sections)d sections, %(topics)d topics, "
                "%(sources)d sources, %(aliases)d aliases, %(settings)d row of site settings."
            )
            % {
                "roles": len(ROLES),
                "sections": loaded.sections,
                "topics": loaded.topics,
                "sources": loaded.sources,
                "aliases": loaded.aliases,
                "settings": loaded.settings,
            }
        )
