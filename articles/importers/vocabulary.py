"""The words of pages: labels and the role each gives, headings of lists, buttons."""

from __future__ import annotations

from articles.choices import CreditRole


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_BOTH = (CreditRole.REPORTER, CreditRole.PHOTOGRAPHER)

#: Labels of people by what the label says they did.
ROLES: dict[tuple[CreditRole, ...], str] = {
    (CreditRole.REPORTER,): (
        "记者 作者 撰文 文 文字 采写 采写记者 文字记者 撰稿 执笔 报道 采访 实习生 采访撰文 原创作者"
    ),
    (CreditRole.CORRESPONDENT,): ("通讯员 供稿 特约通讯员 投稿 供稿单位 来稿"),
    (CreditRole.PHOTOGRAPHER,): (
        "摄影 摄 图 图片 图片来源 供图 摄影记者 图源 配图 图片提供 照片 摄像 拍摄 图片作者 图片摄影"
    ),
    _BOTH: (
        "文/图 图/文 文/摄 摄/文 文图 图文 摄影报道 文\u3001图 图\u3001文 文/摄影 文字/摄影 "
        "撰文/摄影 采写/摄影 图文报道"
    ),
    (CreditRole.TRANSLATOR,): ("翻译 编译 译者 译"),
    (CreditRole.PLANNER,): ("策划 统筹 总策划 总统筹 策划统筹"),
    (CreditRole.EDITOR,): (
        "编辑 责任编辑 责编 值班编辑 本期编辑 本文编辑 网络编辑 新媒体编辑 执行编辑 文字编辑 "
        "网编 当班编辑 本版编辑 实习编辑"
    ),
    (CreditRole.PROOFREADER,): ("校对 责任校对 责校 校检"),
    (CreditRole.REVIEWER,): ("审核 初审 复审 审校 审稿 一审 二审 编审 审读 审核人"),
    (CreditRole.CHIEF_EDITOR,): (
        "终审 签发 主编 值班总编 总编辑 总编 三审 值班主编 责任主编 值班总编辑 值班副总编 "
        "值班编委 签发人"
    ),
    (CreditRole.PRODUCER,): ("监制 总监制 出品 出品人 制片人"),
    (CreditRole.OTHER,): (
        "制作 剪辑 设计 制图 美编 美术编辑 视觉 海报 排版 版式 运营 配音 出镜 主持人 视频 "
        "视频剪辑 值班主任 主持"
    ),
}
SOURCES = _words(
    "来源 稿源 综合 新闻来源 文章来源 信息来源 稿件来源 内容来源 消息来源 转自 转载自 来源网站"
)
TAGS = _words("标签 关键词 关键字 Tags Tag tags tag")
DATES = _words(
    "发布时间 发表时间 发布日期 发稿时间 更新时间 刊发时间 发布于 发表于 更新于 时间 日期"
)

#: Labels that must be followed by real names: an interview prints `记者:` before each question.
STRICT = _words(
    "记者 文 文字 图 摄 图片 采访 报道 照片 视频 视觉 主持 出品 设计 海报 综合 译 主持人"
)
#: Labels of pictures, whose giver may be an office or a company.
GIVERS = _words("图片来源 供图 图源 图片提供 图片 配图 照片 图")
#: Headings of the readers' comments.
COMMENTS = _words(
    "热门评论 最新评论 精彩评论 全部评论 网友评论 网友热评 热评 评论区 精选留言 精选评论 "
    "用户评论 热门留言 最热评论 最新留言 网友留言 评论列表 热门跟帖 最新跟帖 网友跟帖 "
    "读者留言 跟帖"
)
#: Headings of the recommended stories.
RECOMMENDED = _words(
    "推荐新闻 推荐阅读 相关阅读 相关新闻 相关推荐 延伸阅读 热门推荐 为你推荐 为您推荐 "
    "猜你喜欢 更多推荐 更多新闻 热门新闻 热点新闻 往期推荐 往期回顾 精彩推荐 相关报道 "
    "相关链接 今日推荐 大家都在看 编辑推荐 拓展阅读 热点推荐 热门阅读 今日热点 新闻推荐 "
    "阅读推荐 热门文章 相关文章 推荐文章 更多阅读 新闻排行 点击排行 猜您喜欢"
)
#: Words of buttons and counters.
BUTTONS = _words(
    "分享 分享到 分享至 转发 收藏 点赞 在看 赞 评论 喜欢 阅读 阅读量 阅读数 浏览 浏览量 "
    "浏览数 点击 点击量 点击数 播放 播放量 评论数 点赞数 人气 热度 微信 朋友圈 微博 新浪微博 "
    "QQ QQ空间 微信好友 复制链接 举报 打印 纠错 字号 大 中 小 听新闻 关闭 收起 展开 返回 顶部 "
    "返回顶部 返回首页 首页 写评论 发表评论 我要评论 发布 取消 查看更多 加载更多 阅读原文 "
    "查看原文 阅读全文 展开全文 更多 暂无评论 登录 注册 扫码分享 一键分享 放大 缩小 默认 "
    "已关注 关注 打赏 赞赏 次阅读 人阅读 次 人 分享给好友 回复"
)
#: Alone in a line these may be text; they count only beside other buttons.
WEAK_BUTTONS = _words(
    "大 中 小 次 人 更多 默认 顶部 返回 首页 发布 取消 关注 赞 微信 微博 登录 注册 热度 人气 回复"
)
#: What stands before `记者` and is no outlet.
RANKS = _words(
    "本报 本网 本台 本社 本刊 首席 见习 实习 特约 全媒体 融媒体 摄影 文字 采写 特派 驻站 资深 "
    "本报首席 本报见习 本报实习 本报全媒体 本报特约 本网特约 文 图 视频"
)
