"""What an admin is told of an evaluation: against the last one, with a picture in which no letter is missing."""

import stat
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread
from numpy.typing import NDArray

from bot.messages import CHINESE, Texts, texts
from bot.operating import chinese_fonts, evaluation_picture
from bot.operating.chinese_fonts import font_with
from bot.operating.evaluating import Measured
from bot.operating.evaluation_picture import picture_of
from bot.operating.evaluation_report import report_on
from retrieval.evaluation.resampling import interval
from retrieval.evaluation.runs import Result, Run

SAID = CHINESE.evaluation_picture


def result(number: int, right: float, kind: str = "fact") -> Result:
    rank = None if kind == "unanswerable" else 0 if right else 2
    return Result(
        collection="",
        id=str(number),
        type=kind,
        question=f"第{number}个问题",
        answerable=rank is not None,
        rank=rank,
        refused=False,
        ending="answered",
        confidence=0.1 + 0.8 * right,
        first_confidence=0.5,
        values={"right": right},
        characters=10,
        milliseconds=5.0,
        quoted=(),
        wanted=(),
    )


def run_of(name: str, rights: list[float]) -> Run:
    kinds = ("fact", "龘字题型", "unanswerable")
    results = tuple(result(n, right, kinds[n % 3]) for n, right in enumerate(rights))
    return Run(name, {"generation": name, "date": "2026-11-30"}, results)


def measured(run: Run) -> Measured:
    return Measured(run.name, len(run.results), interval([r.right for r in run.results]), 0.5, 0.5, 0.5, 5.0, 9.0, run)


@pytest.fixture
def no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without a Chinese font and without the package."""
    monkeypatch.setattr(chinese_fonts, "_candidates", lambda: iter(()))
    font_with.cache_clear()


@pytest.mark.usefixtures("no_picture")
def test_an_evaluation_is_told_against_the_last(tmp_path: Path) -> None:
    file = tmp_path / "state" / "evaluated.json"
    first = report_on(measured(run_of("1-a", [1.0] * 9 + [0.0] * 3)), file, CHINESE)
    assert SAID.first_time in first.lines and stat.S_IMODE(file.stat().st_mode) == 0o600
    assert SAID.kind.format(name="龘字题型", share="75%", count=4) in first.lines
    second = report_on(measured(run_of("2-b", [0.0] + [1.0] * 11)), file, CHINESE)
    against = SAID.against.format(generation="1-a", before="75%", after="92%", count=12, p="0.629")
    assert against.partition("p =")[0] in "\n".join(second.lines)
    assert SAID.won.format(count=3, some="：第9个问题、第10个问题、第11个问题") in second.lines
    assert SAID.lost.format(count=1, some="：第0个问题") in second.lines
    third = report_on(measured(run_of("3-c", [0.0] + [1.0] * 11)), file, CHINESE)
    assert SAID.won.format(count=0, some="") in third.lines and "2-b" in "\n".join(third.lines)


@pytest.mark.usefixtures("no_picture")
def test_what_cannot_be_compared_is_said_and_kept_anew(tmp_path: Path) -> None:
    file = tmp_path / "evaluated.json"
    file.write_text("{", encoding="utf-8")
    run = run_of("1-a", [1.0] * 3)
    assert SAID.unreadable in report_on(measured(run), file, CHINESE).lines
    other = replace(run, results=tuple(replace(r, question="别的问题" + r.id) for r in run.results))
    assert SAID.unlike in report_on(measured(other), file, CHINESE).lines
    assert SAID.lost.format(count=0, some="") in report_on(measured(other), file, CHINESE).lines


@pytest.mark.usefixtures("no_picture")
def test_without_a_font_it_is_said_how_to_get_one(tmp_path: Path) -> None:
    report = report_on(measured(run_of("1-a", [1.0] * 3)), tmp_path / "evaluated.json", CHINESE)
    assert report.picture is None and report.lines[-1] == SAID.no_font
    assert "yuanwen[fonts]" in report.lines[-1]


def drawn(run: Run, before: Run | None, say: Texts) -> NDArray[np.float64]:
    """The picture as dots, where every letter was found."""
    with warnings.catch_warnings():
        warnings.filterwarnings("error", message="Glyph")
        picture = picture_of(run, before, say.evaluation_picture)
    assert picture is not None
    return np.asarray(imread(BytesIO(picture)))


def test_the_picture_has_every_letter_and_both_runs() -> None:
    if font_with("评测龘") is None:
        pytest.skip("no Chinese font here: pip install 'yuanwen[fonts]'")
    run, before = run_of("2-b", [0.0] + [1.0] * 11), run_of("1-a", [1.0] * 9 + [0.0] * 3)
    for say in (CHINESE, texts("zh-hant"), texts("en")):
        dots = drawn(run, before, say)
        high, wide = dots.shape[:2]
        assert wide == 1080 and wide < 2 * high < 4 * wide
        edges = np.concatenate([dots[:2].reshape(-1, 4), dots[-2:].reshape(-1, 4), dots[:, :2].reshape(-1, 4)])
        assert (edges == 1).all(), "something is cut off"
        for colour in (evaluation_picture._NOW, evaluation_picture._BEFORE):
            wanted = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
            assert (np.abs(dots[..., :3] - wanted).max(axis=-1) < 0.01).mean() > 0.01, colour
    assert not np.array_equal(drawn(run, None, CHINESE), drawn(run, before, CHINESE))


def test_a_font_has_what_is_drawn_and_no_more() -> None:
    font = font_with("评测 12")
    if font is None:
        pytest.skip("no Chinese font here: pip install 'yuanwen[fonts]'")
    from fontTools.ttLib import TTFont

    with TTFont(BytesIO(font)) as opened:
        assert set(opened.getBestCmap()) >= set(map(ord, "评测12"))
        assert len(opened.getGlyphOrder()) < 20 and "fvar" not in opened
    assert font_with("\U000effff") is None
