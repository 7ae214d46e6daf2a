"""The words by which a document means its own place: 全市 in a city's report, 全国 in a national one."""

from reportmine.model import DocumentInfo
from reportmine.patterns import Rules


def own_words(info: DocumentInfo, rules: Rules) -> frozenset[str]:
    """Names of the document's issuer and region, and place words that stand for the region; all where it is not known.

    The region's last character tells its level: 青禾县 speaks of 全县. A report without a region is national where a
    national office issued it.
    """
    words = rules.book("nouns").words("whole")
    level = (info.region or "")[-1:] or next(
        (char for char in reversed(info.issuer or "") if any(word.endswith(char) for word in words)), ""
    )
    names = frozenset(name for name in (info.issuer, info.region) if name)
    if not level:
        return frozenset(words) if info.issuer is None else names | {"全国"}
    return names | {word for word in words if word.endswith(level)}
