"""Where everything is mounted."""

from django.contrib import admin
from django.urls import include, path

from comments import feeds as letters
from newsroom import health, machines, media, views
from newsroom.api import api

health_urls = [
    path("live", health.live, name="live"),
    path("ready", health.ready, name="ready"),
    path("report", health.report, name="report"),
]

urlpatterns = [
    path("", views.front, name="front"),
    path("", include("articles.urls")),
    # Pages of the letters page are each reader's own; its feeds are the same for everybody.
    path("comments/<row:article_id>/feed.<feed:format>", letters.story, name="letters_feed"),
    path("comments/", include("comments.urls")),
    path("api/v1/", api.urls),
    path("media/<path:path>", media.rendition, name="media"),
    path("desk/front-at/", admin.site.admin_view(views.front_at), name="front_at"),
    path("desk/", admin.site.urls),
    path("health/", include((health_urls, "health"))),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security_txt, name="security_txt"),
    path("llms.txt", machines.llms, name="llms"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path("favicon.ico", views.favicon, name="favicon"),
]

handler404 = "newsroom.views.not_found"
handler500 = "newsroom.views.server_error"
