"""Identifiers of persons: recognised, normalised, and turned into keyed pseudonyms."""

from idmaj.identity.codes import check_digit, make_code, read_code
from idmaj.identity.documents import normalise_cin, normalise_phone, read_cin
from idmaj.identity.names import fold_name, sound_name
from idmaj.identity.pseudonyms import (
    KEY_VARIABLE,
    key_id,
    make_ephemeral_key,
    make_pseudonym,
    make_pseudonyms,
    normalise_identifier,
    read_key,
)
from idmaj.identity.readings import IdentifierReading
from idmaj.identity.recognisers import IdentifierKind, find_identifiers, mask_identifiers

__all__ = [
    "KEY_VARIABLE",
    "IdentifierKind",
    "IdentifierReading",
    "check_digit",
    "find_identifiers",
    "fold_name",
    "key_id",
    "make_code",
    "make_ephemeral_key",
    "make_pseudonym",
    "make_pseudonyms",
    "mask_identifiers",
    "normalise_cin",
    "normalise_identifier",
    "normalise_phone",
    "read_cin",
    "read_code",
    "read_key",
    "sound_name",
]
