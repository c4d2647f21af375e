"""Does to the sample stories what a desk would: fills in what is missing, publishes, approves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from articles import photodesk, richtext, text, workflow
from articles.choices import (
    WITH_WRITER,
    ArticleKind,
    CreditRole,
    Level,
    PhotoKind,
    ReviewState,
    RevisionReason,
)
from articles.models import (
    Article,
    ArticleSource,
    Credit,
    ImportRecord,
    Person,
    Photo,
    Section,
    Source,
    Topic,
    User,
)
from comments import moderation
from comments.choices import CommentOrigin, CommentState
from comments.models import Comment

#: Words that speak for a section, by its address; a word in the headline counts for many.
KEYWORDS: dict[str, tuple[str, ...]] = {
    "quyu": ("双城", "都市圈", "经济圈", "党政代表团"),
    "jiaotong": ("公交", "地铁", "步行桥", "出站", "绿道", "车站", "停车"),
    "shequ": ("社区", "垃圾", "食堂", "老人", "公园", "排水", "大雨", "降温", "气象", "献血"),
    "jiedao": ("街道", "镜头", "一日"),
    "yuedu": ("图书馆", "读书", "阅读", "书店"),
    "zhanlan": ("博物馆", "展览", "展厅", "灯会", "非遗"),
    "xiaoyuan": ("学校", "小学", "校园", "运动会", "同学", "老师"),
    "chuangxin": ("编程", "机器人", "科学", "算法", "实验室", "创新"),
    "saishi": ("环湖跑", "跑步", "比赛", "冠军", "国际象棋", "马拉松"),
}
FALLBACK_SECTION = "yaowen"
HEADLINE_WEIGHT = 20

#: The topics of reference data, by address, with the words of the headlines that belong to each.
TOPICS: dict[str, tuple[str, ...]] = {
    "shuangchengji": ("双城", "都市圈", "经济圈"),
    "gonggong-kongjian": ("公园", "绿道", "步行桥", "步道", "图书馆", "游乐场", "公共空间"),
}

OWN_SOURCE = "高新融媒"
#: Named where a sample file names no editor.
EDITOR = "林越"

#: Who passes which level of the sample stories.
REVIEWS = (
    (ReviewState.FIRST, Level.FIRST, "editor"),
    (ReviewState.SECOND, Level.SECOND, "director"),
    (ReviewState.FINAL, Level.FINAL, "chief"),
)

#: Sample stories that the desk is still at work on, and how far a change of each has come.
ON_THE_DESK = {
    "150_huanhu_paobu": ReviewState.FIRST,
    "160_yuanxiao_denghui": ReviewState.SECOND,
    "170_wangxi_youlechang": ReviewState.FINAL,
    "190_buxingqiao": ReviewState.RETURNED,
}
UPDATE = "记者今天再次来到现场\uff0c看到后续工作仍在推进\u3002\uff08示例稿的更新段落\uff09"
SUBMITTED = "补充了今天的进展\uff0c请审核\u3002"
OPINION = "请核实后续工作的完成时间\uff0c写明消息来源后再送审\u3002"

#: What is not of the scene in the sample pictures, by their files.
KINDS = {"050_qixiang_jiangwen_1.jpg": PhotoKind.ARCHIVE}

#: A short headline for lists, by words of the long one.
LIST_TITLES = {"成都市党政代表团": "成渝签下\u201c1+5\u201d合作协议"}


@dataclass(slots=True)
class Tally:
    """What a run has done, and why it could not do the rest."""

    published: int = 0
    approved: int = 0
    on_the_desk: int = 0
    refusals: list[str] = field(default_factory=list)


def waiting(origins: Sequence[str]) -> list[Article]:
    """Stories imported from these files that nobody has published, in the files' order."""
    records = ImportRecord.objects.filter(origin__in=origins, article__editions__isnull=True)
    ids = records.exclude(article=None).order_by("id").values_list("article", flat=True)
    found = Article.objects.in_bulk(list(ids))
    return [found[pk] for pk in dict.fromkeys(ids)]


def bring_out(article: Article, cast: Mapping[str, User]) -> str:
    """Complete, review and publish one story. The answer is empty, or says why it was refused.

    `cast` names the people by role: reporter, editor, director and chief each do their part.
    """
    if article.updated_by_id not in {None, cast["reporter"].pk}:
        return f"#{article.pk}: {article.updated_by}"
    try:
        with transaction.atomic():
            complete(article, by=cast["reporter"])
            review(article, cast)
            workflow.publish(article, by=cast["chief"], version=article.version)
    except workflow.Refused as refused:
        return f"#{article.pk}: {refused}"
    return ""


def review(article: Article, cast: Mapping[str, User]) -> None:
    """Through the reviews of its section, whichever of them are left."""
    if article.state in WITH_WRITER:
        workflow.submit(article, by=cast["reporter"], version=article.version)
    for state, level, role in REVIEWS:
        article.refresh_from_db()
        if article.state == state:
            workflow.pass_(article, by=cast[role], version=article.version, level=level)


def lay_out(origins: Sequence[str], cast: Mapping[str, User]) -> int:
    """Leave changed stories on the desk, one at each level and one returned; how many now do.

    A story that anybody has touched since its publication is left alone.
    """
    laid = 0
    for stem, state in ON_THE_DESK.items():
        known = [origin for origin in origins if stem in origin]
        record = ImportRecord.objects.filter(origin__in=known).select_related("article").first()
        article = record.article if record else None
        if article and article.out_version == article.version:
            with transaction.atomic():
                carry(article, state, cast)
            laid += 1
    return laid


def carry(article: Article, state: ReviewState, cast: Mapping[str, User]) -> None:
    """Add a paragraph as the reporter would, and take the change as far as this state."""
    reporter = cast["reporter"]
    workflow.claim_version(article, article.version, by=reporter)
    article.body += richtext.from_blocks([("paragraph", UPDATE)])
    article.updated_by, article.updated_at = reporter, timezone.now()
    article.save()
    workflow.record_save(article, by=reporter, reason=RevisionReason.SAVE)
    version = article.version
    workflow.submit(article, by=reporter, version=version, note=SUBMITTED)
    if state == ReviewState.RETURNED:
        workflow.return_(article, by=cast["editor"], version=version, opinion=OPINION)
    for waiting, level, role in REVIEWS:
        article.refresh_from_db()
        if article.state == waiting != state:
            workflow.pass_(article, by=cast[role], version=version, level=level)


def complete(article: Article, *, by: User) -> None:
    """Fill what publication needs and the file did not say, as one save of an editor."""
    named = article.credits.filter(role=CreditRole.EDITOR).exists()
    if article.section_id and article.source_lines.exists() and named:
        return
    workflow.claim_version(article, article.version)
    words = richtext.plain_text(article.body)
    article.section = article.section or section_for(article.title, words)
    article.digest = article.digest or text.excerpt(words, 120)
    article.list_title = article.list_title or list_title_for(article.title)
    if not article.source_lines.exists():
        source = Source.objects.get(key=text.name_key(OWN_SOURCE))
        ArticleSource.objects.create(article=article, source=source)
    if not named:
        person, _new = Person.objects.get_or_create(name=EDITOR)
        Credit.objects.create(article=article, person=person, role=CreditRole.EDITOR, rank=99)
    article.kind = kind_of(line.source for line in article.source_lines.select_related("source"))
    if article.kind == ArticleKind.REPRINT:
        article.original_title = article.original_title or article.title[:300]
    article.topics.set(topics_for(article.title))
    hang_photos(article)
    article.updated_by, article.updated_at = by, timezone.now()
    article.save()
    workflow.record_save(article, by=by, reason=RevisionReason.SAVE)


def hang_photos(article: Article) -> None:
    """Make galleries of photos with no words between them, and say what is not of the scene."""
    for kind, run in groupby(richtext.blocks(article.body), key=itemgetter(0)):
        keys = [key for _kind, key in run] if kind == "photo" else []
        article.photo_uses.filter(key__in=keys).update(in_gallery=len(keys) > 1)
    for photo in Photo.objects.filter(uses__article=article, original_name__in=KINDS):
        photo.kind = KINDS[photo.original_name]
        photodesk.keep(photo)


def section_for(title: str, words: str) -> Section:
    """The section whose words the story uses most."""

    def weight(slug: str) -> int:
        marks = KEYWORDS[slug]
        return sum(HEADLINE_WEIGHT * title.count(word) + words.count(word) for word in marks)

    best = max(KEYWORDS, key=weight)
    return Section.objects.get(slug=best if weight(best) else FALLBACK_SECTION)


def topics_for(title: str) -> QuerySet[Topic]:
    meant = [slug for slug, words in TOPICS.items() if any(word in title for word in words)]
    return Topic.objects.filter(slug__in=meant)


def list_title_for(title: str) -> str:
    return next((short for part, short in LIST_TITLES.items() if part in title), "")


def kind_of(sources: Iterable[Source]) -> ArticleKind:
    own = [source.is_own for source in sources]
    if len(own) > 1:
        return ArticleKind.COMPILED
    return ArticleKind.ORIGINAL if all(own) else ArticleKind.REPRINT


def approve_imported(origins: Sequence[str], *, by: User) -> int:
    """Show the comments that came with the sample stories; a reader's waiting one is left."""
    articles = ImportRecord.objects.filter(origin__in=origins).values("article")
    waiting_ids = Comment.objects.filter(
        origin=CommentOrigin.IMPORTED, state=CommentState.WAITING, article__in=articles
    ).values_list("pk", flat=True)
    seen = dict.fromkeys(waiting_ids, CommentState.WAITING)
    return len(moderation.decide(seen, CommentState.APPROVED, by=by).done) if seen else 0
