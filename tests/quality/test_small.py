"""At seven people: lists and counts, no rates, no distributions."""

from idmaj.quality import CHECKS, run_checks

from .conftest import make_tables, uuids_of, with_cells


def test_seven_people_get_lists_and_no_rates():
    planted = with_cells(make_tables(7), "u001-1", duration_minutes=3.0, hh_income_30d_mad=99999.0)
    found = run_checks(planted)
    assert found.checks["rate"].isna().all()
    assert uuids_of(planted, "interview-short") == {"u001-1"}
    assert uuids_of(planted, "undeclared-code") == {"u001-1"}


def test_seven_people_followed_for_years_get_no_rates():
    # Fourteen interviews or a thousand of the same seven people: the people count.
    tables = make_tables(7)
    found = run_checks(tables)
    assert found.checks["rate"].isna().all()
    assert (found.checks["of"] >= 14).any()


def test_distributions_are_silent_at_seven_people():
    coverage = run_checks(make_tables(7)).coverage.set_index("check_id")
    distributions = [check.id for check in CHECKS if check.minimum]
    states = coverage.loc[distributions, ["state", "reason"]]
    idle = states[~states["reason"].str.startswith("lacks:")]
    assert set(idle["state"]) == {"not_run"}
    assert set(idle["reason"]) == {"too_few"}


def test_rates_start_at_thirty():
    assert run_checks(make_tables(29)).checks["rate"].isna().all()
    of_thirty = run_checks(make_tables(30)).checks
    assert (of_thirty["rate"].notna() == (of_thirty["of"] >= 30)).all()
    assert of_thirty["rate"].notna().any()
