"""Reader of the case tables in tests/cases: strict, so that a case which tests nothing is an error."""

import re
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

import pytest
from pydantic import BaseModel, ConfigDict

CASES = Path(__file__).parent / "cases"
MARKS = re.compile(r"[\[\]{}]")


class Case(BaseModel):
    """One sentence, and why the program gets it wrong today, if it does."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    known_failure: str = ""

    def plain(self) -> str:
        """The sentence without its marks."""
        return MARKS.sub("", self.text)

    def spans(self, marks: str = "[]") -> list[tuple[int, int]]:
        """Where the marked stretches lie in the plain sentence; a mark that does not close is an error."""
        found: list[tuple[int, int]] = []
        at, opened = 0, -1
        for char in self.text:
            if char == marks[0]:
                assert opened < 0, f"nested mark in {self.id!r}"
                opened = at
            elif char == marks[1]:
                assert 0 <= opened < at, f"empty or unopened mark in {self.id!r}"
                found.append((opened, at))
                opened = -1
            at += char not in "[]{}"
        assert opened < 0, f"unclosed mark in {self.id!r}"
        return found


CaseType = TypeVar("CaseType", bound=Case)


def read(name: str, model: type[CaseType]) -> list[CaseType]:
    """Cases of tests/cases/NAME.toml in file order; ids are unique, and every case marks something."""
    tables = tomllib.loads((CASES / f"{name}.toml").read_text(encoding="utf-8"), parse_float=Decimal)
    assert list(tables) == ["case"], f"only [[case]] is known @ {name}.toml"
    cases = [model.model_validate(table) for table in tables["case"]]
    assert len({case.id for case in cases}) == len(cases), f"ids are not unique @ {name}.toml"
    for case in cases:
        assert case.spans("[]") or case.spans("{}"), f"{case.id!r} marks nothing @ {name}.toml"
    return cases


def params(cases: list[CaseType]) -> list[object]:
    """One pytest parameter for each case; a known failure is a strict xfail."""
    return [
        pytest.param(
            case,
            id=case.id,
            marks=pytest.mark.xfail(reason=case.known_failure, strict=True, raises=AssertionError)
            if case.known_failure
            else (),
        )
        for case in cases
    ]
