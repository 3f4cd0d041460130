"""Raw files, as they arrive, to canonical tables."""

from idmaj.ingest.build import Ingested, build_tables, check_sources, ingest_study

__all__ = ["Ingested", "build_tables", "check_sources", "ingest_study"]
