"""Kept vectors come back as they were, after any stop and any damage of the file, or not at all."""

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from retrieval.fold import Folded
from retrieval.transformer.kept_vectors import KeptVectors, key_of_text

TEXTS = st.lists(st.text(max_size=5), min_size=1, max_size=12, unique=True)


def _vectors(count: int, seed: int = 0) -> list[NDArray[np.float32]]:
    return list(np.random.default_rng(seed).normal(size=(count, 4)).astype(np.float16).astype(np.float32))


@given(TEXTS, st.integers(0, 12))
def test_what_was_kept_is_there_when_the_file_is_opened_again(texts: list[str], cut: int) -> None:
    keys, vectors = [key_of_text(Folded(text)) for text in texts], _vectors(len(texts))
    with TemporaryDirectory() as folder:
        file = Path(folder, "some", "kept.vectors")
        for part in (slice(None, cut), slice(cut, None)):
            KeptVectors(file, 4).add(keys[part], vectors[part])
        kept = KeptVectors(file, 4)
        assert all(key in kept for key in keys)
        assert np.array_equal(kept.take(keys), vectors)
        assert np.array_equal(kept.take(keys[::-1]), vectors[::-1])
        assert key_of_text(Folded("其他" * 9)) not in kept


@given(st.integers(0, 2**20), st.binary(min_size=1, max_size=3))
def test_damage_costs_what_is_damaged_and_no_more(at: int, written: bytes) -> None:
    keys, vectors = [key_of_text(Folded(text)) for text in "甲乙丙丁"], _vectors(4)
    with TemporaryDirectory() as folder:
        file = Path(folder, "kept.vectors")
        KeptVectors(file, 4).add(keys, vectors)
        raw = bytearray(file.read_bytes())
        size, at = len(raw) // 4, at % (len(raw) - len(written))
        raw[at : at + len(written)] = written
        file.write_bytes(raw)
        kept = KeptVectors(file, 4)
        for row, key in enumerate(keys):
            if key in kept:
                assert np.array_equal(kept.take([key])[0], vectors[row])
            else:
                assert row * size < at + len(written) and at < (row + 1) * size


@given(st.integers(1, 100))
def test_a_record_that_was_cut_short_is_written_again(lost: int) -> None:
    keys, vectors = [key_of_text(Folded(text)) for text in "甲乙丙丁"], _vectors(4)
    with TemporaryDirectory() as folder:
        file = Path(folder, "kept.vectors")
        KeptVectors(file, 4).add(keys[:3], vectors[:3])
        file.write_bytes(file.read_bytes()[:-lost])
        kept = KeptVectors(file, 4)
        missing = [row for row, key in enumerate(keys) if key not in kept]
        assert 2 in missing
        kept.add([keys[row] for row in missing], [vectors[row] for row in missing])
        assert np.array_equal(KeptVectors(file, 4).take(keys), vectors)


def test_the_same_key_again_takes_the_place_of_the_first(tmp_path: Path) -> None:
    kept, key = KeptVectors(tmp_path / "kept.vectors", 4), key_of_text(Folded("甲"))
    for vector in _vectors(3):
        kept.add([key], [vector])
        assert np.array_equal(kept.take([key])[0], vector)
    assert np.array_equal(KeptVectors(tmp_path / "kept.vectors", 4).take([key])[0], _vectors(3)[-1])


def test_what_is_no_longer_wanted_is_forgotten_once_it_is_most_of_the_file(tmp_path: Path) -> None:
    keys, vectors = [key_of_text(Folded(text)) for text in "甲乙丙丁戊"], _vectors(5)
    kept = KeptVectors(tmp_path / "kept.vectors", 4)
    kept.add(keys, vectors)
    kept.keep_only(keys[:3])
    assert all(key in kept for key in keys)
    kept.keep_only(keys[:2])
    for opened in (kept, KeptVectors(tmp_path / "kept.vectors", 4)):
        assert [key in opened for key in keys] == [True, True, False, False, False]
        assert np.array_equal(opened.take(keys[:2]), vectors[:2])
