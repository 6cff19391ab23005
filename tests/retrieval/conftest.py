"""A small collection to ask with other models than the bundled one, and such models, built here."""

from pathlib import Path

import pytest

from tests.retrieval.tiny_models import write_tiny_models

DOCUMENT = """工作报告
一、办好社区食堂
今年建成社区食堂四十个，老年人就餐给予补贴，每人每天五元。
二、修好农村公路
新建农村公路三百公里，危桥全部改造完成，村村通上公交车。
"""


@pytest.fixture(scope="session")
def tiny_models(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Folders of an `encoder` and a `reranker`."""
    return write_tiny_models(tmp_path_factory.mktemp("models"), DOCUMENT + "怎么吃饭修桥几个")


@pytest.fixture
def one_report(tmp_path: Path) -> Path:
    """A folder with one short report in it."""
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "报告.txt").write_text(DOCUMENT, encoding="utf-8")
    return folder
