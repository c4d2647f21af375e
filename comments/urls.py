"""The readers' addresses of the letters page."""

from django.urls import path, register_converter

from articles.urls import RowConverter
from comments.views.story import story

# A name of its own: a name can be given once, and the desk's addresses have given theirs.
register_converter(RowConverter, "story")

app_name = "comments"
urlpatterns = [path("<story:article_id>/", story, name="story")]
