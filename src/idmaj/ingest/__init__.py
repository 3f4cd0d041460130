"""Raw files, as they arrive, to canonical tables."""

from idmaj.ingest.build import Ingested, build_tables, check_sources, ingest_study
from idmaj.ingest.cut_off import find_as_of

__all__ = ["Ingested", "build_tables", "check_sources", "find_as_of", "ingest_study"]
