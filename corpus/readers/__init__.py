"""Readers: one for each format, each ending in the same blocks.

`files` reads a file: `file_kinds` says what it is, `limits` how much it may hold. `text`, `markdown` and values
separated by commas are decoded in this process; everything that unpacks or parses (`word/`, `pdf/`, `ofd/`, `web/`,
`slides/`, `sheets/`, `packed/`) in another with limits (`sandbox` asks, `worker` answers), since files come from
anywhere. `recognition/` reads pictures of text where that is switched on.
`pages/` makes paragraphs of letters that stand on pages, `package` opens what consists of XML parts,
`unfolding` unpacks them. `number_formats` and `table_rows` are what several readers write alike. A reader knows one
format and nothing of headings; markup and styles become hints in `Block`.
"""

from corpus.readers.file_kinds import is_junk
from corpus.readers.files import ENDINGS, read_blocks, read_parts
from corpus.readers.recognition.asking import Recognition

__all__ = ["ENDINGS", "Recognition", "is_junk", "read_blocks", "read_parts"]
