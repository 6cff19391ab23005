"""Which documents carry a label, and who may see it."""

import json
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.access.labels import NO_LABELS, Labels, label_key
from bot.access.views import Views
from bot.errors import SettingsError
from bot.settings import AccessSettings, load_settings
from tests.support.running_bot import SCHOOLS, UNIONS, Shelf, ShelfSnapshot, document

LABELS = Labels({"内部": (1, -5), "Personnel": (1, 2), "Café": (3,)}, admins=(9,))
FOLDERS = st.sampled_from(
    ["内部", "Personnel", "personnel", "ＰERSONNEL", "Cafe\u0301", "Café", "公开", "内部资料", ""]
)


class Still(Shelf):
    """A shelf with one snapshot for as long as nothing changes, as a collection has it."""

    def __init__(self) -> None:
        super().__init__(UNIONS, SCHOOLS)
        self.now = super().snapshot()

    def snapshot(self) -> ShelfSnapshot:
        return self.now


@pytest.mark.parametrize(
    ("source", "label"),
    [
        ("内部/a.txt", "内部"),
        ("内部/更深/a.zip/b.txt", "内部"),
        ("内部\\a.txt", "内部"),
        ("personnel/a.txt", "personnel"),
        ("ＰERSONNEL/a.txt", "personnel"),
        (unicodedata.normalize("NFD", "Café/a.txt"), label_key("Café")),
        ("内部", None),
        ("内部.txt", None),
        ("内部资料/a.txt", None),
        ("公开/内部/a.txt", None),
        ("a.txt", None),
    ],
)
def test_the_top_folder_is_the_label(source: str, label: str | None) -> None:
    assert LABELS.label_of(source) == label


def test_who_sees_what() -> None:
    assert LABELS.seen_by(1) == {"内部", "personnel"}
    assert LABELS.seen_by(-5) == {"内部"}
    assert LABELS.seen_by(9) == LABELS.every == {"内部", "personnel", label_key("Café")}
    assert LABELS.seen_by(0) == LABELS.seen_by(4) == LABELS.seen_by(-9) == LABELS.seen_by(-1) == NO_LABELS
    assert LABELS.kinds_of_views == {LABELS.seen_by(party) for party in (0, 1, 2, 3, -5, 9)}


@settings(max_examples=40)
@given(st.lists(st.tuples(FOLDERS, st.text(max_size=4)), max_size=6), st.sampled_from([0, 1, 2, 3, 9, -5, 77]))
def test_a_view_holds_exactly_what_its_labels_let_through(named: list[tuple[str, str]], party: int) -> None:
    documents = [document(f"{n}", "一、题", "一句话。") for n in range(len(named))]
    placed = [
        replace(d, source=f"{folder}/{name}.md".lstrip("/")) for d, (folder, name) in zip(documents, named, strict=True)
    ]
    shelf = Shelf()
    shelf.documents = tuple(placed)
    seen = LABELS.seen_by(party)
    shown = Views(shelf, LABELS).view(seen).documents
    assert list(shown) == [d for d in placed if (label := LABELS.label_of(d.source)) is None or label in seen]


def test_a_view_is_made_once_for_a_generation_and_never_of_another() -> None:
    shelf = Still()
    first = shelf.now
    views = Views(shelf, Labels({"a": (1,)}))
    assert views.view(NO_LABELS) is first, "where nothing is hidden there is nothing to make"
    hidden = Shelf(UNIONS, replace(SCHOOLS, source="a/b.md")).snapshot()
    shelf.now = hidden
    assert views.at_hand(NO_LABELS) is None
    made = views.view(NO_LABELS)
    assert views.view(NO_LABELS) is views.at_hand(NO_LABELS) is made
    assert made.documents == (UNIONS,)
    assert views.view(frozenset({"a"})) is hidden
    assert views.conceals(SCHOOLS.id, made) and not views.conceals(UNIONS.id, made) and not views.conceals("x", made)


def test_what_may_be_misspelt_is_noticed() -> None:
    inside = replace(UNIONS, source="内部/a.md", copies=("外/a.md", "内部/b.md"))
    assert LABELS.without_documents([inside]) == ["Personnel", "Café"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"mode": "closed"},
        {"users": [-1]},
        {"groups": [5]},
        {"labels": {"a/b": [1]}},
        {"labels": {"..": [1]}},
        {"labels": {" ": [1]}},
        {"labels": {"a": ["x"]}},
        {"label": {}},
    ],
)
def test_settings_that_cannot_be_meant_are_refused(wrong: dict[str, object], tmp_path: Path) -> None:
    (tmp_path / "config.yaml").write_text(json.dumps({"access": wrong}), encoding="utf-8")
    with pytest.raises(SettingsError, match="access"):
        load_settings(tmp_path / "config.yaml")
    assert AccessSettings() == AccessSettings(mode="open", users=(), groups=(), labels={})
