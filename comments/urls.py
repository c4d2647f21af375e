"""The readers' addresses of the letters page."""

from django.urls import path, register_converter

from articles.urls import RowConverter
from comments.views.complaints import appeal, report
from comments.views.like import like
from comments.views.own import mine
from comments.views.signing_in import sign_in, sign_out, signed_in
from comments.views.story import story
from comments.views.thread import thread

# A name of its own: a name can be given once, and the desk's addresses have given theirs.
register_converter(RowConverter, "story")

app_name = "comments"
urlpatterns = [
    path("sign-in/", sign_in, name="sign_in"),
    path("signed-in/", signed_in, name="signed_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("<story:article_id>/", story, name="story"),
    path("<story:article_id>/mine/", mine, name="mine"),
    path("<story:article_id>/<story:pk>/", thread, name="thread"),
    path("<story:article_id>/<story:pk>/like/", like, name="like"),
    path("<story:article_id>/<story:pk>/report/", report, name="report"),
    path("<story:article_id>/<story:pk>/appeal/", appeal, name="appeal"),
]
