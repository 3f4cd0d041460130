"""A catalogue of its own for tests of the loader."""

import pytest

from idmaj.text import catalogue, sources
from idmaj.text.languages import LANGUAGES


@pytest.fixture
def locale_folder(tmp_path, monkeypatch):
    """A function that writes Fluent files into an empty room and lets `idmaj.text` read them."""

    def write(**languages: dict[str, str]) -> None:
        for language in LANGUAGES:
            folder = tmp_path / "locale" / language
            folder.mkdir(parents=True)
            for name, source in languages.get(language, {}).items():
                (folder / name).write_text(source, encoding="utf-8")

    monkeypatch.setattr(sources, "files", lambda _package: tmp_path)
    catalogue.read_catalogue.cache_clear()
    yield write
    catalogue.read_catalogue.cache_clear()
