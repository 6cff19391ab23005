"""What was taken out goes for good when it is old, never while a rollback would bring it back."""

import json
import os
import time
from pathlib import Path

from bot.holdings.filing import NOTE, FileChange, Holdings
from bot.holdings.purging import purge_kept
from bot.holdings.undoing import take_back
from retrieval.index.encoder import Encoder
from tests.support.holdings.desk import BRIDGE, DOGS, TUNNEL, files_below, holdings_of, made_collection


def aged(holdings: Holdings, change: FileChange, days: float) -> None:
    """Make the change so old."""
    note = holdings.kept / change.id / NOTE
    at = time.time() - days * 86_400
    note.write_text(json.dumps({**json.loads(note.read_text(encoding="utf-8")), "at": at}), encoding="utf-8")
    os.utime(note, (at, at))


def test_only_what_is_old_and_no_rollback_wants_goes(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(
        tmp_path, encoder, 大桥=BRIDGE, 养犬=DOGS, 隧道=TUNNEL, 水库=TUNNEL.replace("隧道", "水库")
    )
    holdings = holdings_of(collection)
    changes = []
    for name in ("隧道.md", "养犬.md", "水库.md"):
        changes.append(holdings.put_away([name], by=1, before=collection.snapshot().id))
        collection.reload()
    for change in changes:
        aged(holdings, change, 40)
    # The generation that serves and the one before are those that the last two changes led from or to.
    assert purge_kept(collection, holdings, 50) == 0
    assert purge_kept(collection, holdings, 30) == 2
    assert [c.id for c in holdings.changes()] == [changes[-1].id]
    assert [name for name in files_below(holdings.kept) if name.endswith(".md")] == [f"{changes[-1].id}/out-0/水库.md"]
    back = take_back(collection, holdings, collection.snapshot().id)
    assert back.files.restored == ("水库.md",) and (collection.corpus / "水库.md").is_file()
    # It is undone just now, however old it is.
    assert purge_kept(collection, holdings, 30) == 0
    (undone,) = holdings.changes()
    aged(holdings, undone, 40)
    assert purge_kept(collection, holdings, 30) == 1 and files_below(holdings.kept) == {}


def test_what_is_not_a_change_is_left(tmp_path: Path, encoder: Encoder) -> None:
    collection = made_collection(tmp_path, encoder)
    holdings = holdings_of(collection)
    mine = holdings.kept / "mine"
    mine.mkdir(parents=True)
    (mine / "note.txt").write_text("x", encoding="utf-8")
    (mine / NOTE).write_text("no json", encoding="utf-8")
    waiting = holdings.receive("等着的.md", b"x")
    assert purge_kept(collection, holdings, 1) == 0
    assert (mine / "note.txt").exists() and waiting.path.exists()
