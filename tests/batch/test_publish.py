"""Reports are switched whole; a fault on the way leaves what was published."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from idmaj.batch import manifest, publish
from idmaj.batch.manifest import Making, hash_outputs, hash_release
from idmaj.batch.publish import publish_release, switch_link

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def evaluation(toy, monkeypatch):
    """An evaluation whose rooms to the right are replaced: one released number, a fixed cut-off."""
    found = SimpleNamespace(workspace=toy, slice="all", cut_off=None, study=SimpleNamespace(id="toy"))
    released = {"released": pd.DataFrame({"estimate": [0.25]})}
    monkeypatch.setattr(publish, "release_study", lambda _: released)
    monkeypatch.setattr(publish, "find_as_of", lambda _: "2025-12-31")
    monkeypatch.setattr(manifest, "describe_inputs", lambda _: {"study": "toy"})
    monkeypatch.setattr(manifest, "hash_inputs", lambda _: "0" * 64)
    return found


@pytest.fixture
def draft_brief(toy):
    def write(text, language="fr"):
        folder = toy.root / "data/processed/toy/latest/draft/all" / language
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"brief.{language}.html").write_text(text)

    return write


def making(*languages, missing=()):
    return Making(languages, ("notebooks/08_briefing.ipynb",), missing, NOW)


def published(toy):
    return (toy.reports / "toy/2025-12-31/all/brief.fr.html").read_text()


def test_a_report_is_a_link_to_a_folder_named_by_its_content(toy, evaluation, draft_brief):
    draft_brief("one")
    link = publish_release(evaluation, making("fr"))
    assert link == toy.reports / "toy/2025-12-31"
    assert link.readlink().as_posix().startswith("../.releases/")
    assert published(toy) == "one"
    assert (link / "all/estimates.csv").read_text() == "estimate\n0.25\n"
    content = json.loads((link / "manifest.json").read_text())
    assert link.resolve().name == hash_release(content)
    assert content["made"]["outputs"] == hash_outputs(link.resolve())
    assert content["what_hash"] == "0" * 64


def test_same_input_same_release_whatever_the_time(toy, evaluation, draft_brief):
    draft_brief("one")
    first = publish_release(evaluation, making("fr")).readlink()
    later = Making(("fr",), ("notebooks/08_briefing.ipynb",), (), datetime(2027, 1, 1, tzinfo=UTC))
    assert publish_release(evaluation, later).readlink() == first
    assert len(list((toy.reports / ".releases").iterdir())) == 1


def test_a_new_release_leaves_the_old_one_where_it_is(toy, evaluation, draft_brief):
    draft_brief("one")
    old = publish_release(evaluation, making("fr")).resolve()
    draft_brief("two")
    publish_release(evaluation, making("fr"))
    assert published(toy) == "two"
    assert (old / "all/brief.fr.html").read_text() == "one"


def test_a_damaged_release_is_made_again(toy, evaluation, draft_brief):
    draft_brief("one")
    link = publish_release(evaluation, making("fr"))
    (link / "all/brief.fr.html").write_text("damaged")
    publish_release(evaluation, making("fr"))
    assert published(toy) == "one"


def test_what_is_incomplete_does_not_replace_what_is_there(toy, evaluation, draft_brief):
    draft_brief("one")
    publish_release(evaluation, making("fr"))
    draft_brief("two")
    assert publish_release(evaluation, making("fr", missing=("08_briefing.ar",))) is None
    assert published(toy) == "one"


def test_what_is_incomplete_is_published_where_nothing_is_and_says_so(toy, evaluation, draft_brief):
    draft_brief("one")
    link = publish_release(evaluation, making("fr", missing=("08_briefing.ar",)))
    assert json.loads((link / "manifest.json").read_text())["made"]["missing"] == ["08_briefing.ar"]


@pytest.mark.parametrize("step", ["build_manifest", "_settle", "switch_link"])
def test_a_fault_on_the_way_leaves_the_published_report(toy, evaluation, draft_brief, monkeypatch, step):
    draft_brief("one")
    publish_release(evaluation, making("fr"))
    draft_brief("two")

    def fail(*_):
        raise OSError("no space left")

    monkeypatch.setattr(publish, step, fail)
    with pytest.raises(OSError, match="no space"):
        publish_release(evaluation, making("fr"))
    assert published(toy) == "one"
    assert not list((toy.reports / ".releases").glob(".draft-*"))
    assert not list((toy.reports / "toy").glob(".link-*"))


def test_published_files_can_be_read_by_a_web_server(toy, evaluation, draft_brief):
    draft_brief("one")
    (toy.root / "data/processed/toy/latest/draft/all/fr/brief.fr.html").chmod(0o600)
    link = publish_release(evaluation, making("fr"))
    assert (link.resolve().stat().st_mode & 0o777) == 0o755
    assert ((link / "all/brief.fr.html").stat().st_mode & 0o777) == 0o644


def test_a_link_is_switched_in_one_step(tmp_path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        switch_link(tmp_path / "study/link", tmp_path / name)
        assert (tmp_path / "study/link").resolve().name == name
