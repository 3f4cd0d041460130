"""Read and write tables; a folder of tables carries the key of the content that made it."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import tempfile
from pathlib import Path

import pandas as pd

RECORD = "stage.json"


def write_parquet(table: pd.DataFrame, file: Path) -> None:
    """Write a table as Parquet; the same table gives the same bytes."""
    table.to_parquet(file, engine="pyarrow", compression="zstd", index=False)


def write_tables(tables: dict[str, pd.DataFrame], folder: Path, key: str) -> None:
    """Write the tables of a stage, whole or not at all.

    Parameters
    ----------
    tables
        Name → frame.
    folder
        Folder of the stage; what it held is replaced.
    key
        Content key that `read_tables` will ask for.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    for name, table in tables.items():
        write_parquet(table, draft / f"{name}.parquet")
    (draft / RECORD).write_text(json.dumps({"key": key, "tables": list(tables)}, indent=1), encoding="utf-8")
    _replace_folder(draft, folder)


def read_tables(folder: Path, key: str) -> dict[str, pd.DataFrame] | None:
    """Read the tables of a stage; None where they are absent or made from other content."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        if record["key"] != key:
            return None
        return {name: pd.read_parquet(folder / f"{name}.parquet") for name in record["tables"]}
    except (FileNotFoundError, NotADirectoryError):
        return None


def write_atomically(text: str | bytes, file: Path) -> None:
    """Write a file so that a reader sees the old content or the new, never a half."""
    content = text.encode() if isinstance(text, str) else text
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, draft = tempfile.mkstemp(prefix=f".{file.name}-", dir=file.parent)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(content)
    path = Path(draft)
    path.chmod(0o644)
    path.replace(file)


def _replace_folder(draft: Path, folder: Path) -> None:
    draft.chmod(0o755)
    if folder.exists():
        old = Path(tempfile.mkdtemp(prefix=f".{folder.name}-old-", dir=folder.parent))
        with contextlib.suppress(FileNotFoundError):  # another process replaced it first
            folder.replace(old / folder.name)
        shutil.rmtree(old, ignore_errors=True)
    try:
        draft.replace(folder)
    except OSError:  # another process put the same stage there meanwhile
        shutil.rmtree(draft, ignore_errors=True)
