"""The page of an evaluation as a browser shows it, narrow and wide, light and dark: nothing cut off, missing or empty."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import replace
from html import escape
from pathlib import Path

import numpy as np
import pytest
from matplotlib.image import imread

from bot.operating.chinese_fonts import chinese_font_folders
from bot.terminal.evaluation_runs.page import Findings, report_page
from retrieval.evaluation.calibration import reliability, risk_coverage
from retrieval.evaluation.comparison import compare, judge_loss
from retrieval.evaluation.metrics import Evidence, JudgedAnswer, LabelledQuestion
from retrieval.evaluation.runs import Cited, Result, Run

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
LOOKS = [(360, False), (1440, False), (360, True), (1440, True)]
ASKED = """
<script>addEventListener("load", () => {
  const frame = document.querySelector("iframe"), page = frame.contentDocument, root = page.documentElement;
  const shown = [...page.querySelectorAll("h1,h2,h3,p,td,th,figure svg,blockquote,summary")];
  const cut = shown.filter(e => !e.closest(".wide,details") && e.getBoundingClientRect().right > root.clientWidth + 1);
  document.title = JSON.stringify({wide: root.scrollWidth, frame: root.clientWidth, cut: cut.map(e => e.outerHTML.slice(0, 80)),
    empty: [...page.querySelectorAll("svg,td:first-child,blockquote,article,table")].filter(e => e.getBoundingClientRect().height < 2).length,
    dark: getComputedStyle(page.body).backgroundColor});
});</script>"""

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here: apt install chromium")


def judged(number: int) -> tuple[JudgedAnswer, Result]:
    """Questions and quotations of all lengths, one of each three wrong, one of each eight that nothing answers."""
    right, answerable, text = number % 3 > 0, number % 8 > 0, "群众办事少跑腿，数据多跑路。" * (number % 7 + 1)
    kind, rank = ("事实" if number % 2 else "colloquial") if answerable else "unanswerable", (0 if right else None)
    place = (Evidence("关于优化营商环境的讲话.txt", text, ("一、总的要求",)),) if answerable else ()
    confidence = (number * 37 % 100) / 100
    question = LabelledQuestion(f"q{number}", kind, f"第{number}件事怎么办理？", place)
    outcome = JudgedAnswer(question, False, rank, None, confidence, confidence, "answered")
    cited = (Cited("关于优化营商环境的讲话.txt", ("一、总的要求", "（一）减环节" * 9), text),)
    return outcome, Result(
        collection="",
        id=question.id,
        type=kind,
        question=question.question,
        answerable=answerable,
        rank=rank,
        refused=False,
        ending="answered",
        confidence=confidence,
        first_confidence=confidence,
        values={"right": float(right), "hit@1": float(right)},
        characters=40,
        milliseconds=5.0 + number,
        quoted=cited,
        wanted=cited,
        why=("near: 办事 ← 办理", "W" * 300),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    outcomes, results = zip(*map(judged, range(48)), strict=True)
    now = Run("as configured", {"encoder": "bundled", "documents": 14, "commit": "a" * 12}, results)
    before = replace(
        now, name="before", results=tuple(replace(r, values={"right": 1.0, "hit@1": 1.0}) for r in results)
    )
    against = compare(before, now)
    curve = reliability([r.confidence for r in results], [r.answerable for r in results])
    page = report_page(now, Findings({"by the answer": curve}, risk_coverage(outcomes), [against], judge_loss(against)))
    made = tmp_path_factory.mktemp("browser")
    (made / "report.html").write_text(page, encoding="utf-8")
    fonts = "".join(f"<dir>{escape(str(place))}</dir>" for place in chinese_font_folders())
    config = f"<?xml version='1.0'?><fontconfig><dir>/usr/share/fonts</dir>{fonts}<cachedir>{made}/fonts</cachedir></fontconfig>"
    (made / "fonts.conf").write_text(config, encoding="utf-8")
    return made


def browse(folder: Path, *arguments: str) -> str:
    assert CHROMIUM
    common = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--allow-file-access-from-files"]
    environment = {**os.environ, "FONTCONFIG_FILE": str(folder / "fonts.conf"), "HOME": str(folder)}
    done = subprocess.run(
        [CHROMIUM, *common, f"--user-data-dir={folder}/profile", *arguments],
        capture_output=True,
        text=True,
        timeout=180,
        check=True,
        env=environment,
    )
    return done.stdout


@pytest.mark.parametrize(("wide", "dark"), LOOKS)
def test_it_fits_and_holds_what_it_should(wide: int, dark: bool, folder: Path) -> None:
    """Looked at from a page around it, which asks how large everything has become."""
    scheme = "dark" if dark else "light"
    frame = f'<iframe src="report.html" style="border:0;width:{wide}px;height:4000px;color-scheme:{scheme}"></iframe>'
    around = folder / f"around-{wide}-{scheme}.html"
    around.write_text(
        f'<!doctype html><meta charset="utf-8"><style>:root{{color-scheme:{scheme}}}</style>{frame}{ASKED}',
        encoding="utf-8",
    )
    looks = ["--force-dark-mode", "--blink-settings=preferredColorScheme=0"] if dark else []
    shown = browse(folder, *looks, "--virtual-time-budget=4000", "--dump-dom", around.as_uri())
    title = re.search(r"<title>(.*?)</title>", shown)
    assert title, shown[:300]
    found = json.loads(title[1].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
    assert found["frame"] == wide >= found["wide"], found
    assert found["cut"] == [] and found["empty"] == 0
    assert found["dark"] == ("rgb(21, 24, 28)" if dark else "rgb(255, 255, 255)")
    picture = folder / f"{wide}-{scheme}.png"
    browse(folder, *looks, f"--window-size={wide},2400", f"--screenshot={picture}", around.as_uri())
    dots = np.asarray(imread(picture))[..., :3]
    assert dots.shape[:2] == (2400, wide)
    # Of ten strips none is empty but the last, where the page may have ended.
    assert all(strip.std() > 0.02 for strip in np.array_split(dots, 10)[:9])
