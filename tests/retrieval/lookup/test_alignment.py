"""Letters laid beside a text: marked where they stand, nothing else, and never outside it."""

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from retrieval.lookup.alignment import COVERED, find_alike, find_exact, letters_of


@settings(max_examples=300)
@given(st.text(alphabet="工会職钱是的，。 1十一２㈡a🙂\n「」ﬁ", max_size=60))
def test_letters_know_where_they_come_from(text: str) -> None:
    letters = letters_of(text)
    assert len(letters.text) == len(letters.starts) == len(letters.ends)
    assert list(letters.starts) == sorted(letters.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(letters.starts, letters.ends, strict=True))
    assert letters_of(letters.text).text == letters.text


@settings(max_examples=200)
@given(
    st.text(alphabet="春夏秋冬东南西北", min_size=10, max_size=30),
    st.text(alphabet="甲乙丙丁戊己庚", max_size=40),
    st.data(),
)
def test_alignment_marks_the_words_and_nothing_else(asked: str, around: str, data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(around)))
    text = around[:cut] + asked + around[cut:]
    match = find_alike(asked, letters_of(text))
    assert match is not None
    assert (match.start, match.end, match.likeness, match.missing) == (cut, cut + len(asked), 1.0, "")
    assert find_exact(asked, letters_of(text))[0] == match
    slip = data.draw(st.integers(0, len(asked) - 1))
    assume(len(set(asked)) > 3)
    near = find_alike(asked[:slip] + "鑫" + asked[slip + 1 :], letters_of(text))
    assert near is not None
    assert near.missing == "鑫"
    assert cut <= near.start < near.end <= cut + len(asked)


@settings(max_examples=200)
@given(st.text(alphabet="春夏秋冬", min_size=1, max_size=6), st.text(alphabet="春夏秋冬，甲", max_size=40))
def test_every_exact_position_is_found_as_by_a_scan(asked: str, text: str) -> None:
    """Against looking at every position of the letters, the next one after the end of the last."""
    letters = [(c, i) for i, c in enumerate(text) if c != "，"]
    scanned, at = [], 0
    while at + len(asked) <= len(letters):
        if "".join(c for c, _ in letters[at : at + len(asked)]) == asked:
            scanned.append((letters[at][1], letters[at + len(asked) - 1][1] + 1))
            at += len(asked)
        else:
            at += 1
    assert [(m.start, m.end) for m in find_exact(asked, letters_of(text))] == scanned


@settings(max_examples=200)
@given(st.text(alphabet="春夏秋冬东南", min_size=5, max_size=12), st.text(alphabet="春夏秋冬东南，甲", max_size=40))
def test_what_is_called_alike_is_so_in_order(asked: str, text: str) -> None:
    match = find_alike(asked, letters_of(text))
    if match is None:
        return
    assert 0 <= match.start < match.end <= len(text)
    span = text[match.start : match.end].replace("，", "")
    held = len(asked) - len(match.missing)
    assert held <= longest_common(asked, span)
    assert longest_common(asked, match.missing) == len(match.missing)
    assert match.likeness == pytest.approx(held / max(len(asked), len(span)))
    assert match.likeness >= COVERED


def longest_common(one: str, other: str) -> int:
    """The length of the longest common subsequence."""
    best = [[0] * (len(other) + 1) for _ in range(len(one) + 1)]
    for i, a in enumerate(one):
        for j, b in enumerate(other):
            best[i + 1][j + 1] = best[i][j] + 1 if a == b else max(best[i][j + 1], best[i + 1][j])
    return best[-1][-1]
