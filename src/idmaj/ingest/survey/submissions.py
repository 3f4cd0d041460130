"""The main table of an export to `interviews`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.ingest.dates import DateReading
from idmaj.ingest.exports.model import Block, Export
from idmaj.ingest.forms.model import MAIN, Form
from idmaj.ingest.matching import match_key
from idmaj.ingest.survey.aside import split_block
from idmaj.ingest.survey.clock import CLOCK, INTERVIEW_TIMES, Clock
from idmaj.ingest.survey.collected import Collected
from idmaj.ingest.survey.column_readers import ReadingFacts
from idmaj.ingest.survey.consent import withhold_answers
from idmaj.ingest.survey.derived import derive_columns
from idmaj.ingest.survey.fields import Field, build_field, column_of_block
from idmaj.ingest.survey.flags import Remarks
from idmaj.ingest.survey.identifiers import Identifiers
from idmaj.ingest.survey.mapping import TableMapping
from idmaj.ingest.survey.merge import hash_keys
from idmaj.ingest.survey.people import Pseudonyms
from idmaj.ingest.survey.reading import (
    DAY,
    Answers,
    explain_absent,
    explain_blanks,
    explain_reasons,
    explain_versions,
    kind_words,
    read_answers,
    remark_cells,
    remark_faults,
)
from idmaj.ingest.survey.relevance import CodeTexts, Relevance, absent_names
from idmaj.ingest.survey.stream import Made, TableReader

_UNREAD = frozenset({"note", "media", "geopoint"})
_FIRST = (
    "submission_uuid", "person_id", "wave", "outcome", "mode", "language", "enumerator_id", "n_attempts",
    "interviewed_on", "started_at", "ended_at", "submitted_at", "duration_minutes",
)  # fmt: skip
_VALIDATION = {"hasissues": "has_issues", "has issues": "has_issues"}


class SubmissionReader(TableReader):
    """Reads the main table of an export.

    Parameters
    ----------
    export, mapping
        The export, and the questions of its columns.
    form, facts
        The form, and how cells are written.
    pseudonyms, ingest_id
        For person ids, and the name of the run.
    lookup
        Names of questions that conditions of repeats refer to; their codes are kept in `kept_codes`. None
        where the export holds no repeats.
    """

    def __init__(
        self,
        export: Export,
        mapping: TableMapping,
        *,
        form: Form,
        facts: ReadingFacts,
        pseudonyms: Pseudonyms,
        ingest_id: str,
        lookup: frozenset[str] | None = None,
    ) -> None:
        self.export, self.form, self._ingest_id = export, form, ingest_id
        self._is_parent, self._lookup = lookup is not None, lookup or frozenset()
        self.fields = self._build_fields(mapping, facts)
        by_column = {field.column: field for field in self.fields}
        self._clock = Clock(export, by_column, facts.settings.timezone)
        self._timed = frozenset(
            by_column[name].question.path for name in INTERVIEW_TIMES if name in by_column
        )
        self._consent = by_column.get("is_consent")
        self._identifiers = Identifiers(
            form, mapping, export.main.header, pseudonyms=pseudonyms, blanks=facts.blanks
        )
        self._choices = {field.column: _words(field, form) for field in self.fields if field.type == "codes"}
        self._relevance = Relevance(form)
        self._is_complete = export.container != "json"  # JSON leaves out what was left empty
        self._unknown = absent_names(self.fields, is_complete=self._is_complete)
        self._collected = Collected()
        self._not_collected: dict[str, frozenset[str]] = {}
        self.kept_codes: list[tuple[np.ndarray, dict[str, pa.Array]]] = []
        self.withheld: set[str] = set()

    def _build_fields(self, mapping: TableMapping, facts: ReadingFacts) -> list[Field]:
        fields = []
        for question in self.form.of_table(MAIN):
            is_read = question.kind not in _UNREAD and (question.kind != "meta" or question.column)
            uses = [use for use in mapping.columns if use.question == question.path and not use.instance]
            if is_read and question.disclosure != "id":
                fields.append(
                    build_field(question, uses, self.export.main.header, form=self.form, facts=facts)
                )
        return fields

    def read_blocks(self) -> Iterator[Block]:
        """Read the rows from the start."""
        self._collected, self.kept_codes, self.withheld = Collected(), [], set()
        return self.export.main.read_blocks()

    def new_remarks(self) -> Remarks:
        """Start the remarks anew."""
        sheet = self.export.main.name if self.export.container in {"xlsx", "zip"} else ""
        return Remarks(next(iter(self.export.files)), "interviews", sheet, self._ingest_id)

    def observe(self, block: Block, *, only: frozenset[str] | None = None) -> None:
        """Take note of how cells are written."""
        kept, _ = split_block(self.export, block)
        if only is None or CLOCK in only or self._timed & only:
            self._clock.observe(kept)
        near = self._clock.read(kept).day
        for field in self.fields:
            if only is None or field.question.path in only:
                field.observe(kept, near)

    def observe_answers(self, block: Block) -> None:
        """Take note of what the versions of the form held."""
        kept, _ = split_block(self.export, block)
        near = self._clock.read(kept).day
        answers = read_answers(self.fields, kept, near=near)
        asked = self._relevance.find_asked(answers, CodeTexts(answers), near, unknown=self._unknown)
        self._collected.add(self._versions(kept), answers, asked)

    def decide(self) -> Mapping[str, object]:
        """Settle how to read each column, and which version held which question."""
        decided: dict[str, object] = {field.question.path: field.reader.decide() for field in self.fields}
        self._not_collected = self._collected.not_collected(self.form.version)
        return decided | {"": self._not_collected, CLOCK: self._clock.decide()}

    def read(self, block: Block) -> Made:
        """Read a block."""
        kept, aside = split_block(self.export, block)
        times = self._clock.read(kept)
        answers = read_answers(self.fields, kept, near=times.day)
        codes = CodeTexts(answers)
        asked = self._relevance.find_asked(answers, codes, times.day, unknown=self._unknown)
        versions, collected = self._versions(kept), Collected()
        collected.add(versions, answers, asked)
        explain_blanks(answers, asked)
        explain_reasons(answers)
        explain_versions(answers, versions, self._not_collected)
        explain_absent(answers, is_complete=self._is_complete)
        refused, incident = self._withhold(answers)
        looked_up = {name: codes[name] for name in sorted(self._lookup)}
        if self._is_parent:
            looked_up[DAY] = pc.fill_null(pc.cast(times.day, pa.string()), "")

        def note(remarks: Remarks) -> None:
            self._collected.join(collected)
            self.kept_codes += [(hash_keys(kept.keys), looked_up)] if self._is_parent else []
            self.withheld |= set(kept.keys.filter(pa.array(refused)).to_pylist())
            for reason, rows in aside.items():
                remarks.put_aside(reason, block.rows[rows], block.keys.filter(pa.array(rows)))
            remark_faults(remarks, kept, answers)
            for header, faults in times.faults.items():
                remark_cells(remarks, kept, header, faults)
            rows, keys = kept.rows[incident], kept.keys.filter(pa.array(incident))
            remarks.flag("answers-without-consent", "", rows, keys)
            self._identifiers.remark(remarks, kept, codes)

        unclear = answers.unclear | ({CLOCK} if times.is_unclear else frozenset())
        return Made(self._build_table(kept, answers, times.columns), note, len(block.rows), unclear)

    def _withhold(self, answers: Answers) -> tuple[np.ndarray, np.ndarray]:
        """Rows that refused consent, and those of them that held answers all the same."""
        none = np.zeros(answers.n, dtype=bool)
        if self._consent is None:
            return none, none
        path = self._consent.question.path
        refused = pc.fill_null(pc.equal(answers.readings[path].values, False), False)
        return refused.to_numpy(zero_copy_only=False), withhold_answers(answers, self.form, path)

    def _system(self, block: Block, role: str) -> pa.Array | None:
        position = self.export.system.get(role)
        return None if position is None else column_of_block(block, position)

    def _versions(self, block: Block) -> np.ndarray:
        cells = self._system(block, "version")
        if cells is None:
            return np.full(len(block.rows), "", dtype=object)
        return pc.utf8_trim_whitespace(cells).to_numpy(zero_copy_only=False)

    def _build_table(self, block: Block, answers: Answers, times: Mapping[str, pa.Array]) -> pa.Table:
        columns: dict[str, pa.Array] = {
            "submission_uuid": block.keys,
            "person_id": self._identifiers.make_ids(block),
        }
        for path, reading in answers.readings.items():
            name = answers.fields[path].column
            columns[name] = reading.values
            if name not in INTERVIEW_TIMES:
                columns[f"{name}__missing"] = kind_words(reading.kinds)
            if isinstance(reading, DateReading) and name != "interviewed_on":
                columns[f"{name}__precision"] = _encode(reading.precision)
        asked_on = columns.get("interviewed_on")
        columns |= times
        if asked_on is not None:
            columns["interviewed_on"] = pc.coalesce(asked_on, times["interviewed_on"])
        kinds = {answers.fields[path].column: r.kinds for path, r in answers.readings.items()}
        derived = derive_columns(columns, kinds, self._choices)
        columns |= {name: values for name, values in derived.items() if name not in columns}
        columns |= self._describe(columns, block)
        return pa.table({name: columns[name] for name in _in_order(columns)})

    def _describe(self, columns: Mapping[str, pa.Array], block: Block) -> dict[str, pa.Array]:
        """Columns that tell where a row came from, and the enumerator in one spelling."""
        n = len(block.rows)
        made: dict[str, pa.Array] = {}
        if "enumerator_id" in columns:
            made["enumerator_id"] = _upper(columns["enumerator_id"])
        made["form_version"] = pa.array(self._versions(block), pa.string()).dictionary_encode()
        made["validation"] = self._validation(block)
        made["n_edits"] = self._edits(block)
        made["source"] = _constant(self.export.platform, n)
        made["source_row"] = pa.array(block.rows, pa.int64())
        made["ingest_id"] = _constant(self._ingest_id, n)
        return made

    def _validation(self, block: Block) -> pa.Array:
        for role in ("validation", "review"):
            cells = self._system(block, role)
            if cells is not None:
                encoded = cells.dictionary_encode()
                words = [_validation_word(cell) for cell in encoded.dictionary.to_pylist()]
                return pa.array(words, pa.string()).take(encoded.indices)
        return pa.array([""] * len(block.rows), pa.string())

    def _edits(self, block: Block) -> pa.Array:
        cells = self._system(block, "n_edits")
        if cells is None:
            return pa.nulls(len(block.rows), pa.int64())
        counts = pc.if_else(
            pc.match_substring_regex(cells, r"^\d{1,9}$"), cells, pa.scalar(None, pa.string())
        )
        is_marked = pc.and_(pc.is_null(counts), pc.not_equal(pc.utf8_trim_whitespace(cells), ""))
        return pc.if_else(is_marked, 1, pc.cast(counts, pa.int64()))  # Kobo names the edited submission


def _words(field: Field, form: Form) -> list[str]:
    """Words of the answers of a select, in the order of the form."""
    missing = {choice.code for choice in form.choices_of(field.question) if choice.missing}
    return [word for word, code in reversed(dict(field.codes).items()) if code not in missing]


def _validation_word(cell: str) -> str:
    word = match_key(cell).removeprefix("validation_status_").removeprefix("validation-status-")
    return _VALIDATION.get(word, word.replace(" ", "_"))


def _constant(word: str, n: int) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.repeat(pa.scalar(0, pa.int32()), n), pa.array([word]))


def _upper(cells: pa.Array) -> pa.Array:
    return pc.utf8_upper(pc.utf8_trim_whitespace(cells.cast(pa.string())))


def _encode(words: pa.Array) -> pa.Array:
    return words if pa.types.is_dictionary(words.type) else words.dictionary_encode()


def _in_order(columns: Mapping[str, pa.Array]) -> list[str]:
    first = [name for name in _FIRST if name in columns]
    ordered: list[str] = []
    for name in [*first, *(name for name in columns if name not in first)]:
        if not name.endswith("__missing"):
            ordered.append(name)
            ordered += [f"{name}__missing"] if f"{name}__missing" in columns else []
    return ordered
