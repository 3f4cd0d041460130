"""Cells say what they were written to say: in three locales, in any order, and whatever they hold.

CLDR through Babel writes the cells; nobody here wrote its formats.
"""

from datetime import date, timedelta

import numpy as np
import pyarrow as pa
import pytest
from babel.dates import format_date
from babel.numbers import format_currency, format_decimal
from hypothesis import given, settings
from hypothesis import strategies as st

from idmaj.ingest.dates import DateEvidence, DateReader, survey_dates
from idmaj.ingest.forms.model import Choice
from idmaj.ingest.instants import InstantReader, survey_instants
from idmaj.ingest.labels import ChoiceReader
from idmaj.ingest.matching import match_key
from idmaj.ingest.numbers import NumberEvidence, NumberReader, survey_numbers
from idmaj.ingest.selects import join_split

LOCALES = ("ar_MA", "fr_MA", "en", "fr_FR", "ar_EG")
AMOUNTS = st.lists(st.integers(-(10**11), 10**11).map(lambda cents: cents / 100), min_size=1, max_size=12)
DAYS = st.lists(st.dates(date(1925, 1, 1), date(2035, 12, 31)), min_size=1, max_size=12)
HARD = st.text(alphabet="0123456789٠١٢۵.,،٫٬' \u00a0\u202f-–−/:TZ?+kDHأ شتنبرdécembreAPM\u200f", max_size=24)
CELLS = st.lists(st.one_of(HARD, st.text(max_size=16)), max_size=10)
CHOICES = tuple(
    Choice(code, {"fr": fr, "ar": ar}, missing=missing)
    for code, fr, ar, missing in (
        ("1", "Prêt", "قرض", ""), ("2", "Prêt, famille", "قرض من الأسرة", ""), ("3", "famille", "الأسرة", ""),
        ("-99", "Ne sait pas", "لا أعرف", "dk"),
    )
)  # fmt: skip


def column(cells):
    return pa.array(cells, pa.string())


def read_numbers(cells, evidence=None):
    style = survey_numbers(column(cells)) if evidence is None else evidence
    return NumberReader(style, sentinels={}, is_whole=False).read(column(cells))


@pytest.mark.parametrize("locale", LOCALES)
@given(amounts=AMOUNTS, is_money=st.booleans())
@settings(max_examples=60, deadline=None)
def test_numbers_are_read_as_they_were_written(locale, amounts, is_money):
    if is_money:
        cells = [format_currency(amount, "MAD", locale=locale) for amount in amounts]
    else:
        cells = [format_decimal(amount, format="#,##0.00", locale=locale) for amount in amounts]
    reading = read_numbers(cells)
    assert reading.values.to_pylist() == amounts
    assert reading.faults == ()


@pytest.mark.parametrize("locale", LOCALES)
@given(n=st.integers(-(10**12), 10**12))
@settings(max_examples=60, deadline=None)
def test_whole_numbers_are_read_or_told_to_be_two(locale, n):
    reading = read_numbers([format_decimal(n, locale=locale)])
    if reading.faults:
        assert [fault.message for fault in reading.faults] == ["cell-ambiguous-number"]
        assert 1000 <= abs(n) < 1_000_000
    else:
        assert reading.values.to_pylist() == [n]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("length", ["long", "full", "d MMMM y", "dd/MM/y", "y-MM-dd"])
@given(days=DAYS)
@settings(max_examples=30, deadline=None)
def test_dates_are_read_as_they_were_written(locale, length, days):
    proof = date(2024, 1, 31)
    reading_cells = [format_date(day, length, locale) for day in (*days, proof)]
    reading = DateReader(survey_dates(column(reading_cells))).read(column(reading_cells))
    assert reading.values.to_pylist() == [*days, proof]
    assert reading.faults == ()


@given(days=DAYS, swap=st.booleans())
@settings(max_examples=100, deadline=None)
def test_a_date_that_is_read_without_a_flag_is_the_day_that_was_written(days, swap):
    cells = [day.strftime("%m/%d/%Y" if swap else "%d/%m/%Y") for day in days]
    reading = DateReader(survey_dates(column(cells))).read(column(cells))
    for day, found in zip(days, reading.values.to_pylist(), strict=True):
        assert found in (None, day)


@given(cells=CELLS, seed=st.integers(0, 1000))
@settings(max_examples=120, deadline=None)
def test_the_order_of_rows_and_the_cut_into_blocks_do_not_matter(cells, seed):
    order = np.random.default_rng(seed).permutation(len(cells))
    mixed = [cells[place] for place in order]
    numbers, dates = NumberEvidence(), DateEvidence()
    for cell in mixed:
        numbers += survey_numbers(column([cell]))
        dates += survey_dates(column([cell]))
    assert numbers == survey_numbers(column(cells))
    assert dates.decide() == survey_dates(column(cells)).decide()
    for reader in (
        NumberReader(numbers, sentinels={"-99": "dk"}, is_whole=True),
        DateReader(dates, window=(date(2020, 1, 1), date(2030, 1, 1))),
        InstantReader("Africa/Casablanca", is_utc=False, decision=dates),
        ChoiceReader(CHOICES, {}, language=None),
    ):
        whole = reader.read(column(cells))
        apart = [reader.read(column([cell])) for cell in mixed]
        for place, part in zip(order.tolist(), apart, strict=True):
            assert part.values.to_pylist() == [whole.values[place].as_py()]
            assert part.kinds[0] == whole.kinds[place]


@given(cells=CELLS)
@settings(max_examples=150, deadline=None)
def test_no_text_raises_and_every_cell_is_a_value_a_kind_or_a_fault(cells):
    near = pa.array([date(2024, 1, 1) + timedelta(n) for n in range(len(cells))], pa.date32())
    select = ChoiceReader(CHOICES, {}, language="fr")
    reader = DateReader(survey_dates(column(cells), near), window=(date(2020, 1, 1), date(2030, 1, 1)))
    clock = InstantReader("Africa/Casablanca", is_utc=False, decision=survey_instants(column(cells)))
    readings = [
        read_numbers(cells),
        reader.read(column(cells), near),
        clock.read(column(cells)),
        select.read(column(cells)),
        select.read_several(column(cells)),
        ChoiceReader((), {}, language=None).read_several(column(cells)),
        join_split(
            {"1": column(cells), "2": column(cells[::-1])}, column(cells), select, zero_means_asked=True
        ),
    ]
    for reading in readings:
        told = {int(row) for fault in reading.faults for row in fault.positions}
        assert len(reading.values) == len(reading.kinds) == len(cells)
        for row, (value, kind) in enumerate(zip(reading.values.to_pylist(), reading.kinds, strict=True)):
            assert (value is None) == (kind != 0)
            assert kind != 7 or row in told  # unparseable


@given(st.text(max_size=30))
@settings(max_examples=300, deadline=None)
def test_a_match_key_is_its_own_key(text):
    assert match_key(match_key(text)) == match_key(text)
