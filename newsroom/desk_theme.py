"""How the desk (django-unfold) is dressed: the UNFOLD setting, with nothing from elsewhere."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

#: Warm greys around the readers' paper and ink (#fff, #f6f5f2, #e4e2dc, #5b5c63, #202226, #17181b).
GREYS = {
    "50": "#faf9f7",
    "100": "#f3f2ee",
    "200": "#e4e2dc",
    "300": "#cdcac2",
    "400": "#a6a7ad",
    "500": "#6b6c73",
    "600": "#5b5c63",
    "700": "#44464d",
    "800": "#2b2d32",
    "900": "#1b1c1f",
    "950": "#131416",
}

#: One vermilion. 600 is the readers' accent; 500 is the one that dark mode writes with.
VERMILION = {
    "50": "#fdf3f2",
    "100": "#fbe4e2",
    "200": "#f6cbc8",
    "300": "#f0a9a3",
    "400": "#f28b80",
    "500": "#f0776b",
    "600": "#b3161b",
    "700": "#9a1217",
    "800": "#7f1216",
    "900": "#691517",
    "950": "#390607",
}

FONT_COLOURS = {
    "subtle-light": "#5b5c63",
    "subtle-dark": "#a6a7ad",
    "default-light": "#44464d",
    "default-dark": "#d5d3ce",
    "important-light": "#1a1a1d",
    "important-dark": "#f0eee9",
}

UNFOLD: dict[str, Any] = {
    "SITE_TITLE": _("The desk"),
    "SITE_HEADER": _("The desk"),
    "SITE_SYMBOL": "newspaper",
    "SITE_URL": "/",
    "SITE_FAVICONS": [
        {"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/icon.svg")}
    ],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": False,
    "ENVIRONMENT": None,
    "BORDER_RADIUS": "3px",
    "COLORS": {"base": GREYS, "primary": VERMILION, "font": FONT_COLOURS},
    "STYLES": [lambda request: static("desk/desk.css")],
    "SCRIPTS": [lambda request: static("desk/saving.js")],
    "DASHBOARD_CALLBACK": "newsroom.desk_home.dashboard",
    "SIDEBAR": {
        "show_search": False,
        "show_all_applications": False,
        "navigation": "newsroom.desk_home.navigation",
    },
    "COMMAND": {"search_models": False, "show_history": False},
}
