"""The codebook of a form: where every answer goes, and the words that choices become."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from idmaj.ingest.dictionary import find_column
from idmaj.ingest.forms.model import Form, Question
from idmaj.ingest.matching import match_key

if TYPE_CHECKING:
    import pandas as pd

_FLAG_LABELS = {
    "true": ("yes", "oui", "نعم", "true", "vrai", "y", "o", "أجل", "صحيح"),
    "false": ("no", "non", "لا", "false", "faux", "n", "كلا", "خطأ"),
}  # fmt: skip
_FLAG_CODES = {
    "1": "true", "yes": "true", "true": "true", "y": "true", "oui": "true", "o": "true",
    "0": "false", "no": "false", "false": "false", "n": "false", "non": "false",
}  # fmt: skip
_FLAG_OF_LABEL = {match_key(label): word for word, labels in _FLAG_LABELS.items() for label in labels}
_LANGUAGES = ("ar", "fr", "en")


def columns_of(form: Form) -> dict[str, tuple[str, str]]:
    """Say where every answer of a form goes.

    Parameters
    ----------
    form
        The form.

    Returns
    -------
    dict
        Path of each question that has an answer (notes have none) → canonical table and column; see
        `place_questions`.
    """
    return dict(form.columns)


def column_of(form: Form, question: Question) -> tuple[str, str]:
    """Say where the answer of one question goes; see `columns_of`.

    Raises
    ------
    KeyError
        For a note, or a question of another form.
    """
    return form.columns[question.path]


def words_of(form: Form, question: Question) -> dict[str, str]:
    """Say the words that the choices of a question become in the tables.

    Parameters
    ----------
    form, question
        The form, and a select of it.

    Returns
    -------
    dict
        Code → word, in the order of the form: the word that the form names; else, for a yes/no column,
        `true` or `false`; else the word of the dictionary whose labels the choice bears; else the code.
        Codes that mean missing values keep their code.
    """
    known = find_column(question.table, question.column)
    labels = {} if known is None else _keys_of_words(known.words)
    is_flag = known is not None and known.type == "flag"
    words = {}
    for choice in form.choices_of(question):
        keys = [match_key(label) for label in choice.labels.values()]
        found = next((labels[key] for key in (*keys, match_key(choice.code)) if key in labels), choice.code)
        if is_flag:
            by_label = next((_FLAG_OF_LABEL[key] for key in keys if key in _FLAG_OF_LABEL), "")
            found = by_label or _FLAG_CODES.get(choice.code.lower(), choice.code)
        words[choice.code] = choice.code if choice.missing else choice.value or found
    return words


def build_codebook(form: Form) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Build the codebook of a form.

    Parameters
    ----------
    form
        The form.

    Returns
    -------
    codebook : DataFrame
        One row a question that has an answer: name, path, table, column, type, unit, label_ar, label_fr,
        label_en, list_name, relevant, constraint, sentinels, disclosure, form_id, form_version; text, blank
        where there is nothing.
    choices : DataFrame
        One row a choice that a question uses, in order: list_name, code, value (word in the tables; the
        code where questions that share the list use different words), missing, label_ar, label_fr, label_en,
        position (from 1).
    """
    import pandas as pd

    places = columns_of(form)
    questions = [question for question in form.questions if question.path in places]
    codebook = pd.DataFrame([_question_row(form, question, places[question.path]) for question in questions])
    choices = pd.DataFrame(_choice_rows(form, questions), columns=_CHOICE_COLUMNS)
    return codebook, choices.astype({"position": "int64"})


_CHOICE_COLUMNS = ["list_name", "code", "value", "missing", "label_ar", "label_fr", "label_en", "position"]


def _question_row(form: Form, question: Question, place: tuple[str, str]) -> dict[str, str]:
    return {
        "name": question.name,
        "path": question.path,
        "table": place[0],
        "column": place[1],
        "type": question.kind,
        "unit": question.unit,
        **_labels(question.labels),
        "list_name": question.list_name,
        "relevant": question.relevant,
        "constraint": question.constraint,
        "sentinels": " ".join(f"{code}={kind}" for code, kind in question.sentinels.items()),
        "disclosure": question.disclosure,
        "form_id": form.form_id,
        "form_version": form.version,
    }


def _choice_rows(form: Form, questions: list[Question]) -> list[dict[str, str | int]]:
    words: dict[str, list[dict[str, str]]] = {}
    for question in questions:
        if form.choices_of(question):
            words.setdefault(question.list_name, []).append(words_of(form, question))
    rows: list[dict[str, str | int]] = []
    for list_name, uses in words.items():
        for position, choice in enumerate(form.choices[list_name], start=1):
            used = {use[choice.code] for use in uses}
            value = used.pop() if len(used) == 1 else choice.code
            given = {"list_name": list_name, "code": choice.code, "value": value, "missing": choice.missing}
            rows.append({**given, **_labels(choice.labels), "position": position})
    return rows


def _labels(labels: Mapping[str, str]) -> dict[str, str]:
    return {f"label_{language}": labels.get(language, "") for language in _LANGUAGES}


def _keys_of_words(words: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    return {match_key(label): word for word, labels in words.items() for label in (word, *labels)}
