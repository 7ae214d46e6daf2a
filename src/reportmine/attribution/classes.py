"""Classes: the trade, the firms or the schools that attributes of a clause are of, where it names none.

规上企业营业收入1263亿元，利润总额86亿元; ——小学。校数129所，招生3.96万人.
"""

from reportmine.attribution.phrases import Scope
from reportmine.attribution.reading import Reading


def extend(reading: Reading, scope: Scope) -> None:
    """Put before the name of an attribute the class that the sentence, or the item it stands in, speaks of."""
    if not reading.own or reading.name not in scope.known.attributes or reading.subject:
        return
    found = _of_sentence(reading, scope) or _of_topic(scope) or scope.kind
    if found:
        reading.name = reading.base = found + reading.name
        reading.notes.append("name:class")


def _of_topic(scope: Scope) -> str:
    """城镇职工基本养老保险制度不断完善，参保人数2亿人: the class that the clause before speaks of."""
    return scope.topic if scope.topic.endswith(scope.known.classes) else ""


def _of_sentence(reading: Reading, scope: Scope) -> str:
    """The class that the last name of the sentence is of; behind a semicolon only where a verb goes on: ;实现利润."""
    if not scope.named or (reading.opener == ";" and not (reading.left and reading.left[0].kind == "R")):
        return ""
    told = scope.named[-1].base
    attribute = next((word for word in scope.known.attributes if told.endswith(word)), "")
    stem = told.removesuffix(attribute) if attribute else ""
    return stem if stem.endswith(scope.known.classes) else ""
