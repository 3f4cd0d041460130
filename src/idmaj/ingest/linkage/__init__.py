"""Links between records and persons, while identifiers are in memory."""

from idmaj.ingest.linkage.link import link_records
from idmaj.ingest.linkage.model import IDENTIFIERS, LinkageSettings, Linked

__all__ = ["IDENTIFIERS", "LinkageSettings", "Linked", "link_records"]
