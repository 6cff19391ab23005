"""File names made of what users call their files."""

import unicodedata
from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.holdings.names import LONGEST, may_be_document, readable_name, safe_line
from corpus.readers import ENDINGS, is_junk

names = st.one_of(
    st.text(max_size=300),
    st.lists(st.sampled_from(["..", "/", "\\", "\0", "\u202e", ".", " ", "讲话", ".docx", "~$", "C:", "\n"])).map(
        "".join
    ),
)


@given(names, st.sampled_from([None, "text/plain", "application/pdf", "video/mp4"]))
def test_whatever_a_file_is_called_its_name_is_one_harmless_part_of_a_path(name: str, media_type: str | None) -> None:
    made = readable_name(name, media_type)
    for path in (PurePosixPath(made), PureWindowsPath(made)):
        assert path.parts == (made,) and not path.is_absolute() and ".." not in path.parts
    assert made.isprintable() and not any(unicodedata.category(c)[0] == "C" for c in made)
    assert not set(made) & set('/\\:*?"<>|\0') - set("<>") and len(made) <= LONGEST + 8 and len(made.encode()) <= 255
    assert made == made.strip() and not made.startswith((".", "-")) and not is_junk(made.rsplit(".", 1)[0])
    assert readable_name(made, media_type) == made


@pytest.mark.parametrize(
    ("name", "media_type", "made"),
    [
        ("关于养犬的通知（2024年）.DOCX", None, "关于养犬的通知（2024年）.docx"),
        ("../../etc/passwd", None, "passwd"),
        ("讲话\u202etxt.pdf", None, "讲话txt.pdf"),
        (None, "application/pdf", "文件.pdf"),
        ("1.通知", "text/plain", "1 通知.txt"),
    ],
)
def test_names_stay_readable(name: str | None, media_type: str | None, made: str) -> None:
    assert readable_name(name, media_type) == made


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_kind_that_is_read_is_fetched(ending: str) -> None:
    assert may_be_document(f"讲话{ending}", "application/octet-stream")
    assert readable_name(f"讲话{ending}") == f"讲话{ending}"


@given(names)
def test_what_is_shown_of_a_name_is_one_line(name: str) -> None:
    assert safe_line(name).isprintable() or safe_line(name) == ""
