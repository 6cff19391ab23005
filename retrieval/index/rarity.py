"""How telling a term is: the rarer, the more."""

from typing import overload

import numpy as np
from numpy.typing import NDArray


@overload
def inverse_frequency(holding: int, total: int) -> float: ...
@overload
def inverse_frequency(holding: NDArray[np.float32], total: int) -> NDArray[np.float32]: ...
def inverse_frequency(holding: int | NDArray[np.float32], total: int) -> float | NDArray[np.float32]:
    """Inverse document frequency as in Lucene's BM25: ln(1 + (N - n + 0.5) / (n + 0.5)), `holding` n texts of `total` N."""
    rarity = np.log(1 + (total - holding + 0.5) / (holding + 0.5))
    return float(rarity) if isinstance(holding, int) else np.asarray(rarity)
