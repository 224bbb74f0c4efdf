"""The edge of the engine: arrays are checked here, and trusted everywhere else."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Words = NDArray[np.str_]

Array = TypeVar("Array", bound=NDArray[Any])


class UnusableInput(ValueError):
    """An array cannot be what it is said to be; the message names it and says why."""


def indices(name: str, values: ArrayLike, *, below: int | None = None, least: int = 0) -> Ints:
    """Return `values` as a read-only vector of whole numbers from `least` to one under `below`.

    Raises UnusableInput for anything that is no vector of whole numbers or leaves the range.
    """
    array = _vector(name, values)
    if array.size and array.dtype.kind not in "iub":
        raise UnusableInput(f"{name} must be whole numbers")
    whole = array.astype(np.int64)
    if whole.size and (whole.min() < least or (below is not None and whole.max() >= below)):
        raise UnusableInput(f"{name} must lie from {least} to {'any number' if below is None else below - 1}")
    return _frozen(whole)


def numbers(name: str, values: ArrayLike, *, least: float = -np.inf, most: float = np.inf) -> Floats:
    """Return `values` as a read-only vector of finite numbers from `least` to `most`, or raise UnusableInput."""
    array = _vector(name, values)
    if array.size and array.dtype.kind not in "iubf":
        raise UnusableInput(f"{name} must be numbers")
    real = array.astype(np.float64)
    if real.size and not (np.isfinite(real).all() and real.min() >= least and real.max() <= most):
        raise UnusableInput(f"{name} must be finite numbers from {least} to {most}")
    return _frozen(real)


def same_length(arrays: dict[str, NDArray[Any]]) -> int:
    """Return the length that all `arrays` share; raises UnusableInput when they differ."""
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        raise UnusableInput(f"arrays differ in length: {lengths}")
    return next(iter(lengths.values()), 0)


def pairs(name: str, values: ArrayLike | Sequence[tuple[int, int]], *, below: int) -> Ints:
    """Return `values` as read-only rows of two indices under `below`, shape (n, 2); raises UnusableInput otherwise."""
    array = np.asarray(values)
    if array.size == 0:
        return _frozen(np.zeros((0, 2), np.int64))
    if array.ndim != 2 or array.shape[1] != 2:
        raise UnusableInput(f"{name} must be rows of two")
    return _frozen(indices(name, array.ravel(), below=below).reshape(-1, 2).copy())


def totals(cells: Ints, weight: Floats, n_cells: int) -> Floats:
    """Return (n_cells,) the sum of `weight` in each cell."""
    return np.asarray(np.bincount(cells, weight, n_cells), np.float64)


def _vector(name: str, values: ArrayLike) -> NDArray[Any]:
    array = np.asarray(values)
    if array.ndim != 1:
        raise UnusableInput(f"{name} must be one row of values, not of shape {array.shape}")
    return array


def _frozen(array: Array) -> Array:
    array.flags.writeable = False
    return array
