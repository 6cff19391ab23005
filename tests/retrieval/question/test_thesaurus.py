"""Everyday phrases are found in questions and lead to official expressions; one's own file counts, its faults are named."""

import re
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import ThesaurusFault
from retrieval.fold import Folded, fold
from retrieval.question.thesaurus import SHIPPED, SHORTEST, Link, Thesaurus, load_thesaurus, read_entries


def folded(*texts: str) -> tuple[Folded, ...]:
    return tuple(fold(text) for text in texts)


INVENTED = Thesaurus(
    [
        (folded("公共厕所建设"), folded("茅坑", "蹲坑的地方")),
        (folded("农村厕所革命", "户厕改造"), folded("茅坑", "乡下茅坑")),
        (folded("新就业形态劳动者"), folded("跑腿的", "送餐的")),
    ]
)


def test_the_longest_phrase_at_a_position_wins() -> None:
    assert [link.everyday for link in INVENTED.links(fold("乡下茅坑什么时候改"))] == ["乡下茅坑"]
    assert [link.everyday for link in INVENTED.links(fold("城里茅坑和乡下茅坑"))] == ["茅坑", "乡下茅坑"]


def test_a_phrase_of_several_entries_weighs_less() -> None:
    (link,) = INVENTED.links(fold("茅坑"))
    assert link == Link(fold("茅坑"), folded("公共厕所建设", "农村厕所革命", "户厕改造"), 0.5)
    assert INVENTED.links(fold("乡下茅坑"))[0].weight == 1.0


def test_particles_at_the_end_may_be_missing() -> None:
    assert INVENTED.links(fold("送餐小哥受伤了找谁"))[0].official == ("新就业形态劳动者",)


def test_what_the_question_says_already_is_not_linked() -> None:
    assert INVENTED.links(fold("送餐的算不算新就业形态劳动者")) == ()


def test_traditional_and_full_width_questions_are_linked_alike() -> None:
    question = "送外卖的能参加工会吗"
    links = load_thesaurus().links(fold(question))
    assert any("新就业形态劳动者" in link.official for link in links)
    assert load_thesaurus().links(fold(opencc.OpenCC("s2t").convert(question))) == links


@given(st.text(alphabet="乡下茅坑的送餐跑腿人 ，a", max_size=40))
def test_links_agree_with_a_plain_scan(question: str) -> None:
    """Against a regular expression over all phrases, longest first."""
    phrases = ["蹲坑的地方", "乡下茅坑", "跑腿的", "送餐的", "茅坑", "跑腿", "送餐"]
    scanned = list(dict.fromkeys(re.findall("|".join(phrases), fold(question))))
    assert [link.everyday for link in INVENTED.links(fold(question))] == scanned


def test_the_shipped_file_is_clean() -> None:
    entries = list(read_entries(SHIPPED))
    assert len(entries) > 3000
    assert load_thesaurus().links(fold("")) == ()
    for official, everyday in entries:
        assert min(map(len, everyday)) >= SHORTEST
        assert not set(official) & set(everyday)
    lines = [line for line in SHIPPED.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert all(fold(line) == line for line in lines)


def test_a_file_of_ones_own_is_read_beside_the_shipped_one(tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("# 本单位的说法\n河湖長制、河长巡河\t盯着河的人、看河的\n\n", encoding="utf-8")
    thesaurus = load_thesaurus(own)
    assert thesaurus.links(fold("我们村看河的是谁"))[0].official == ("河湖长制", "河长巡河")
    assert len(thesaurus) > len(load_thesaurus())


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("河长制 看河的\n", "line 1: expected"),
        ("# 好\n河长制\t看河的\n河长制\t\n", "line 3: expected"),
        ("河长制\t看河的\t多了\n", "line 1: expected"),
        ("河长制\t河\n", "line 1: '河' is too short"),
    ],
)
def test_faults_are_named_by_line(text: str, fault: str, tmp_path: Path) -> None:
    own = tmp_path / "own.tsv"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(ThesaurusFault, match=fault) as caught:
        load_thesaurus(own)
    assert str(own) in str(caught.value)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ThesaurusFault, match="check `thesaurus`"):
        load_thesaurus(tmp_path / "none.tsv")
