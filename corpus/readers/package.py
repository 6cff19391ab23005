"""Office packages (zip files of XML parts), read within limits: a small file must not unfold into a large one.

Only parts that the text needs are unpacked, in memory. What is embedded (a chart's spreadsheet) is never opened.
"""

import io
import posixpath
import struct
import zipfile
import zlib

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.reasons import Why

ENTRIES, PART_LIMIT, RATIO, TAGS = 1000, 20_000_000, 100, 1_000_000
"""Entries of a package; bytes of a part; how far a part over 1 MB may be compressed; tags (150 bytes each as a tree)."""

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".jar", ".docx")
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    NotImplementedError,
    OSError,
    EOFError,
    ValueError,
    RuntimeError,
    KeyError,
    struct.error,
)


class Package:
    """An opened package. Raises UnreadableFile throughout."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            entries = self._zip.infolist()
        except _FAULTS:
            raise UnreadableFile(Why.DAMAGED_PACKAGE) from None
        if len(entries) > ENTRIES:
            raise UnreadableFile(Why.MANY_PARTS, count=len(entries), limit=ENTRIES)
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise UnreadableFile(Why.TWO_PARTS)
        for name in self._entries:
            if name.lower().endswith(_ARCHIVES) and "embeddings/" not in name:
                raise UnreadableFile(Why.ARCHIVE_INSIDE, name=name[:60])

    def related(self, source: str = "") -> dict[str, str]:
        """Kind (`styles`, `numbering`, …) to name of the parts that the part `source` names, "" for the package."""
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, str] = {}
        for relation in root.iter(_RELATION) if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                kind = relation.get("Type", "").rpartition("/")[2]
                found.setdefault(kind, posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/"))
        return found

    def part(self, name: str | None) -> etree._Element | None:
        """The root of the XML part `name`, None where the package has no such part."""
        entry = self._entries.get(name or "")
        return None if entry is None else _tree(self._unpack(entry), entry.filename)

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        if entry.flag_bits & 1:
            raise UnreadableFile(Why.PASSWORD)
        size = entry.file_size
        if size > PART_LIMIT or (size > 1_000_000 and size > RATIO * max(entry.compress_size, 1)):
            raise UnreadableFile(
                Why.UNFOLDS, name=entry.filename, packed=entry.compress_size, size=size, limit=PART_LIMIT
            )
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(size + 1)
        except _FAULTS:
            raise UnreadableFile(Why.DAMAGED_PART, name=entry.filename) from None
        if len(data) != size:
            raise UnreadableFile(Why.DAMAGED_PART, name=entry.filename)
        return data


def _tree(data: bytes, name: str) -> etree._Element:
    """The tree of an XML part; document types and entities are refused, nothing is fetched."""
    if data.count(b"<") > TAGS:
        raise UnreadableFile(Why.MANY_TAGS, limit=TAGS, name=name)
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.replace(_STRICT, _USUAL), parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFile(Why.DAMAGED_PART, name=name) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(Why.DOCUMENT_TYPE, name=name)
    return root
