"""Keyed pseudonyms of persons, and the key that makes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import stat
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from idmaj.errors import IngestProblems, Problem
from idmaj.identity.signs import fold_signs

KEY_VARIABLE = "IDMAJ_KEY_FILE"
KEY_BYTES = 32
PSEUDONYM_LENGTH = 26

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"  # RFC 4648, section 6


def normalise_identifier(text: str) -> str:
    """Write an identifier one way, however it was typed.

    Compatibility forms are unified (NFKC), Arabic-Indic digits become Western ones, case is folded,
    and spaces, direction marks and tatweel go.
    """
    return fold_signs(text).casefold()


def make_pseudonym(key: bytes, identifier: str, *, domain: str = "person") -> str:
    """Make the keyed pseudonym of a person, or of the entry of a person in a register.

    Parameters
    ----------
    key
        32 secret bytes.
    identifier
        Identifier as it stands in a file.
    domain
        What bears the identifier; pseudonyms of two domains cannot be joined.

    Returns
    -------
    str
        First 26 base32 characters, lower case, of HMAC-SHA-256(key, domain + "|" + identifier as
        `normalise_identifier` writes it).
    """
    text = f"{domain}|{normalise_identifier(identifier)}".encode()
    digest = hmac.digest(key, text, "sha256")
    return base64.b32encode(digest).decode("ascii").lower()[:PSEUDONYM_LENGTH]


def make_pseudonyms(key: bytes, normalised: pa.Array) -> pa.Array:
    """Make the pseudonyms of many persons.

    Parameters
    ----------
    key
        32 secret bytes.
    normalised
        Text: identifiers as `normalise_identifier` writes them.

    Returns
    -------
    pyarrow.Array
        Text: those of `make_pseudonym`.
    """
    messages = pc.binary_join_element_wise(b"person", normalised.cast(pa.binary()), b"|").to_pylist()
    digests = b"".join([hmac.digest(key, message, "sha256")[:17] for message in messages])
    bits = np.unpackbits(np.frombuffer(digests, dtype=np.uint8).reshape(-1, 17), axis=1)
    places = (
        np.packbits(bits[:, : 5 * PSEUDONYM_LENGTH].reshape(-1, PSEUDONYM_LENGTH, 5), axis=2)[:, :, 0] >> 3
    )
    signs = np.frombuffer(_BASE32.encode(), dtype=np.uint8)[places]
    ends = np.arange(len(messages) + 1, dtype=np.int32) * PSEUDONYM_LENGTH
    return pa.StringArray.from_buffers(len(messages), pa.py_buffer(ends), pa.py_buffer(signs.tobytes()))


def make_ephemeral_key() -> bytes:
    """Make a key for one run: its pseudonyms cannot be joined to those of any other run."""
    return secrets.token_bytes(KEY_BYTES)


def key_id(key: bytes) -> str:
    """Return the name of a key: tables made with another key show another name.

    Returns
    -------
    str
        First 8 hexadecimal digits of HMAC-SHA-256(key, "id"); it tells nothing of the key.
    """
    return hmac.new(key, b"id", hashlib.sha256).hexdigest()[:8]


def read_key(workspace: Path) -> bytes:
    """Read the key from the file that `IDMAJ_KEY_FILE` names.

    Parameters
    ----------
    workspace
        Root of the workspace, outside which the key must lie.

    Raises
    ------
    IngestProblems
        When no file is named, it is missing, lies in the workspace, is open to others, or does not
        hold 32 bytes. The path is not shown.
    """
    named = os.environ.get(KEY_VARIABLE)
    if not named:
        raise _refused("key-not-named")
    file = Path(named).expanduser()
    if not file.is_file():
        raise _refused("key-missing")
    if file.resolve().is_relative_to(workspace.resolve()):
        raise _refused("key-in-workspace")
    if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise _refused("key-open-to-others")
    try:
        key = file.read_bytes()
    except OSError as error:
        raise _refused("key-missing") from error
    if len(key) != KEY_BYTES:
        raise IngestProblems(
            [Problem("key-wrong-size", arguments={"variable": KEY_VARIABLE, "bytes": len(key)})]
        )
    return key


def _refused(message: str) -> IngestProblems:
    return IngestProblems([Problem(message, arguments={"variable": KEY_VARIABLE})])
