"""Questions written on a document: what is asked back, and that the file reads as it was meant, whatever stood in it."""

import io
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from bot.messages import CHINESE
from bot.terminal.question_writing import Desk, write_questions
from corpus.errors import CorpusError
from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import Evidence, LabelledQuestion
from retrieval.evaluation.questions.files import read_question_file
from retrieval.evaluation.questions.writing import add_question, nearest_question, share_of_words
from tests.support.command_line import run
from tests.support.random_texts import TEXTS

SAID = CHINESE.evaluation_writing
FIRST, SECOND = "今年建成社区食堂四十个，老年人就餐给予补贴，每人每天五元。", "新建农村公路三百公里，危桥全部改造完成。"
SPEECH = f"工作报告\n一、办好社区食堂\n{FIRST}\n二、修好农村公路\n{SECOND}\n"


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    file = tmp_path / "报告.txt"
    file.write_text(SPEECH, encoding="utf-8")
    return file


def typed(speech: Path, file: Path, *lines: str) -> str:
    """What is shown where these lines are typed, prompts included."""
    given: Iterator[str] = iter(lines)
    shown = io.StringIO()

    def read(prompt: str) -> str:
        shown.write(prompt)
        try:
            return next(given)
        except StopIteration:
            raise EOFError from None

    write_questions(speech, Desk(file, read, Console(file=shown, width=200), CHINESE))
    assert next(given, None) is None
    return shown.getvalue()


@pytest.mark.parametrize("name", ["questions.jsonl", "questions.yaml"])
def test_a_document_is_walked_through(name: str, speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "deep" / name
    shown = typed(
        speech,
        file,
        "吃饭有没有优惠",
        "每人每天五元",
        "colloquial",
        "火星上有没有海",
        "无",
        "",
        "通车多少里程",
        "",
        "",
        "",
    )
    assert SAID.passage.format(number=2, passages=2, path="二、修好农村公路") in shown
    eating, nothing, road = read_question_file(file)
    assert eating.evidence == (Evidence("报告.txt", "每人每天五元", ("一、办好社区食堂",)),)
    assert (eating.type, road.type, nothing.type) == ("colloquial", "fact", "unanswerable")
    assert road.evidence == (Evidence("报告.txt", SECOND, ("二、修好农村公路",)),)
    assert nothing.evidence == () and len({q.id for q in (eating, nothing, road)}) == 3
    assert shown.rstrip().endswith(SAID.ended.format(file=file, count=3))


def test_coming_back_goes_on_behind_the_last_question(speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    typed(speech, file, "吃饭有没有优惠", "每人每天五元", "", "q")
    shown = typed(speech, file, "b", "q")
    resumed, back = shown.split(SAID.passage.format(number=1, passages=2, path="一、办好社区食堂"))
    assert SAID.resumed.format(number=2) in resumed and SECOND in resumed and FIRST not in resumed
    assert SAID.has_some.format(count=1) in back
    typed(speech, file, "通车多少里程", "", "", "q")
    assert SAID.complete in typed(speech, file, "q")


def test_a_quotation_is_compared_letter_by_letter(speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    shown = typed(speech, file, "吃饭有没有优惠", "每人每天5元", "每人每天五元", "", "q")
    assert SAID.not_verbatim.format(nearest="每人每天五元") in shown
    (question,) = read_question_file(file)
    assert question.evidence[0].quote == "每人每天五元"
    # Words of another passage stand under the headings of that one.
    typed(speech, file, "b", "桥修得怎样", "危桥全部改造完成", "", "q")
    assert read_question_file(file)[1].evidence[0].heading_path == ("二、修好农村公路",)


def test_a_question_in_the_words_of_its_answer_is_asked_back(speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    lines = [
        "社区食堂建成多少",
        "今年建成社区食堂四十个",
        "吃饭的地方有几处",
        "",
        "老年人就餐补贴",
        "老年人就餐给予补贴",
        "",
        "lexical",
    ]
    shown = typed(speech, file, *lines, "老年人补贴", "老年人就餐给予补贴", "b", "q")
    assert shown.count(SAID.shares.partition("{share}")[2]) == 3
    assert [q.question for q in read_question_file(file)] == ["吃饭的地方有几处", "老年人就餐补贴"]


def test_a_question_is_written_once(speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    first = ["老人吃饭有没有优惠价格", "每人每天五元", ""]
    again = ["老人吃饭有没有優惠价格？", "每人每天五元"]
    near = ["老人吃饭有没有优惠价格呢", "每人每天五元"]
    shown = typed(speech, file, *first, *again, *near, "b", *near, "", "", "q")
    assert SAID.same.format(id="questions-001") in shown
    assert [q.question for q in read_question_file(file)] == [first[0], near[0]]


WRITTEN = "# 手写的\ndocument: 讲话.txt\nquestions:\n- ask: 谁讲的 # 问人\n  quote: 甲\n\n# 末尾\n"


def test_what_stands_in_a_file_stays_as_it_was_written(speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.yml"
    file.write_text(WRITTEN, encoding="utf-8")
    typed(speech, file, "吃饭有没有优惠", "每人每天五元", "", "q")
    assert file.read_text(encoding="utf-8").startswith(WRITTEN)
    assert [q.question for q in read_question_file(file)] == ["谁讲的", "吃饭有没有优惠"]
    assert not list(tmp_path.glob(".*"))


@pytest.mark.parametrize(
    "written", ["questions: [{ask: 谁, unanswerable: true}]\n", "questions: []\ndocument: a\n", "- 1\n"]
)
def test_a_file_that_cannot_be_added_to_is_left_as_it_was(written: str, speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "own.yaml"
    file.write_text(written, encoding="utf-8")
    with pytest.raises(RetrievalError, match=r"own\.yaml") as refused:
        typed(speech, file, "吃饭有没有优惠", "每人每天五元", "")
    assert "\n" not in str(refused.value)
    assert file.read_text(encoding="utf-8") == written and not list(tmp_path.glob(".*"))


# YAML's old ends of lines are none of a question's letters: nobody types them.
PLAIN = TEXTS.filter(lambda text: text.strip() and max(text) < "\ud800" and not {"\x85", "\u2028", "\u2029"} & {*text})


@given(st.sampled_from([".jsonl", ".yaml"]), st.lists(st.tuples(PLAIN, PLAIN, st.lists(PLAIN, max_size=2)), max_size=3))
def test_whatever_is_added_is_read_back(ending: str, rows: list[tuple[str, str, list[str]]]) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / f"questions{ending}"
        wanted = [
            LabelledQuestion(str(n), "fact", question, (Evidence("报告.txt", quote, tuple(path)),))
            for n, (question, quote, path) in enumerate(rows)
        ]
        for question in wanted:
            add_question(file, question)
        assert not rows or read_question_file(file) == wanted


def test_words_that_are_shared_are_counted_by_pairs() -> None:
    assert share_of_words("修路多少", "修路三百公里") == pytest.approx(1 / 3)
    assert share_of_words("谁", "谁") == 0.0
    followed = LabelledQuestion("1", "follow-up", "几点开门", (), before=("驿站在哪",))
    assert nearest_question("几点开门", [followed]) is None


def test_what_is_no_document_is_said(tmp_path: Path) -> None:
    with pytest.raises(CorpusError):
        typed(tmp_path / "nowhere.txt", tmp_path / "questions.jsonl")


def test_lines_may_come_through_a_pipe(speech: Path, tmp_path: Path) -> None:
    file = tmp_path / "questions.yaml"
    result = run("questions", "new", str(speech), "--to", str(file), stdin="吃饭有没有优惠\n每人每天五元\n\n")
    assert result.returncode == 0, result.stderr
    assert SAID.ended.format(file=file, count=1) in result.stdout
    assert [q.question for q in read_question_file(file)] == ["吃饭有没有优惠"]
