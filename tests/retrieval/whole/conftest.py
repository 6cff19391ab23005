"""Reports of four invented counties over three years, written for these tests."""

from pathlib import Path

import pytest

from retrieval.answering import Answerer
from retrieval.collection import Collection
from retrieval.index.encoder import Encoder
from retrieval.snapshot import Snapshot

COUNTIES = ("青田县", "河湾县", "石桥县", "云岭县")
GROWTH = {"青田县": "5%", "河湾县": "5.5%", "石桥县": "5%", "云岭县": "6%"}
LOCAL = {
    "青田县": "培育低空经济，建设无人机起降点十二处。办好老年食堂，新增床位三百张。",
    "河湾县": "改造老旧小区四十个，加装电梯六十部。推进垃圾分类，建设中转站五座。",
    "石桥县": "发展低空经济和冷链物流，开通无人机送货航线三条。建设乡镇寄递站。",
    "云岭县": "发展林下种植，扩大中药材面积两万亩。推进垃圾分类，添置收运车二十辆。",
}
PRICES = {2023: "遏制房地产市场投机炒作", 2024: "促进房地产市场平稳健康发展", 2025: "推动房地产市场止跌回稳"}


def report(county: str, year: int) -> str:
    """The report of a county on its plans for a year."""
    return "\n".join(
        [
            f"{year}年{county}政府工作报告",
            f"（{year}年1月16日）",
            "各位代表：",
            "一、过去一年的工作",
            "一年来，全县上下团结一心，较好完成了各项任务。公路养护和水库除险都有进展，群众办事更加方便。",
            f"二、{year}年的主要目标",
            f"地区生产总值增长{GROWTH[county]}左右，城镇新增就业{1000 + year}人。粮食产量保持稳定。",
            "三、重点工作",
            f"{LOCAL[county]}坚持房子是用来住的，{PRICES[year]}。支持中小学改善食堂，减轻学生课业负担。",
        ]
    )


@pytest.fixture(scope="session")
def counties(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """The four counties' reports of 2025."""
    return _built(encoder, tmp_path_factory.mktemp("counties"), [(county, 2025) for county in COUNTIES])


@pytest.fixture(scope="session")
def years(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """One county's reports of three years."""
    return _built(encoder, tmp_path_factory.mktemp("years"), [("青田县", year) for year in PRICES])


@pytest.fixture(scope="session")
def growth(encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    """Three years' reports that look back on jobs as well as plan them, each year in other words."""
    done = {
        2023: "城镇新增就业6120人，创历史新高。",
        2024: "就业稳定，全年城镇新增就业6350人。",
        2025: "新增就业6480人。",
    }
    planned = {2023: "新增就业6000人。", 2024: "城镇新增就业6200人以上。", 2025: "今年城镇新增就业6400人左右。"}
    texts = {
        f"{year}_青田县.txt": "\n".join(
            [
                f"{year}年青田县政府工作报告",
                f"（{year}年1月16日）",
                "各位代表：",
                "一、过去一年工作回顾",
                f"一年来，全县较好完成了各项任务。{done[year]}公路养护和水库除险都有进展。",
                f"二、{year}年主要目标任务",
                f"粮食产量保持稳定。{planned[year]}居民收入和经济增长同步。",
            ]
        )
        for year in done
    }
    return _library(encoder, tmp_path_factory.mktemp("growth"), texts)


def _built(encoder: Encoder, folder: Path, reports: list[tuple[str, int]]) -> Snapshot:
    return _library(encoder, folder, {f"{year}_{county}.txt": report(county, year) for county, year in reports})


def _library(encoder: Encoder, folder: Path, texts: dict[str, str]) -> Snapshot:
    (folder / "documents").mkdir()
    for name, text in texts.items():
        (folder / "documents" / name).write_text(text, encoding="utf-8")
    collection = Collection(folder / "documents", folder / "library", Answerer(encoder))
    collection.reload()
    return collection.snapshot()


@pytest.fixture(scope="session")
def collection_snapshot(collection: Collection) -> Snapshot:
    """The shipped speeches."""
    return collection.snapshot()
