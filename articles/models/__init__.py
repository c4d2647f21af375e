"""What we keep: one noun a file, gathered here so that Django and everyone else find them."""

from articles.models.article import Article, ArticleSource, Credit
from articles.models.edition import Edition, Withdrawal
from articles.models.front import FrontLayout
from articles.models.incoming import Incoming
from articles.models.job import JobRun
from articles.models.log import DeskAct, LogHead
from articles.models.photo import Photo, PhotoUse
from articles.models.placement import Recommendation
from articles.models.presence import Autosave, EditLock, Presence
from articles.models.provenance import ImportRecord
from articles.models.reading import HotStory, HourOfViews, Likeness
from articles.models.review import Mark, Pass, Revision
from articles.models.sharing import PreviewLink, ShareCard
from articles.models.site import SiteSettings
from articles.models.source import Source, SourceAlias
from articles.models.staff import Person, User
from articles.models.talk import Notice, StaffNote
from articles.models.taxonomy import Section, Tag, TaggedArticle
from articles.models.topic import Topic, TopicBlock, TopicPick

__all__ = [
    "Article",
    "ArticleSource",
    "Autosave",
    "Credit",
    "DeskAct",
    "EditLock",
    "Edition",
    "FrontLayout",
    "HotStory",
    "HourOfViews",
    "ImportRecord",
    "Incoming",
    "JobRun",
    "Likeness",
    "LogHead",
    "Mark",
    "Notice",
    "Pass",
    "Person",
    "Photo",
    "PhotoUse",
    "Presence",
    "PreviewLink",
    "Recommendation",
    "Revision",
    "Section",
    "ShareCard",
    "SiteSettings",
    "Source",
    "SourceAlias",
    "StaffNote",
    "Tag",
    "TaggedArticle",
    "Topic",
    "TopicBlock",
    "TopicPick",
    "User",
    "Withdrawal",
]
