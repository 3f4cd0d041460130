"""Workspace, evaluations and the tables that stages hand on."""

from idmaj.store.evaluation import Evaluation, Tables, hash_file, hash_library, open_evaluation
from idmaj.store.new_workspace import make_workspace
from idmaj.store.tables import read_tables, write_atomically, write_parquet
from idmaj.store.workspace import Workspace, find_workspace

__all__ = [
    "Evaluation",
    "Tables",
    "Workspace",
    "find_workspace",
    "hash_file",
    "hash_library",
    "make_workspace",
    "open_evaluation",
    "read_tables",
    "write_atomically",
    "write_parquet",
]
