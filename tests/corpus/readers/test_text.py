"""Plain text in every encoding that Chinese files come in."""

import pytest

from corpus.readers.text import decode

SAMPLE = "在某次会议上的讲话\n\n同志们：\n今年的重点是修路、修渠和修桥，资金由市里统筹，年底以前全部完工。\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-32"])
def test_encodings_agree(encoding: str) -> None:
    assert decode(SAMPLE.encode(encoding)) == SAMPLE


def test_big5_is_recognised() -> None:
    text = "在某次會議上的講話\n同志們：\n今年的重點是修路、修渠和修橋，資金由市裡統籌，年底以前全部完工。\n" * 4
    assert decode(text.encode("big5")) == text
