"""Products of matrices in pieces so small that the linear algebra library starts no threads of its own.

Its threads wait for one another: on long matrices of few columns, and on processors that others use too, the
waiting takes many times what the product does. Pieces also let several threads of our own multiply at a time.
"""

import numpy as np

from idmaj.effects.conditions import FloatArray

LARGEST_PRODUCT = 262_144
"""Multiplications up to which OpenBLAS keeps a product in one thread (its interface/gemm.c)."""
SIDE = 64
"""Rows and columns of a piece of a product of many terms."""
TILE_CELLS = 200_000
"""Cells of the left factor that are turned into floats and multiplied together, so that they stay in the cache."""


def multiply(left: np.ndarray, right: FloatArray) -> FloatArray:
    """Multiply two matrices, in one thread.

    Parameters
    ----------
    left : ndarray, shape (m, k)
        Floats, or counts of any integer type.
    right : ndarray, shape (k, n)

    Returns
    -------
    ndarray, shape (m, n)
    """
    product = np.empty((left.shape[0], right.shape[1]))
    _multiply_into(product, left, right)
    return product


def _multiply_into(product: FloatArray, left: np.ndarray, right: FloatArray) -> None:
    (m, k), n = left.shape, right.shape[1]
    if m * k * n <= LARGEST_PRODUCT:
        np.matmul(left.astype(np.float64, copy=False), right, out=product)
    elif SIDE * k * n <= LARGEST_PRODUCT:
        _stack_rows(product, left.astype(np.float64, copy=False), right)
    elif SIDE * k * m <= LARGEST_PRODUCT:
        _stack_rows(product.T, right.T, left.T.astype(np.float64, copy=False))
    elif n > SIDE:
        for first in range(0, n, SIDE):
            columns = slice(first, first + SIDE)
            _multiply_into(product[:, columns], left, right[:, columns])
    elif m > SIDE:
        for first in range(0, m, SIDE):
            rows = slice(first, first + SIDE)
            _multiply_into(product[rows], left[rows], right)
    else:
        _add_tiles(product, left, right)


def _stack_rows(product: FloatArray, left: FloatArray, right: FloatArray) -> None:
    """Multiply blocks of rows, all in one call, which does not return to Python in between."""
    (m, k), n = left.shape, right.shape[1]
    rows = LARGEST_PRODUCT // (k * n)
    whole = m - m % rows
    product[:whole].reshape(-1, rows, n)[...] = left[:whole].reshape(-1, rows, k) @ right
    np.matmul(left[whole:], right, out=product[whole:])


def _add_tiles(product: FloatArray, left: np.ndarray, right: FloatArray) -> None:
    (m, k), n = left.shape, right.shape[1]
    depth = max(1, LARGEST_PRODUCT // (m * n))
    whole = k - k % depth
    step = depth * max(1, TILE_CELLS // (m * depth))
    product[...] = left[:, whole:].astype(np.float64, copy=False) @ right[whole:]
    for first in range(0, whole, step):
        tiles = slice(first, min(first + step, whole))
        part = left[:, tiles].astype(np.float64, copy=False).reshape(m, -1, depth).transpose(1, 0, 2)
        product += (part @ right[tiles].reshape(-1, depth, n)).sum(axis=0)
