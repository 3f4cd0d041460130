"""Functions of conditions: those of XPath 1.0 and of the ODK XForms specification that answers alone decide."""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.forms.expression_syntax import Call, Literal, Node, Unsupported
from idmaj.ingest.forms.expression_values import (
    Kind,
    Value,
    of_distinct,
    plain,
)


@dataclass(frozen=True)
class Function:
    """A function: fewest and most arguments (None: any number), and what it gives."""

    fewest: int
    most: int | None
    apply: Callable[[Sequence[Value]], Value]


def check_call(call: Call) -> None:
    """Refuse a call that cannot be evaluated.

    Raises
    ------
    Unsupported
        For a function that is not known or has another number of arguments, and a pattern that is not
        written out or cannot be read.
    """
    function = FUNCTIONS.get(call.name)
    given = len(call.arguments)
    if function is None or given < function.fewest or (function.most is not None and given > function.most):
        raise Unsupported("function", call.name)
    if call.name == "regex":
        _check_pattern(call)
    if call.name == "substr" and not all(_is_place(argument) for argument in call.arguments[1:]):
        raise Unsupported("function", call.name)


def _is_place(argument: Node) -> bool:
    return isinstance(argument, Literal) and isinstance(argument.value, float) and argument.value.is_integer()


def _check_pattern(call: Call) -> None:
    pattern = call.arguments[1]
    if not isinstance(pattern, Literal) or not isinstance(pattern.value, str):
        raise Unsupported("pattern", "regex")
    try:
        _match_whole(pa.array([""]), pattern.value)
    except (re.error, OverflowError, RecursionError) as error:
        raise Unsupported("pattern", pattern.value) from error


def _match_whole(texts: pa.Array, pattern: str) -> pa.Array:
    """Whole texts against a pattern; ODK's regex() matches the whole answer. RE2 where it knows the pattern."""
    whole = f"^(?:{pattern})$"
    try:
        return pc.match_substring_regex(texts, whole)
    except pa.ArrowInvalid:
        compiled = re.compile(pattern, re.ASCII)
    encoded = texts.dictionary_encode()
    found = pa.array(
        [compiled.fullmatch(text) is not None for text in encoded.dictionary.to_pylist()], pa.bool_()
    )
    return found.take(encoded.indices)


def _regex(arguments: Sequence[Value]) -> Value:
    pattern = arguments[1].data.as_py()
    return Value("truth", _of_texts(arguments[0], lambda texts: _match_whole(texts, pattern)))


def _of_texts(value: Value, function: Callable[[pa.Array], pa.Array]) -> pa.Array | pa.Scalar:
    """Apply a kernel to texts, one text included."""
    texts = value.texts
    if isinstance(texts, pa.Scalar):
        return function(pa.array([texts.as_py()], pa.string()))[0]
    return of_distinct(texts, function)


def _selected(arguments: Sequence[Value]) -> Value:
    several, code = arguments[0], arguments[1].texts
    if isinstance(code, pa.Scalar):
        wanted = code.as_py().strip()
        return Value("truth", _of_texts(several, lambda texts: _holds(texts, wanted)))
    pairs = zip(_listed(several.texts, len(code)), plain(code).to_pylist(), strict=True)
    return Value("truth", pa.array([wanted.strip() in codes.split() for codes, wanted in pairs], pa.bool_()))


def _listed(texts: pa.Array | pa.Scalar, n: int) -> list[str]:
    return [texts.as_py()] * n if isinstance(texts, pa.Scalar) else plain(texts).to_pylist()


def _holds(texts: pa.Array, code: str) -> pa.Array:
    if not code or re.search(r"\s", code):
        return pa.repeat(pa.scalar(False), len(texts))
    alone = pc.equal(texts, code)
    if not pc.any(pc.match_substring_regex(texts, r"\s")).as_py():
        return alone
    return pc.match_substring_regex(texts, rf"(?:^|\s){_quote(code)}(?:\s|$)")


def _quote(code: str) -> str:
    """Escape for RE2, which refuses a backslash before a letter outside ASCII."""
    return re.sub(r"[^\w]", lambda sign: f"\\{sign[0]}" if sign[0].isascii() else sign[0], code)


def _count_selected(arguments: Sequence[Value]) -> Value:
    counted = _of_texts(arguments[0], lambda texts: pc.count_substring_regex(texts, r"\S+"))
    return Value("number", pc.cast(counted, pa.float64()))


def _string_length(arguments: Sequence[Value]) -> Value:
    return Value("number", pc.cast(_of_texts(arguments[0], pc.utf8_length), pa.float64()))


def _if(arguments: Sequence[Value]) -> Value:
    condition = arguments[0].truth
    kind, (yes, no) = _align(arguments[1:])
    if isinstance(condition, pa.Scalar):
        return Value(kind, yes if condition.as_py() else no)
    return Value(kind, pc.if_else(condition, yes, no))


def _coalesce(arguments: Sequence[Value]) -> Value:
    kind, columns = _align(arguments)
    found = columns[-1]
    for column in reversed(columns[:-1]):
        found = pc.if_else(pc.equal(column, "") if kind == "text" else pc.is_nan(column), found, column)
    return Value(kind, found)


def _align(values: Sequence[Value]) -> tuple[Kind, list[pa.Array | pa.Scalar]]:
    """Bring values to one kind: the one they share, numbers for numbers and days, else texts."""
    kinds = {value.kind for value in values}
    if len(kinds) == 1:
        return values[0].kind, [plain(value.data) for value in values]
    if kinds == {"number", "day"}:
        return "number", [value.data for value in values]
    return "text", [plain(value.texts) for value in values]


def _concat(arguments: Sequence[Value]) -> Value:
    return Value("text", pc.binary_join_element_wise(*(plain(value.texts) for value in arguments), ""))


def _part(kernel: Callable[..., pa.Array]) -> Callable[[Sequence[Value]], Value]:
    """`contains` and its kin; the part may differ from row to row."""

    def apply(arguments: Sequence[Value]) -> Value:
        whole, part = arguments[0], arguments[1].texts
        if isinstance(part, pa.Scalar):
            return Value("truth", _of_texts(whole, lambda texts: kernel(texts, part.as_py())))
        pairs = zip(_listed(whole.texts, len(part)), plain(part).to_pylist(), strict=True)
        found = [kernel(pa.array([text]), sought)[0].as_py() for text, sought in pairs]
        return Value("truth", pa.array(found, pa.bool_()))

    return apply


def _substr(arguments: Sequence[Value]) -> Value:
    """ODK's substr(text, start, end): counted from 0, the end left out; the places must be numbers written out."""
    start, *end = (int(value.numbers.as_py()) for value in arguments[1:])
    stop = end[0] if end else None
    return Value("text", _of_texts(arguments[0], lambda texts: pc.utf8_slice_codeunits(texts, start, stop)))


def _of_number(kernel: Callable[..., pa.Array]) -> Callable[[Sequence[Value]], Value]:
    return lambda arguments: Value("number", kernel(arguments[0].numbers))


def _round(arguments: Sequence[Value]) -> Value:
    """ODK's round(number, places); XPath rounds halves towards positive infinity."""
    numbers = arguments[0].numbers
    places = arguments[1].numbers.as_py() if len(arguments) > 1 else 0
    if math.isnan(places) or abs(places) > 15:
        return Value("number", pa.scalar(math.nan))
    scale = 10.0**places
    return Value("number", pc.divide(pc.floor(pc.add(pc.multiply(numbers, scale), 0.5)), scale))


def _extreme(kernel: Callable[..., pa.Array]) -> Callable[[Sequence[Value]], Value]:
    """`min` and `max` of arguments; NaN where one is no number."""

    def apply(arguments: Sequence[Value]) -> Value:
        numbers = [value.numbers for value in arguments]
        is_none = functools.reduce(pc.or_, (pc.is_nan(column) for column in numbers))
        return Value("number", pc.if_else(is_none, math.nan, kernel(*numbers)))

    return apply


def _date(arguments: Sequence[Value]) -> Value:
    return Value("day", pc.floor(arguments[0].numbers))


def _truth(truth: bool) -> Function:
    return Function(0, 0, lambda arguments: Value("truth", pa.scalar(truth)))


FUNCTIONS = {
    "true": _truth(True),
    "false": _truth(False),
    "not": Function(1, 1, lambda arguments: Value("truth", pc.invert(arguments[0].truth))),
    "boolean": Function(1, 1, lambda arguments: Value("truth", arguments[0].truth)),
    "number": Function(1, 1, lambda arguments: Value("number", arguments[0].numbers)),
    "string": Function(1, 1, lambda arguments: Value("text", arguments[0].texts)),
    "selected": Function(2, 2, _selected),
    "count-selected": Function(1, 1, _count_selected),
    "regex": Function(2, 2, _regex),
    "today": Function(0, 0, lambda arguments: Value("day", pa.scalar(math.nan))),
    "if": Function(3, 3, _if),
    "coalesce": Function(2, None, _coalesce),
    "once": Function(1, 1, lambda arguments: arguments[0]),
    "string-length": Function(1, 1, _string_length),
    "concat": Function(1, None, _concat),
    "contains": Function(2, 2, _part(pc.match_substring)),
    "starts-with": Function(2, 2, _part(pc.starts_with)),
    "ends-with": Function(2, 2, _part(pc.ends_with)),
    "substr": Function(2, 3, _substr),
    "normalize-space": Function(
        1, 1, lambda arguments: Value("text", _of_texts(arguments[0], _single_spaces))
    ),
    "int": Function(1, 1, _of_number(pc.trunc)),
    "floor": Function(1, 1, _of_number(pc.floor)),
    "ceiling": Function(1, 1, _of_number(pc.ceil)),
    "abs": Function(1, 1, _of_number(pc.abs)),
    "round": Function(1, 2, _round),
    "min": Function(2, None, _extreme(pc.min_element_wise)),
    "max": Function(2, None, _extreme(pc.max_element_wise)),
    "date": Function(1, 1, _date),
}
"""Name → function. What depends on the device, on other files or on position is not here."""


def _single_spaces(texts: pa.Array) -> pa.Array:
    return pc.utf8_trim_whitespace(pc.replace_substring_regex(texts, r"\s+", " "))
