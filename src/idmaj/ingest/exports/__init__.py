"""Exports of survey platforms: which one a file is, and its tables as text."""

from idmaj.ingest.exports.describe import describe_export
from idmaj.ingest.exports.model import Block, Export, ExportSettings, ExportTable
from idmaj.ingest.exports.platforms import PLATFORMS, Platform
from idmaj.ingest.exports.read import read_exports

__all__ = [
    "PLATFORMS", "Block", "Export", "ExportSettings", "ExportTable", "Platform", "describe_export", "read_exports",
]  # fmt: skip
