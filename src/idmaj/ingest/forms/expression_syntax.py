"""Conditions and calculations of forms: text to tree, by the grammar of XPath 1.0 and the ODK XForms spec."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

CURRENT = "."
"""Name of the reference to the answer that a constraint judges."""

_TOKEN = re.compile(
    r"""\s*(?:
    (?P<number>\d+(?:\.\d*)?|\.\d+)
    |(?P<string>'[^']*'|"[^"]*")
    |\$\{\s*(?P<reference>[^{}]*?)\s*\}
    |(?P<sign>!=|<=|>=|\.\.|[=<>+*/(),|.\[\]@-])
    |(?P<name>[^\W\d][\w.\-]*(?::[^\W\d][\w.\-]*)?)
    )""",
    re.VERBOSE,
)
_REFERENCE = re.compile(r"\$\{\s*([^{}]*?)\s*\}")
_TYPOGRAPHIC = "‘’‚‛“”„‟«»´`"
_LEVELS: tuple[tuple[str, ...], ...] = (
    ("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"),
)  # fmt: skip
_DEEPEST = 100


class Unsupported(Exception):
    """An expression that is not evaluated.

    Parameters
    ----------
    reason
        `syntax`, `quotes` (typographic ones), `function`, `path` or `pattern`.
    detail
        The part that is meant.
    """

    def __init__(self, reason: str, detail: str) -> None:
        self.reason, self.detail = reason, detail
        super().__init__(f"{reason}: {detail}")


@dataclass(frozen=True)
class Literal:
    """A number or a text."""

    value: float | str


@dataclass(frozen=True)
class Reference:
    """The answer to a question; `CURRENT` is the one that a constraint judges."""

    name: str


@dataclass(frozen=True)
class Call:
    """A function of its arguments."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Operation:
    """Two sides of an operator."""

    sign: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negation:
    """Unary minus."""

    operand: Node


Node = Literal | Reference | Call | Operation | Negation


@dataclass(frozen=True)
class _Token:
    kind: str
    text: str
    at: int


def parse_expression(text: str) -> Node:
    """Parse an expression of a form.

    Parameters
    ----------
    text
        XPath 1.0 with `${name}` references; paths are taken by their last step.

    Raises
    ------
    Unsupported
        For text that does not follow the grammar, and for paths with predicates or wildcards.
    """
    parser = _Parser(list(_split_tokens(text)))
    node = parser.parse_level(0)
    if parser.token.kind != "end":
        raise Unsupported("syntax", parser.token.text)
    return node


def find_names(text: str) -> frozenset[str]:
    """Names in `${…}`, whatever else the text holds."""
    return frozenset(_REFERENCE.findall(text))


def walk(node: Node) -> Iterator[Node]:
    """Every node of a tree."""
    yield node
    match node:
        case Call(arguments=children):
            pass
        case Operation(left=left, right=right):
            children = (left, right)
        case Negation(operand=operand):
            children = (operand,)
        case _:
            children = ()
    for child in children:
        yield from walk(child)


def _split_tokens(text: str) -> Iterator[_Token]:
    text = text.rstrip()
    at = 0
    while at < len(text):
        found = _TOKEN.match(text, at)
        if not found:
            rest = text[at:].lstrip()
            raise Unsupported("quotes" if rest[0] in _TYPOGRAPHIC else "syntax", rest[:20])
        kind = str(found.lastgroup)
        yield _Token(kind, found[kind], found.start(kind))
        at = found.end()
    yield _Token("end", "", len(text))


class _Parser:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    @property
    def token(self) -> _Token:
        return self._tokens[self._at]

    def parse_level(self, level: int) -> Node:
        """Parse operators of one precedence, from the left."""
        if level == len(_LEVELS):
            return self._parse_unary()
        left = self.parse_level(level + 1)
        while self.token.kind in {"sign", "name"} and self.token.text in _LEVELS[level]:
            sign = self._take().text
            left = Operation(sign, left, self.parse_level(level + 1))
        return left

    def _take(self, expected: str = "") -> _Token:
        token = self.token
        if expected and (token.kind != "sign" or token.text != expected):
            raise Unsupported("syntax", token.text)
        self._at = min(self._at + 1, len(self._tokens) - 1)
        return token

    def _is_at(self, *signs: str) -> bool:
        return self.token.kind == "sign" and self.token.text in signs

    def _parse_unary(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unsupported("syntax", self.token.text)
        if self._is_at("-"):
            self._take()
            node: Node = Negation(self._parse_unary())
        else:
            node = self._parse_primary()
        self._depth -= 1
        return node

    def _parse_primary(self) -> Node:
        token = self.token
        if token.kind == "number":
            self._take()
            return Literal(float(token.text))
        if token.kind == "string":
            self._take()
            return Literal(token.text[1:-1])
        if token.kind == "reference":
            self._take()
            return self._end_of_path(_named(token.text))
        if self._is_at("("):
            self._take()
            inner = self.parse_level(0)
            self._take(")")
            return self._end_of_path(inner)
        if token.kind == "name":
            return self._parse_call()
        if self._is_at(".", "..", "/"):
            return self._parse_path()
        raise Unsupported("syntax", token.text)

    def _parse_call(self) -> Node:
        name = self._take().text
        if not self._is_at("("):
            raise Unsupported("path", name)
        self._take("(")
        arguments: list[Node] = []
        while not self._is_at(")"):
            if arguments:
                self._take(",")
            arguments.append(self.parse_level(0))
        self._take(")")
        if name == "current" and not arguments and self._is_at("/"):
            return self._parse_path()
        return self._end_of_path(Call(name, tuple(arguments)))

    def _parse_path(self) -> Node:
        """Take a path by the name of its last step; `.` alone is the current answer."""
        if self._is_at("."):
            self._take()
            if not self._is_at("/"):
                return self._end_of_path(Reference(CURRENT))
        last = ""
        while self._is_at("/", ".."):
            step = self._take().text
            if step == ".." or self._is_at(".."):
                continue
            if self.token.kind != "name":
                raise Unsupported("path", step + self.token.text)
            last = self._take().text
        if not last:
            raise Unsupported("path", "..")
        return self._end_of_path(Reference(last))

    def _end_of_path(self, node: Node) -> Node:
        if self._is_at("[", "/", "|"):
            raise Unsupported("path", self.token.text)
        return node


def _named(name: str) -> Reference:
    if not name or "#" in name:
        raise Unsupported("path", name)
    return Reference(name)
