"""Keyed pseudonyms of persons, and the key that makes them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Sequence
from pathlib import Path

import numpy as np

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


def make_pseudonyms(key: bytes, normalised: Sequence[str]) -> list[str]:
    """Make the pseudonyms of many persons.

    Parameters
    ----------
    key
        32 secret bytes.
    normalised
        Identifiers as `normalise_identifier` writes them.

    Returns
    -------
    list of str
        Those of `make_pseudonym`.
    """
    digests = [hmac.digest(key, b"person|" + text.encode(), "sha256")[:17] for text in normalised]
    signs = np.frombuffer(b"".join(digests), dtype=np.uint8).reshape(-1, 17)
    bits = np.unpackbits(signs, axis=1)[:, : 5 * PSEUDONYM_LENGTH].reshape(-1, PSEUDONYM_LENGTH, 5)
    places = np.packbits(bits, axis=2)[:, :, 0] >> 3
    text = np.frombuffer(_BASE32.encode(), dtype=np.uint8)[places].tobytes().decode("ascii")
    return [text[at : at + PSEUDONYM_LENGTH] for at in range(0, len(text), PSEUDONYM_LENGTH)]


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
