"""Conditions and calculations of a form, evaluated over whole columns of answers."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.forms.expression_functions import FUNCTIONS, check_call
from idmaj.ingest.forms.expression_syntax import (
    CURRENT,
    Call,
    Literal,
    Negation,
    Node,
    Operation,
    Reference,
    Unsupported,
    find_names,
    parse_expression,
    walk,
)
from idmaj.ingest.forms.expression_values import (
    Value,
    of_distinct,
    plain,
    spread,
)

_COMPARE = {
    "=": pc.equal, "!=": pc.not_equal, "<": pc.less, "<=": pc.less_equal, ">": pc.greater, ">=": pc.greater_equal,
}  # fmt: skip
_ARITHMETIC = {"+": pc.add, "-": pc.subtract, "*": pc.multiply, "div": pc.divide}
Memory = MutableMapping[Node, Value]


@dataclass(frozen=True)
class Expression:
    """A condition or calculation.

    Attributes
    ----------
    text
        As the form has it.
    names
        Names of the questions it refers to.
    is_supported
        Whether it can be evaluated.
    reason, detail
        Why not: `syntax`, `quotes` (typographic ones), `function`, `path`, `pattern`; and the part meant.
    uses_current, uses_today
        Whether it needs `current` and `today`.
    """

    text: str
    names: frozenset[str]
    reason: str = ""
    detail: str = ""
    uses_current: bool = False
    uses_today: bool = False
    tree: Node | None = field(default=None, repr=False)

    @property
    def is_supported(self) -> bool:
        """Whether it can be evaluated."""
        return self.tree is not None

    def evaluate(
        self,
        answers: Mapping[str, pa.Array],
        n: int,
        *,
        current: pa.Array | None = None,
        today: pa.Array | None = None,
        memory: Memory | None = None,
    ) -> pa.Array:
        """Say of which rows a condition is true.

        Parameters
        ----------
        answers
            Name → texts of `n` rows, plain or dictionary-encoded: codes of selects (several joined by
            spaces), plain numbers, ISO dates, "" for blank. Every one of `names` must be there.
        n
            Number of rows.
        current
            The answers that a constraint judges (`.`). ODK judges no blank answer: leave blanks out.
        today
            Day of each interview, date32 or ISO text, for `today()`.
        memory
            Kept by the caller for expressions over the same answers, so that shared parts are evaluated
            once.

        Returns
        -------
        pa.Array
            bool, no nulls. XPath 1.0 and ODK: compared with a number a text is converted; a blank is no
            number, every comparison with it is false but `!=`.

        Raises
        ------
        KeyError
            When an answer is missing.
        ValueError
            When it is not supported, or `current` or `today` is needed and missing.
        """
        value = self._evaluate(answers, current, today, memory)
        return spread(value.truth, n)

    def evaluate_text(
        self,
        answers: Mapping[str, pa.Array],
        n: int,
        *,
        current: pa.Array | None = None,
        today: pa.Array | None = None,
        memory: Memory | None = None,
    ) -> pa.Array:
        """Calculate texts; see `evaluate`. A calculation that gives no number gives a blank, as in ODK."""
        value = self._evaluate(answers, current, today, memory)
        texts = value.texts
        if value.kind == "number":
            texts = pc.if_else(pc.is_nan(value.data), "", texts)
        return spread(texts, n)

    def _evaluate(
        self,
        answers: Mapping[str, pa.Array],
        current: pa.Array | None,
        today: pa.Array | None,
        memory: Memory | None,
    ) -> Value:
        if self.tree is None:
            raise ValueError(f"not supported: {self.reason} {self.detail}")
        return _Evaluation(answers, current, today, {} if memory is None else memory).find(self.tree)


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Expression:
    """Compile a condition, constraint or calculation of a form.

    Parameters
    ----------
    text
        XPath 1.0 with ODK's functions and `${name}` references. A path (`/form/group/name`, `../name`) is
        taken by its last name.

    Returns
    -------
    Expression
        Never an error: what cannot be evaluated says why.

    Notes
    -----
    Source: XPath 1.0 (W3C, 1999) §3–4; ODK XForms specification, sections on XPath operators and functions.
    """
    try:
        tree = parse_expression(text)
        for node in walk(tree):
            if isinstance(node, Call):
                check_call(node)
    except Unsupported as fault:
        return Expression(text, find_names(text), fault.reason, fault.detail)
    nodes = list(walk(tree))
    names = frozenset(node.name for node in nodes if isinstance(node, Reference))
    return Expression(
        text,
        names - {CURRENT},
        uses_current=CURRENT in names,
        uses_today=any(isinstance(node, Call) and node.name == "today" for node in nodes),
        tree=tree,
    )


class _Evaluation:
    """One evaluation over a block of answers."""

    def __init__(
        self,
        answers: Mapping[str, pa.Array],
        current: pa.Array | None,
        today: pa.Array | None,
        memory: Memory,
    ) -> None:
        self._answers, self._current, self._today = answers, current, today
        self._memory = memory
        self._of_current: Memory = {}

    def find(self, node: Node) -> Value:
        """Value of a node, from memory where it was found before; what depends on `.` only here."""
        uses_current = any(isinstance(part, Reference) and part.name == CURRENT for part in walk(node))
        memory = self._of_current if uses_current else self._memory
        known = memory.get(node)
        if known is None:
            known = memory[node] = self._compute(node)
        return known

    def _compute(self, node: Node) -> Value:
        match node:
            case Literal(value=value):
                return Value("text" if isinstance(value, str) else "number", pa.scalar(value))
            case Reference(name=name):
                return Value("text", self._find_answer(name))
            case Negation(operand=operand):
                return Value("number", pc.negate(self.find(operand).numbers))
            case Operation(sign=sign, left=left, right=right):
                return _operate(sign, self.find(left), self.find(right))
            case Call(name="today"):
                return Value("day", self._find_today())
            case Call(name=name, arguments=arguments):
                return FUNCTIONS[name].apply([self.find(argument) for argument in arguments])
        raise TypeError(node)

    def _find_answer(self, name: str) -> pa.Array:
        if name == CURRENT:
            if self._current is None:
                raise ValueError("the condition judges an answer, and none was given")
            return _one_chunk(self._current)
        return _one_chunk(self._answers[name])

    def _find_today(self) -> pa.Array:
        if self._today is None:
            raise ValueError("the condition uses today(), and no day was given")
        today = _one_chunk(self._today)
        if pa.types.is_date(today.type):
            days = pc.cast(pc.cast(pc.cast(today, pa.date32()), pa.int32()), pa.float64())
            return pc.fill_null(days, float("nan"))
        return Value("text", today).numbers


def _one_chunk(data: pa.Array | pa.ChunkedArray) -> pa.Array:
    return data.combine_chunks() if isinstance(data, pa.ChunkedArray) else data


def _operate(sign: str, left: Value, right: Value) -> Value:
    if sign in {"and", "or"}:
        join = pc.and_ if sign == "and" else pc.or_
        return Value("truth", join(left.truth, right.truth))
    if sign in _COMPARE:
        return Value("truth", _compare(sign, left, right))
    if sign == "mod":
        return Value("number", _remainder(left.numbers, right.numbers))
    return Value("number", _ARITHMETIC[sign](left.numbers, right.numbers))


def _compare(sign: str, left: Value, right: Value) -> pa.Array | pa.Scalar:
    """XPath 1.0 §3.4: truth values first, then numbers, then texts; `<` and `>` always compare numbers."""
    kinds = {left.kind, right.kind}
    if sign in {"=", "!="} and "truth" in kinds:
        return _COMPARE[sign](left.truth, right.truth)
    if sign in {"=", "!="} and kinds == {"text"}:
        if isinstance(right.data, pa.Scalar):
            return of_distinct(left.data, lambda texts: _COMPARE[sign](texts, right.data))
        if isinstance(left.data, pa.Scalar):
            return of_distinct(right.data, lambda texts: _COMPARE[sign](texts, left.data))
        return _COMPARE[sign](plain(left.data), plain(right.data))
    return _COMPARE[sign](left.numbers, right.numbers)


def _remainder(left: pa.Array | pa.Scalar, right: pa.Array | pa.Scalar) -> pa.Array | pa.Scalar:
    """Remainder of a division truncated towards zero (XPath 1.0 §3.5)."""
    return pc.subtract(left, pc.multiply(right, pc.trunc(pc.divide(left, right))))
