"""`yuanwen check DRAFT`."""

import json
from pathlib import Path

import pytest
from docx import Document

from bot.messages import CHINESE
from retrieval.collection import Collection
from tests.bot.drafts.word_files import TITLE, WRONG, with_macros, word_draft
from tests.support.command_line import run


def test_verdicts_as_json_and_in_a_commented_copy(collection: Collection, tmp_path: Path) -> None:
    draft, copy = tmp_path / "稿.docx", tmp_path / "copy.docx"
    draft.write_bytes(word_draft("标题", f"《{TITLE}》第十一条规定：“{WRONG}”"))
    ran = run("check", str(draft), "--json", "--copy", str(copy), "--library", str(collection.folder))
    found = json.loads(ran.stdout)
    assert found["counts"]["differs"] == 1
    (quotation,) = found["quotations"]
    assert (quotation["line"], quotation["verdict"], quotation["words"]) == (2, "differs", WRONG)
    assert [d["source"] for d in quotation["deviations"]] == ["两"]
    assert len(list(Document(str(copy)).comments)) == 1


def test_margins_notes_boxes_and_macro_files_are_checked_and_pictures_named(
    collection: Collection, tmp_path: Path
) -> None:
    draft, copy = tmp_path / "稿.docm", tmp_path / "copy.docx"
    said = f"《{TITLE}》第十一条规定：“{WRONG}”"
    everywhere = {"header": said, "footer": said, "box": said, "note": said, "cells": (said, "另一格")}
    draft.write_bytes(with_macros(word_draft("正文", picture=True, **everywhere)))  # type: ignore[arg-type]
    ran = run("check", str(draft), "--json", "--copy", str(copy), "--library", str(collection.folder))
    found = json.loads(ran.stdout)
    assert found["counts"]["differs"] == 5 and len(found["quotations"]) == 5
    assert found["not_checked"] == [CHINESE.drafts.pictures_unchecked.format(count=1)]
    comments = [comment.text for comment in Document(str(copy)).comments]
    assert len(comments) == 5 and sum("页眉或页脚" in comment for comment in comments) == 2


def test_of_what_is_no_word_file_it_is_said_what_was_not_looked_at(collection: Collection, tmp_path: Path) -> None:
    draft = tmp_path / "稿.html"
    draft.write_text(f"<html><body><p>《{TITLE}》第十一条规定：“{WRONG}”。</p></body></html>", encoding="utf-8")
    ran = run("check", str(draft), "--library", str(collection.folder))
    assert "有出入" in ran.stdout and CHINESE.drafts.margins_unchecked[:12] in ran.stderr


def test_the_table_says_what_differs(collection: Collection, tmp_path: Path) -> None:
    draft = tmp_path / "稿.md"
    draft.write_text(f"# 讲话\n《{TITLE}》第十一条规定：“{WRONG}”\n", encoding="utf-8")
    ran = run("check", str(draft), "--library", str(collection.folder))
    assert "有出入" in ran.stdout and "共核对 1 处引文" in ran.stdout


@pytest.mark.parametrize("made", ["missing", "copy exists"])
def test_faults_are_one_line(collection: Collection, tmp_path: Path, made: str) -> None:
    draft, copy = tmp_path / "稿.md", tmp_path / "copy.md"
    if made == "copy exists":
        draft.write_text("“甲”", encoding="utf-8")
        copy.write_text("mine", encoding="utf-8")
    ran = run("check", str(draft), "--copy", str(copy), "--library", str(collection.folder))
    assert ran.returncode == 2
    assert len(ran.stderr.strip().splitlines()) == 1
    assert not copy.exists() or copy.read_text(encoding="utf-8") == "mine"
