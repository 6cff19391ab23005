"""Going back takes the files along that were changed since, no others, and the next reload brings nothing back."""

from pathlib import Path

import pytest

from bot.holdings.undoing import take_back
from retrieval.errors import LibraryDamaged
from retrieval.index.encoder import Encoder
from tests.support.holdings.desk import TUNNEL, files_below, holdings_of, made_collection, sources


def test_only_what_was_done_since_the_generation_before_is_undone(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    holdings = holdings_of(collection)

    def take_in(name: str, text: str) -> None:
        file = holdings.receive(name, text.encode())
        holdings.take_in([file], by=1, before=collection.snapshot().id)

    take_in("隧道.md", TUNNEL)
    collection.reload()
    first = files_below(collection.corpus)
    served = collection.snapshot().id
    holdings.put_away(["养犬.md"], by=1, before=served)
    (collection.corpus / "手放的.md").write_text(TUNNEL.replace("隧道", "水库"), encoding="utf-8")
    collection.reload()
    take_in("没来得及.md", TUNNEL.replace("隧道", "码头"))
    back = take_back(collection, holdings, collection.snapshot().id)
    assert back.generation == served == collection.snapshot().id
    assert (back.files.restored, len(back.files.withdrawn), back.files.stuck, back.fault) == (("养犬.md",), 1, (), "")
    assert {p: c for p, c in files_below(collection.corpus).items() if p != "手放的.md"} == first
    collection.reload()
    assert sources(collection) == sorted(["大桥.md", "养犬.md", "隧道.md", "手放的.md"])


def test_without_a_generation_before_no_file_moves(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    holdings = holdings_of(collection)
    holdings.put_away(["养犬.md"], by=1, before=collection.snapshot().id)
    before = files_below(collection.corpus)
    with pytest.raises(LibraryDamaged):
        take_back(collection, holdings, collection.snapshot().id)
    assert files_below(collection.corpus) == before
