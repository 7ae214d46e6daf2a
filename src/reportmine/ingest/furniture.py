"""The furniture of web pages: what portals put around a report, and where they say its date and source."""

import re
from collections.abc import Mapping

from reportmine.model import Hints

_LONGEST = 120  # characters of a line of furniture
_LINE = re.compile(
    r"""[\s\[【(（·•>|]*(?:
      扫一扫|分享(?:到|至|本文|：|:)|(?:上|下)一(?:篇|条)|相关(?:链接|阅读|文档|新闻|信息|稿件|解读|推荐)\s*[:：]?$
    | 打印(?:本页|本文|】|\]|\s|$)|关闭(?:窗口|本页|】|\]|$)|(?:返回|回到)(?:顶部|首页)|加入收藏|设为首页|无障碍
    | (?:责任)?编辑\s*[:：]|(?:您的|您现在的|您当前的|当前|所在)位置|今天是|网站地图|联系我们|关于我们
    | (?:浏览|瀏覽|点击|阅读|访问)(?:[人次]+|[次][数數]|量|数)|列印|回頂端|字[号体]\s*[:：]|视力保护色|语音播报
    | (?:主办|承办|协办|技术支持|维护)(?:单位)?\s*[:：]|版[权權](?:所有|声明)|copyright|©|网站标识码|\S{0,3}ICP备|备案(?:序)?号
    | \S?公网安备|建议(?:您)?使用|建议分辨率|最佳分辨率|您是第|智能问答|纠错|热点新闻|最新信息$
    | (?:索引号?|信息分类|主题分类|公开方式|公开主体|发布机构|发文机关|发文字号|文号|效力状况|有效性|标题
      |(?:发文|发布|成文|公开|生成|印发)日期)\s*[:：]?\t
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?i)(?:^|[\s_-])(?:share|bdshare\w*|bshare\w*|jiathis\w*|print|related|relation|xgxx|xglj|xgwd|pager?|page-?turn|"
    r"prev|next|breadcrumbs?|crumbs?|position|location|dqwz|nav\w*|menu|foot\w*|copyright|side\w*|aside|qr\w*|ewm|"
    r"toolbar|tools?|comments?|attach\w*|recommend\w*|hot\w*|banner|advert\w*)(?:$|[\s_-])"
)
_MARKS = re.compile(r"[。；！？;!?]|[，,](?=[\u4e00-\u9fff“（(])|、")
_SHORTEST = 8  # characters of a sentence without a figure
_FIGURE = re.compile(r"\d")

_DATE = re.compile(
    r"(?:(?:19|20)\d\d)\s*[-年/.]\s*\d{1,2}\s*[-月/.]\s*\d{1,2}\s*日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
)
_DATED = "发布时间|发布日期|发文日期|成文日期|公开日期|印发日期|生成日期|更新时间|发稿时间|时间|日期"
_SOURCED = "信息来源|文章来源|稿件来源|来源|发布机构|发文机关|发布单位|供稿单位|供稿"
_OTHER = "浏览|点击|阅读|访问|字号|字体|字体大小|打印|分享|关闭|作者|责任编辑|编辑|审核|保护视力|收藏|文号|【|\\[|\\||$"
_WHEN = re.compile(rf"(?:{_DATED})\s*[:：]\s*{_DATE.pattern}")
_BARE_DATE = re.compile(rf"^\s*{_DATE.pattern}")
_WHO = re.compile(rf"(?:{_SOURCED})\s*[:：]\s*(?P<name>[^\s:：]{{2,40}}?)(?=\s|{_DATED}|{_OTHER})")
_SEARCHED = 300  # characters: a line on date and source is short
_PUBLISHED = ("pubdate", "publishdate", "article:published_time", "publishtime")
_ISSUERS = ("contentsource", "source")
_CELLS_DATED = ("发布日期", "发文日期", "公开日期", "发布时间", "成文日期", "生成日期")
_CELLS_ISSUER = ("发布机构", "发文机关", "发布单位", "公开主体")


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the site and not to what it publishes."""
    return len(text) <= _LONGEST and "。" not in text and bool(_LINE.match(text))


def is_prose(text: str, linked: int, *, row: bool) -> bool:
    """Whether a line is told by a sentence, or a `row` by figures; neither by links."""
    if 2 * linked >= len(text) or is_furniture(text) or about(text):
        return False
    figure = _FIGURE.search(text)
    return bool(figure) if row else bool(_MARKS.search(text) and (figure or len(text) >= _SHORTEST))


def names_furniture(names: str) -> bool:
    """Whether class and id of an element call it a bar, box or list of the site."""
    return bool(_NAMES.search(names))


def about(text: str) -> str | None:
    """Date and source out of the line that tells them, each with its label; None where none is dated.

    >>> about("2024-3-28 17:05 来源:青禾县财政局 点击数:2056 【打印】")
    '2024-3-28 17:05 来源:青禾县财政局'
    >>> about("发文日期：2024-03-28信息来源：海雁市商务局字体：大中小阅读：357")
    '发文日期：2024-03-28 信息来源：海雁市商务局'
    """
    if len(text) > _SEARCHED or "。" in text:
        return None
    who = _WHO.search(text)
    when = _WHEN.search(text) or (_BARE_DATE.search(text) if who or re.search(_OTHER[:-2], text) else None)
    if when is None:
        return None
    parts = sorted((found.start(), found.group().strip()) for found in (when, who) if found)
    return " ".join(part for _, part in parts)


def hints(meta: Mapping[str, str], cells: Mapping[str, str]) -> Hints:
    """What the head of a page (`meta`, by lower-case name) and its table of disclosure say."""
    dates = [meta.get(name, "") for name in _PUBLISHED] + [cells.get(name, "") for name in _CELLS_DATED]
    names = [meta.get(name, "") for name in _ISSUERS] + [cells.get(name, "") for name in _CELLS_ISSUER]
    published = next((told for date in dates if (told := _iso(date))), None)
    return Hints(published, next((name.strip() for name in names if name.strip()), None))


def _iso(text: str) -> str | None:
    found = re.match(r"\s*((?:19|20)\d\d)[-年/.](\d{1,2})[-月/.](\d{1,2})", text)
    if not found:
        return None
    year, month, day = map(int, found.groups())
    return f"{year}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
