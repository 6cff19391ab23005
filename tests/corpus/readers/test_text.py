"""Plain text in every encoding that Chinese files come in."""

import random
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import UnreadableFile
from corpus.readers.text import decode

SAMPLE = "在某次会议上的讲话\n\n同志们：\n今年的重点是修路、修渠和修桥，资金由市里统筹，年底以前全部完工。\n"
TRADITIONAL = "在某次會議上的講話\n同志們：\n今年的重點是修路、修渠和修橋，資金由市裡統籌，年底以前全部完工。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
def test_encodings_agree(encoding: str) -> None:
    assert decode(SAMPLE.encode(encoding)) == SAMPLE


def test_big5_is_recognised() -> None:
    text = TRADITIONAL * 4
    assert decode(text.encode("big5")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@settings(max_examples=60)
@given(broken=st.integers(0, 10**6))
def test_a_broken_byte_costs_its_character_alone(encoding: str, broken: int) -> None:
    text = SAMPLE * 12
    data = bytearray(text.encode(encoding))
    data[broken % len(data)] = 0xFF
    sound = re.split("\ufffd+", decode(bytes(data)))
    assert all(piece in text for piece in sound)
    assert sum(map(len, sound)) >= len(text) - 2


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5"])
@settings(max_examples=30)
@given(broken=st.sets(st.integers(0, 10**6), min_size=1, max_size=4))
def test_a_few_broken_bytes_leave_the_other_lines_as_they_are(encoding: str, broken: set[int]) -> None:
    text = (TRADITIONAL if encoding == "big5" else SAMPLE) * 12
    data = bytearray(text.encode(encoding))
    for at in broken:
        data[at % len(data)] = 0xFF
    lines = decode(bytes(data)).split("\n")
    assert sum("\ufffd" in line for line in lines) <= len(broken)
    assert all(line in text for line in lines if "\ufffd" not in line)


def test_a_text_broken_off_in_a_character_is_read_up_to_there() -> None:
    text = SAMPLE * 12
    for encoding, cut in (("utf-8", 2), ("gb18030", 2)):
        assert decode(text.encode(encoding)[:-cut]).rstrip("\ufffd") == text[:-2]


@pytest.mark.parametrize("share", [0.1, 0.5])
def test_noise_is_no_text_with_broken_bytes(share: float) -> None:
    chance = random.Random(5)
    data = bytes(chance.randrange(0x80, 0x100) if chance.random() < share else b for b in SAMPLE.encode() * 20)
    with pytest.raises(UnreadableFile):
        decode(data)
