"""Conditions in a small grammar of our own; nothing that a user writes is ever run as Python.

condition  all of them joined by 'or'; 'and' binds closer, 'not' closest; parentheses as usual
comparison sum, one of <= >= < > = !=, sum
sum        terms with + - * / between them, blanks around the sign
term       number with a unit or without ('3 d', '5 %'), text in single quotes, true, false,
           a name such as notice or units.*.notice, a measure such as closure_days[lithuania],
           'mean of', 'median of', 'p90 of' or 'half-width of' a term, P(condition), max(a, b), min(a, b),
           '5 % of' a term

A number without a unit is in the unit of what it is compared with (`own_units`).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from operator import add, eq, ge, gt, le, lt, mul, ne, sub, truediv
from typing import Any, NoReturn, TypeAlias

from posture.core.errors import PostureError
from posture.core.schema.amounts import ALL

LONGEST = 500
DEEPEST = 40
TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
    |(?P<text>'[^']*')
    |(?P<name>[A-Za-z_](?:[\w*?]|-(?=[\w*?])|\.(?=[\w*?"-])|(?<=\.)"[^"]*"|(?<=\.)-)*)
    |(?P<sign><=|>=|!=|==|[<>=()+\-*/,\[\]%]))""",
    re.VERBOSE,
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "<=": le, ">=": ge, "<": lt, ">": gt, "=": eq, "==": eq, "!=": ne,
}  # fmt: skip
REACH: dict[str, Callable[[float, float], float]] = {"+": add, "-": sub, "*": mul, "/": truediv}
STATISTIC = re.compile(r"mean|median|half-width|p\d{1,2}")
UNITS = sorted({unit for kind in ALL for unit in kind.units}, key=lambda unit: -len(unit))
UNIT = re.compile(rf"\s*(?:{'|'.join(map(re.escape, UNITS))})(?![\w/])")


@dataclass(frozen=True, slots=True)
class Value:
    """A number with its unit, text, or a truth."""

    value: float | str | bool
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Named:
    """A factor or a path; with a subject, a measure."""

    name: str
    subject: str | None = None


@dataclass(frozen=True, slots=True)
class Applied:
    """A function of terms: an arithmetic sign, max, min, a statistic, or P of a condition."""

    what: str
    terms: tuple["Term", ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two sums and the sign between them."""

    left: "Term"
    sign: str
    right: "Term"


@dataclass(frozen=True, slots=True)
class Joined:
    """Conditions joined by 'and' or 'or', or one under 'not'."""

    how: str
    parts: tuple["Condition", ...]


Condition: TypeAlias = Comparison | Joined
Term: TypeAlias = Value | Named | Applied | Condition
Lookup: TypeAlias = Callable[[Named], Any]
"""What a name stands for: a plain number, text or a truth; None where nothing is known.

A number is in base units, or in its own where the condition went through `in_own_units`."""


def parse_condition(text: str) -> Condition:
    """The condition that a text is; `PostureError` says where it cannot be read and how one is written."""
    return _Reader(text).whole()


def names(term: Term) -> Iterator[Named]:
    """Every name in a condition or term, from the left."""
    if isinstance(term, Named):
        yield term
    for one in parts(term):
        yield from names(one)


def parts(term: Term) -> tuple[Term, ...]:
    """What a condition or term is made of; empty for a value or a name."""
    if isinstance(term, Comparison):
        return term.left, term.right
    if isinstance(term, Applied):
        return term.terms
    return term.parts if isinstance(term, Joined) else ()


def holds(condition: Condition, lookup: Lookup) -> bool:
    """Whether a condition holds.

    A comparison of which a side is not known holds: a constraint drops only what is known to break it.
    """
    if isinstance(condition, Joined):
        if condition.how == "not":
            return not holds(condition.parts[0], lookup)
        return (any if condition.how == "or" else all)(holds(part, lookup) for part in condition.parts)
    left, right = value_of(condition.left, lookup), value_of(condition.right, lookup)
    if left is None or right is None:
        return True
    if isinstance(left, str) != isinstance(right, str) and condition.sign not in {"=", "==", "!="}:
        raise PostureError(f"'{left}' and '{right}' cannot be put in order")
    return COMPARE[condition.sign](left, right)


def value_of(term: Term, lookup: Lookup) -> Any:
    """The value of a term in base units."""
    if isinstance(term, Value):
        return base(term)
    if isinstance(term, Named):
        return lookup(term)
    if not isinstance(term, Applied) or (term.what not in REACH and term.what not in {"max", "min", "of"}):
        raise PostureError("a statistic of runs cannot be asked here; name factors alone")
    values = [value_of(one, lookup) for one in term.terms]
    if any(one is None for one in values):
        return None
    if term.what in REACH:
        if term.what == "/" and values[1] == 0:
            raise PostureError("division by nothing")
        return REACH[term.what](values[0], values[1])
    return values[0] * values[1] if term.what == "of" else (max if term.what == "max" else min)(values)


def base(value: Value) -> float | str | bool:
    """A value in the own unit of its kind: seconds, metres, shares."""
    for kind in ALL:
        if value.unit and value.unit in kind.units and not isinstance(value.value, str):
            return float(value.value * kind.units[value.unit])
    return value.value


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._depth = 0

    def whole(self) -> Condition:
        if len(self._text) > LONGEST:
            raise PostureError(f"a condition of over {LONGEST} characters; write it shorter")
        found = self._any()
        if self._text[self._at :].strip():
            self._refuse("'and' or 'or' is wanted")
        return found

    def _refuse(self, wanted: str) -> NoReturn:
        rest = self._text[self._at :].strip()
        found = f"not '{rest[:20]}'" if rest else "and the text ends"
        raise PostureError(f"'{self._text[:60]}' cannot be read at column {self._at + 1}: {wanted}, {found}")

    def _peek(self) -> tuple[str, str, int]:
        match = TOKEN.match(self._text, self._at)
        if match is None or match.lastgroup is None:
            return "", "", self._at
        return match.lastgroup, match[match.lastgroup], match.end()

    def _take(self, *words: str) -> str:
        """The next word if it is one of these, else nothing."""
        _, word, end = self._peek()
        if word in words and word:
            self._at = end
            return word
        return ""

    def _want(self, word: str) -> None:
        if not self._take(word):
            self._refuse(f"'{word}' is wanted")

    def _any(self) -> Condition:
        return self._joined("or", lambda: self._joined("and", self._one))

    def _joined(self, how: str, part: Callable[[], Condition]) -> Condition:
        parts = [part()]
        while self._take(how):
            parts.append(part())
        return parts[0] if len(parts) == 1 else Joined(how, tuple(parts))

    def _one(self) -> Condition:
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(f"fewer than {DEEPEST} levels are wanted")
        try:
            return self._bare()
        finally:
            self._depth -= 1

    def _bare(self) -> Condition:
        if self._take("not"):
            return Joined("not", (self._one(),))
        start = self._at
        if self._take("("):
            try:
                inner = self._any()
                self._want(")")
            except PostureError:
                self._at = start  # it may be a sum in parentheses
            else:
                if self._peek()[1] not in {*COMPARE, *REACH}:
                    return inner
                self._at = start
        left = self._sum()
        sign = self._take(*COMPARE)
        if not sign:
            self._refuse("one of <= >= < > = != is wanted")
        return Comparison(left, sign, self._sum())

    def _sum(self) -> Term:
        return self._chain(("+", "-"), lambda: self._chain(("*", "/"), self._term))

    def _chain(self, signs: tuple[str, ...], part: Callable[[], Term]) -> Term:
        found = part()
        while sign := self._take(*signs):
            found = Applied(sign, (found, part()))
        return found

    def _term(self) -> Term:
        kind, word, end = self._peek()
        if kind == "sign" and word == "-":
            self._at = end
            return Applied("-", (Value(0.0), self._term()))
        if kind == "sign" and word == "(":
            self._at = end
            inner = self._nested()
            self._want(")")
            return inner
        if kind not in {"number", "text", "name"}:
            self._refuse("a number, a name or 'text' is wanted")
        self._at = end
        if kind == "number":
            return self._amount(float(word))
        return Value(word[1:-1]) if kind == "text" else self._name(word)

    def _nested(self) -> Term:
        self._depth += 1
        if self._depth > DEEPEST:
            self._refuse(f"fewer than {DEEPEST} levels are wanted")
        found = self._sum()
        self._depth -= 1
        return found

    def _amount(self, number: float) -> Term:
        match = UNIT.match(self._text, self._at)
        value = Value(number)
        if match:
            self._at = match.end()
            value = Value(number, match[0].strip())
        return Applied("of", (value, self._term())) if self._take("of") else value

    def _name(self, word: str) -> Term:
        if word in {"true", "false"}:
            return Value(word == "true")
        if word == "P" and self._take("("):
            inner = self._any()
            self._want(")")
            return Applied("P", (inner,))
        if word in {"max", "min"} and self._take("("):
            terms = [self._nested()]
            while self._take(","):
                terms.append(self._nested())
            self._want(")")
            return Applied(word, tuple(terms))
        if STATISTIC.fullmatch(word) and self._take("of"):
            return Applied(word, (self._term(),))
        return Named(word, self._subject() if self._take("[") else None)

    def _subject(self) -> str:
        end = self._text.find("]", self._at)
        if end < 0:
            self._refuse("']' is wanted")
        subject = self._text[self._at : end].strip()
        self._at = end + 1
        return subject
