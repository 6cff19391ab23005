"""Texts as hypothesis makes them up: any characters, and what Chinese documents and Telegram's HTML trip over."""

from hypothesis import strategies as st

PIECES = st.sampled_from(
    ["工会", "。", "\n", "　", " ", "👩‍👩‍👧", "𠮷", "<b>", "</blockquote>", "&amp;", "&", "\u202e", "\u200f", "”", "！"]
)
TEXTS = st.one_of(st.text(min_size=1, max_size=60), st.lists(PIECES, min_size=1, max_size=60).map("".join))
