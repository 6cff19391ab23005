"""Readers: one for each format, each ending in the same blocks.

`files` reads a file: `file_kinds` says what it is, `limits` how much it may hold. `text` and `markdown` are decoded in
this process; everything that unpacks or parses (`word/`, `pdf/`, `web/`) in another with limits (`sandbox` asks,
`worker` answers), since files come from anywhere. `number_formats` and `table_rows` are what several readers write
alike. A reader knows one format and nothing of headings; markup and styles become hints in `Block`.
"""

from corpus.readers.file_kinds import is_junk
from corpus.readers.files import ENDINGS, read_blocks

__all__ = ["ENDINGS", "is_junk", "read_blocks"]
