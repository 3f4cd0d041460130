"""Reading the Fluent files of a language: syntax, duplicates, references and variables."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Final

from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor

from idmaj.errors import TextError
from idmaj.text.languages import Language

PLURAL_CATEGORIES: Final = frozenset({"zero", "one", "two", "few", "many", "other"})

_BEFORE_SIGN = re.compile(r" (?=[:;!?»%])")
_AFTER_GUILLEMET = re.compile(r"(?<=«) ")


@dataclass(frozen=True, slots=True)
class Choice:
    """A place where a message chooses a variant by one of its variables.

    Attributes
    ----------
    variable
        Name of the variable.
    keys
        Keys of the variants.
    default
        Key of the default variant.
    """

    variable: str
    keys: frozenset[str]
    default: str

    @property
    def is_plural(self) -> bool:
        """Whether the variable is a number that chooses a plural form."""
        return all(key in PLURAL_CATEGORIES or _is_number(key) for key in self.keys)

    @property
    def takes_any(self) -> bool:
        """Whether words outside the keys are meant to take the default, which is then called `other`."""
        return self.default == "other"


@dataclass(frozen=True, slots=True)
class Entry:
    """What is known of a message or of one of its attributes.

    Attributes
    ----------
    name, attribute
        Id of the message, and the attribute or nothing.
    variables
        Variables needed, those of messages referred to included.
    choices
        Places where a variant is chosen by a variable.
    texts
        The pieces of text typed in the file.
    """

    name: str
    attribute: str
    variables: frozenset[str]
    choices: tuple[Choice, ...]
    texts: tuple[str, ...]

    @property
    def message_id(self) -> str:
        """``name`` or ``name.attribute``."""
        return f"{self.name}.{self.attribute}" if self.attribute else self.name


@dataclass
class _Pieces(Visitor):
    """Collects what a pattern is made of."""

    variables: set[str] = field(default_factory=set)
    choices: list[Choice] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    messages: set[str] = field(default_factory=set)
    terms: set[str] = field(default_factory=set)
    functions: set[str] = field(default_factory=set)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.variables.add(node.id.name)

    def visit_FunctionReference(self, node: ast.FunctionReference) -> None:
        self.functions.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.messages.add(f"{node.id.name}.{node.attribute.name}" if node.attribute else node.id.name)

    def visit_TermReference(self, node: ast.TermReference) -> None:
        self.terms.add(node.id.name)

    def visit_TextElement(self, node: ast.TextElement) -> None:
        self.texts.append(node.value)

    def visit_StringLiteral(self, node: ast.StringLiteral) -> None:
        self.texts.append(node.parse()["value"])

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:
        if isinstance(node.selector, ast.VariableReference):
            keys = {_key(variant): variant.default for variant in node.variants}
            default = next(key for key, is_default in keys.items() if is_default)
            self.choices.append(Choice(node.selector.id.name, frozenset(keys), default))
        self.generic_visit(node)


class _FrenchSpaces(Visitor):
    """Makes the spaces of French punctuation unbreakable, so that files may be typed with plain ones."""

    def visit_TextElement(self, node: ast.TextElement) -> None:
        node.value = _AFTER_GUILLEMET.sub("\u00a0", _BEFORE_SIGN.sub("\u00a0", node.value))


def read_sources(language: Language) -> tuple[ast.Resource, dict[str, Entry]]:
    """Read every ``*.ftl`` file of a language.

    Parameters
    ----------
    language
        Name of a folder of ``locale/``.

    Returns
    -------
    resource
        All messages and terms in one Fluent resource.
    entries
        Messages and attributes by id.

    Raises
    ------
    TextError
        For a syntax error, an id that occurs twice, a reference that leads nowhere, or a function call.
    """
    body: dict[str, ast.Message | ast.Term] = {}
    for place, node in _parse_files(language):
        key = node.id.name if isinstance(node, ast.Message) else f"-{node.id.name}"
        if key in body:
            raise TextError(f"{place}: {key!r} occurs twice in {language}")
        body[key] = node
    resource = ast.Resource(list(body.values()))
    if language == "fr":
        _FrenchSpaces().visit(resource)
    return resource, _describe(body, language)


def source_texts(language: Language) -> dict[str, str]:
    """Source of every ``*.ftl`` file of a language, by file name."""
    folder = files("idmaj.text") / "locale" / language
    names = sorted(item.name for item in folder.iterdir() if item.name.endswith(".ftl"))
    return {name: (folder / name).read_text(encoding="utf-8") for name in names}


def _parse_files(language: Language) -> Iterator[tuple[str, ast.Message | ast.Term]]:
    parser = FluentParser(with_spans=True)
    for name, source in source_texts(language).items():
        for node in parser.parse(source).body:
            start = node.span.start if node.span else 0
            place = f"{language}/{name} line {source.count(chr(10), 0, start) + 1}"
            if isinstance(node, ast.Junk):
                reasons = "; ".join(annotation.message or "" for annotation in node.annotations)
                raise TextError(f"{place}: {reasons}")
            if isinstance(node, (ast.Message, ast.Term)):
                yield place, node


def _describe(body: Mapping[str, ast.Message | ast.Term], language: Language) -> dict[str, Entry]:
    pieces: dict[tuple[str, str], _Pieces] = {}
    for key, node in body.items():
        patterns = [
            ("", node.value),
            *((attribute.id.name, attribute.value) for attribute in node.attributes),
        ]
        for attribute, pattern in patterns:
            if pattern is not None:
                pieces[key, attribute] = _collect(pattern)
    by_id = {f"{name}.{attribute}" if attribute else name: part for (name, attribute), part in pieces.items()}
    for message_id, part in by_id.items():
        _check_references(message_id, part, by_id, language)
    return {
        _id: _entry(name, attribute, _id, by_id)
        for (name, attribute) in pieces
        if not (_id := f"{name}.{attribute}" if attribute else name).startswith("-")
    }


def _collect(pattern: ast.Pattern) -> _Pieces:
    part = _Pieces()
    part.visit(pattern)
    return part


def _check_references(message_id: str, part: _Pieces, by_id: Mapping[str, _Pieces], language: str) -> None:
    where = f"message {message_id!r} ({language})"
    if part.functions:
        raise TextError(
            f"{where} calls {', '.join(sorted(part.functions))}; format numbers before, pass text"
        )
    unknown = sorted((part.messages | {f"-{term}" for term in part.terms}) - by_id.keys())
    if unknown:
        raise TextError(f"{where} refers to {', '.join(unknown)}, which does not exist")


def _entry(name: str, attribute: str, message_id: str, by_id: Mapping[str, _Pieces]) -> Entry:
    reached = [by_id[reference] for reference in _reachable(message_id, by_id)]
    return Entry(
        name,
        attribute,
        frozenset().union(*(part.variables for part in reached)),
        tuple(choice for part in reached for choice in part.choices),
        tuple(by_id[message_id].texts),
    )


def _reachable(message_id: str, by_id: Mapping[str, _Pieces]) -> list[str]:
    found = [message_id]
    for reference in found:
        found.extend(sorted(by_id[reference].messages - set(found)))
    return found


def _key(variant: ast.Variant) -> str:
    return variant.key.name if isinstance(variant.key, ast.Identifier) else variant.key.value


def _is_number(key: str) -> bool:
    return key.lstrip("-").replace(".", "", 1).isdigit()
