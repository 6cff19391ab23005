"""Question files: YAML as people write it, JSON lines as programs do, conversations in either.

    document: 讲话.txt                  # of all questions below that name no other
    questions:
      - ask: 送外卖的能参加工会吗
        quote: 都有依法参加和组织工会的权利     # or a list, any of which answers
      - ask: 工会经费怎么用
        section: [二、突出重点, （三）管好用好经费]   # any passage below this heading
      - ask: 哪些人优先安排
        items: [退役军人, 残疾人家庭, {document: 通知.txt, quote: 零就业家庭}]
      - ask: 海水淡化补贴多少
        unanswerable: true
      - chain:
          - ask: 驿站几点开门
            quote: 凌晨四点半开门
          - ask: 那下雪天呢
            quote: 雨雪天不关门

Labels are words of documents and headings, never positions: they stay right when passages are cut otherwise.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from retrieval.errors import RetrievalError
from retrieval.evaluation.metrics import LabelledQuestion, labelled_question, read_jsonl

Row = Mapping[str, Any]

_KEYS = ("ask", "id", "type", "document", "quote", "headings", "section", "items", "unanswerable", "chain")
OPENING, FOLLOW_UP = "opening", "follow-up"
"""Types of the messages of a conversation that state none."""


def read_question_file(file: Path) -> list[LabelledQuestion]:
    """The questions of a YAML file (.yaml, .yml) or of JSON lines. Raises RetrievalError, naming the question at fault."""
    if file.suffix.lower() in (".yaml", ".yml"):
        return _read_yaml(file)
    questions = []
    for number, raw in read_jsonl(file):
        try:
            questions += [labelled_question(row) for row in (_turns(raw) if "turns" in raw else [raw])]
        except (KeyError, TypeError) as fault:
            raise RetrievalError(
                f"{file} line {number}: {fault!r} is missing or misshapen; expected id, type, question and "
                "evidence [{doc, quote, heading_path}] or items [{doc, quotes}]; of a conversation id and "
                "turns [{say, evidence}]"
            ) from None
    return questions


def _turns(raw: Row) -> Iterator[Row]:
    """The messages of a conversation that are asked something: those without evidence (null) lead on only."""
    before: list[str] = []
    for number, turn in enumerate(raw["turns"], start=1):
        if turn.get("evidence") is not None:
            opens = number == 1 or turn.get("own")
            yield {
                "id": f"{raw['id']}.{number}",
                "type": turn.get("type") or (OPENING if opens else FOLLOW_UP),
                "question": turn["say"],
                "evidence": [{"heading_path": [], **place} for place in turn["evidence"]],
                "before": list(before),
            }
        before.append(turn["say"])


def _read_yaml(file: Path) -> list[LabelledQuestion]:
    try:
        raw = yaml.safe_load(file.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as fault:
        raise RetrievalError(f"{file}: cannot be read as UTF-8 text ({fault}); check the path") from None
    except yaml.YAMLError as fault:
        raise RetrievalError(f"{file}: not valid YAML: {' '.join(str(fault).split())}") from None
    if not isinstance(raw, dict) or not isinstance(raw.get("questions"), list):
        raise RetrievalError(f"{file}: found no list `questions:`; expected it with one `- ask: …` for each question")
    if strange := sorted(set(raw) - {"document", "questions"}):
        raise RetrievalError(f"{file}: unknown key `{strange[0]}`; expected `document` and `questions`")
    questions = []
    for number, entry in enumerate(raw["questions"], start=1):
        where = f"{file} question {number}"
        for row in _rows(entry, str(number), raw.get("document"), where):
            questions.append(labelled_question(row))
    return questions


def _rows(entry: Any, number: str, document: Any, where: str) -> Iterator[Row]:
    """The question of an entry, or those of its chain, as `labelled_question` takes them."""
    _check(entry, where)
    if "chain" not in entry:
        yield _row(entry, number, document, where)
        return
    if not isinstance(entry["chain"], list) or not entry["chain"]:
        raise RetrievalError(f"{where}: `chain` holds no messages; expected a list of `- ask: …`")
    identity, before = str(entry.get("id", number)), list[str]()
    for at, turn in enumerate(entry["chain"], start=1):
        _check(turn, f"{where} message {at}")
        kind = turn.get("type") or (OPENING if at == 1 else FOLLOW_UP)
        if _is_labelled(turn):
            row = _row(
                {**turn, "type": kind}, f"{identity}.{at}", entry.get("document", document), f"{where} message {at}"
            )
            yield {**row, "before": list(before)}
        before.append(_text(turn, where))


def _check(entry: Any, where: str) -> None:
    if not isinstance(entry, dict):
        raise RetrievalError(f"{where}: found {type(entry).__name__}, expected `ask: …` with where it is answered")
    if strange := [key for key in entry if key not in _KEYS]:
        raise RetrievalError(f"{where}: unknown key `{strange[0]}`; known are {', '.join(_KEYS)}")


def _is_labelled(entry: Row) -> bool:
    return any(key in entry for key in ("quote", "section", "items", "unanswerable"))


def _row(entry: Row, number: str, document: Any, where: str) -> Row:
    if not _is_labelled(entry):
        raise RetrievalError(
            f"{where}: says not where it is answered; give quote, section or items, or unanswerable: true"
        )
    own = entry.get("document", document)
    row = {"id": str(entry.get("id", number)), "question": _text(entry, where)}
    if entry.get("unanswerable"):
        return {**row, "type": entry.get("type", "unanswerable"), "evidence": []}
    if "items" in entry:
        items = [_item(item, own, where) for item in _several(entry["items"])]
        return {**row, "type": entry.get("type", "list"), "items": items}
    path = [str(heading) for heading in _several(entry.get("headings", ()))]
    places = [
        {"doc": _document(own, where), "quote": str(q), "heading_path": path} for q in _several(entry.get("quote", ()))
    ]
    if section := [str(heading) for heading in _several(entry.get("section", ()))]:
        places.append({"doc": _document(own, where), "quote": section[-1], "heading_path": section})
    return {**row, "type": entry.get("type", "section" if section else "question"), "evidence": places}


def _item(item: Any, document: Any, where: str) -> Row:
    if isinstance(item, dict):
        quotes = [str(quote) for quote in _several(item.get("quote", ()))]
        path = [str(heading) for heading in _several(item.get("headings", ()))]
        return {"doc": _document(item.get("document", document), where), "quotes": quotes, "heading_path": path}
    return {"doc": _document(document, where), "quotes": [str(item)]}


def _text(entry: Row, where: str) -> str:
    if not isinstance(entry.get("ask"), str) or not entry["ask"].strip():
        raise RetrievalError(
            f"{where}: `ask` holds no text; expected what is asked, in quotes where YAML takes it otherwise"
        )
    return str(entry["ask"])


def _document(document: Any, where: str) -> str:
    if not document:
        raise RetrievalError(f"{where}: names no document; give `document: FILE` there or once at the top")
    return str(document)


def _several(value: Any) -> list[Any]:
    return list(value) if isinstance(value, list | tuple) else [value]
