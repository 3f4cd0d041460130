"""The catalogue of messages: Fluent files of `locale/`, read strictly.

Fluent itself forgives: it prints ``{missing}`` for a missing argument, takes the first of two
messages with one id, and falls to the default variant for an unknown word. Here each of these raises.
"""

from __future__ import annotations

import difflib
import numbers
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from babel import Locale
from fluent.runtime import FluentBundle
from fluent.runtime.resolver import CurrentEnvironment, ResolverEnvironment, resolve
from fluent.runtime.types import FluentFloat, FluentInt

from idmaj.errors import TextError
from idmaj.text.isolates import confine_text, merge_isolates
from idmaj.text.languages import LOCALES, Language, check_language
from idmaj.text.numbers import as_decimal, format_number
from idmaj.text.sources import Entry, read_sources

Argument = str | int | float


class _ShownInt(FluentInt):
    """A whole number that a message shows the way `format_number` does."""

    def format(self, locale: Locale) -> str:
        return format_number(int(self), locale.language, digits=None)


class _ShownFloat(FluentFloat):
    """A fraction that a message shows the way `format_number` does."""

    def format(self, locale: Locale) -> str:
        return format_number(float(self), locale.language, digits=None)


@dataclass(frozen=True)
class Catalogue:
    """The messages of one language.

    Attributes
    ----------
    bundle
        The compiled messages.
    entries
        What is known of each message and attribute, by id (``id`` or ``id.attribute``).
    """

    bundle: FluentBundle
    entries: Mapping[str, Entry]


def message(message_id: str, language: Language, /, **arguments: Argument) -> str:
    """Say a message of the catalogue.

    Parameters
    ----------
    message_id
        Id of a message, or ``id.attribute``.
    language
        Reader's language.
    **arguments
        Its variables. A number chooses plural forms and, where it is shown, comes out in the locale with
        all its decimals; numbers with sign, percent or fixed decimals are passed as text made by the
        ``format_`` functions. A year or a code is passed as text. Arguments it does not use are ignored.

    Returns
    -------
    str
        The sentence. Each argument stands in isolates.

    Raises
    ------
    TextError
        If the id is unknown, a variable is missing, a word is none of the variants, a number is not
        finite or stands as text where a plural is chosen, or Fluent reports any error.
    """
    catalogue = read_catalogue(language)
    entry = _find(catalogue, message_id, language)
    missing = entry.variables - arguments.keys()
    if missing:
        raise TextError(f"message {message_id!r} ({language}) lacks {', '.join(sorted(missing))}")
    _check_choices(entry, arguments)
    values = {name: _fluent_value(value) for name, value in arguments.items()}
    return _resolve(catalogue.bundle, entry, values)


def has_message(message_id: str, language: Language) -> bool:
    """Whether the catalogue has a message, or an attribute as ``id.attribute``."""
    return message_id in read_catalogue(language).entries


def message_ids(language: Language) -> frozenset[str]:
    """Ids of all messages with a text, and of all attributes as ``id.attribute``."""
    return frozenset(read_catalogue(language).entries)


def message_variables(message_id: str, language: Language) -> frozenset[str]:
    """Names of the variables that a message needs, those of messages it refers to included."""
    return _find(read_catalogue(language), message_id, language).variables


@cache
def read_catalogue(language: Language) -> Catalogue:
    """Read every ``*.ftl`` file of a language, once in the life of the process.

    Raises
    ------
    TextError
        If the language is unknown, a file has a syntax error, an id occurs twice, a reference leads
        nowhere, or a message calls a Fluent function (numbers are formatted in `numbers` alone).
    """
    check_language(language)
    resource, entries = read_sources(language)
    bundle = FluentBundle([LOCALES[language]], use_isolating=True)
    bundle.add_resource(resource)
    return Catalogue(bundle, entries)


def _find(catalogue: Catalogue, message_id: str, language: Language) -> Entry:
    try:
        return catalogue.entries[message_id]
    except KeyError:
        near = difflib.get_close_matches(message_id, catalogue.entries, n=1)
        hint = f"; the nearest is {near[0]!r}" if near else ""
        raise TextError(f"no message {message_id!r} in {language}{hint}") from None


def _check_choices(entry: Entry, arguments: Mapping[str, Argument]) -> None:
    for choice in entry.choices:
        value = arguments[choice.variable]
        where = f"{entry.message_id!r}: {choice.variable}"
        if choice.is_plural and isinstance(value, str):
            raise TextError(f"{where} chooses a plural form; pass the number, not the text {value!r}")
        if not (choice.is_plural or choice.takes_any or value in choice.keys):
            raise TextError(f"{where} is {value!r}; expected {', '.join(sorted(choice.keys))}")


def _fluent_value(value: Argument) -> Any:
    if isinstance(value, str):
        return confine_text(value)
    as_decimal(value)
    return _ShownInt(int(value)) if isinstance(value, numbers.Integral) else _ShownFloat(float(value))


def _resolve(bundle: FluentBundle, entry: Entry, values: Mapping[str, Any]) -> str:
    # `FluentBundle.format_pattern` would turn our numbers back into its own, which Babel formats.
    errors: list[Exception] = []
    environment = ResolverEnvironment(bundle, errors, current=CurrentEnvironment(args=dict(values)))
    compiled = bundle.get_message(entry.name)
    pattern = compiled.attributes[entry.attribute] if entry.attribute else compiled.value
    try:
        text = resolve(pattern(environment), environment)
    except ValueError as error:
        raise TextError(f"{entry.message_id!r}: {error}") from error
    if errors:
        raise TextError(f"{entry.message_id!r}: {'; '.join(map(str, errors))}") from errors[0]
    return merge_isolates(text)
