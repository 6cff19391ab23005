"""Ingestion speed of one core over a folder of text files: `python -m tests.bench.ingest FOLDER`.

Prints megabytes a second through reading, cleaning, outline and passages, and through the search for copies.
"""

import sys
import time
from pathlib import Path

from corpus.copies import group_copies
from corpus.errors import UnreadableFile
from corpus.ingest import read_document


def main(folder: Path) -> None:
    """Read every .txt below `folder` once; files are in the system's cache after a first run."""
    files = sorted(folder.rglob("*.txt"))
    megabytes = sum(file.stat().st_size for file in files) / 1e6
    documents, unreadable = [], 0
    started = time.process_time()
    for file in files:
        try:
            documents.append(read_document(file, root=folder))
        except UnreadableFile:
            unreadable += 1
    read = time.process_time() - started
    groups = group_copies(documents)
    grouped = time.process_time() - started - read
    print(f"{len(files)} files, {megabytes:.1f} MB, {unreadable} unreadable, {len(documents) - len(groups)} copies")
    print(f"read, clean, outline, passages: {megabytes / read:.2f} MB/s ({read:.1f} s)")
    print(f"copies: {megabytes / grouped:.2f} MB/s ({grouped:.1f} s)")


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        sys.exit("usage: python -m tests.bench.ingest FOLDER")
    main(Path(sys.argv[1]))
