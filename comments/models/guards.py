"""Which rows of the letters page the database itself keeps as they are."""

from __future__ import annotations

from articles.models.guards import GUARDS, Guard
from comments.models.log import Decision
from comments.models.whereabouts import Disclosure

DECISION = Guard(Decision, "a decision stays", frozenset(), may_go=False)
DISCLOSURE = Guard(Disclosure, "a disclosure stays", frozenset(), may_go=False)
GUARDS += [DECISION, DISCLOSURE]
