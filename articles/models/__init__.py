"""What we keep: one noun a file, gathered here so that Django and everyone else find them."""

from articles.models.article import Article, ArticleSource, Credit
from articles.models.edition import Edition, Withdrawal
from articles.models.photo import Photo, PhotoUse
from articles.models.placement import Recommendation
from articles.models.provenance import ImportRecord
from articles.models.review import DeskAct, Revision
from articles.models.site import SiteSettings
from articles.models.source import Source, SourceAlias
from articles.models.staff import Person, User
from articles.models.taxonomy import Section, Tag, TaggedArticle, Topic

__all__ = [
    "Article",
    "ArticleSource",
    "Credit",
    "DeskAct",
    "Edition",
    "ImportRecord",
    "Person",
    "Photo",
    "PhotoUse",
    "Recommendation",
    "Revision",
    "Section",
    "SiteSettings",
    "Source",
    "SourceAlias",
    "Tag",
    "TaggedArticle",
    "Topic",
    "User",
    "Withdrawal",
]
