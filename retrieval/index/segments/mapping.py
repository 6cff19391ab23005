"""Arrays that stay on disk: what is looked at is read, and little more."""

import mmap
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray


def read_scattered(file: Path) -> NDArray[Any]:
    """The array in a .npy file whose rows are looked at here and there. Raises OSError and ValueError."""
    return scattered(np.load(file, mmap_mode="r", allow_pickle=False))


def read_in_ranges(file: Path) -> NDArray[Any]:
    """The array in a .npy file of which whole stretches are looked at. Raises OSError and ValueError."""
    return np.asarray(np.load(file, mmap_mode="r", allow_pickle=False))


def scattered(mapped: "np.memmap[Any, Any]") -> NDArray[Any]:
    """A plain view of a mapped array, around whose rows nothing is read ahead: that would fill the memory."""
    inner = getattr(mapped, "_mmap", None)
    if inner is not None and hasattr(mmap, "MADV_RANDOM"):
        inner.madvise(mmap.MADV_RANDOM)
    return np.asarray(mapped)
