"""What stands twice in a list of a study file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping


def find_repeats(listed: Mapping[str, Iterable[object]]) -> list[str]:
    """Find what stands twice.

    Parameters
    ----------
    listed
        Key path → what stands there.

    Returns
    -------
    list of str
        ``key path: what stands twice``, one each.
    """
    return [f"{key}: {item} stands twice" for key, items in listed.items() for item in _repeated(items)]


def _repeated(items: Iterable[object]) -> Iterator[object]:
    seen: list[object] = []
    for item in items:
        if item in seen:
            yield item
        seen.append(item)
