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
            raise UnreadableFile("is damaged: the list of its parts cannot be read; save it again") from None
        if len(entries) > ENTRIES:
            raise UnreadableFile(
                f"holds {len(entries)} parts, over the limit of {ENTRIES}; save it again without extras"
            )
        self._entries = {entry.filename: entry for entry in entries}
        if len(self._entries) < len(entries):
            raise UnreadableFile("holds two parts of one name, which no office program writes; save it again")
        for name in self._entries:
            if name.lower().endswith(_ARCHIVES) and "embeddings/" not in name:
                raise UnreadableFile(f"holds an archive inside ({name[:60]}); save it again as a plain document")

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
            raise UnreadableFile("is protected by a password; remove the password and save it again")
        size = entry.file_size
        if size > PART_LIMIT or (size > 1_000_000 and size > RATIO * max(entry.compress_size, 1)):
            raise UnreadableFile(
                f"unfolds {entry.filename} from {entry.compress_size} to {size} bytes, over the limit of "
                f"{PART_LIMIT} bytes and {RATIO}-fold; save it again as a plain document"
            )
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(size + 1)
        except _FAULTS:
            raise UnreadableFile(f"is damaged: {entry.filename} cannot be unpacked; save it again") from None
        if len(data) != size:
            raise UnreadableFile(f"is damaged: {entry.filename} is not as large as stated; save it again")
        return data


def _tree(data: bytes, name: str) -> etree._Element:
    """The tree of an XML part; document types and entities are refused, nothing is fetched."""
    if data.count(b"<") > TAGS:
        raise UnreadableFile(f"holds over {TAGS} tags in {name}; split the document")
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data.replace(_STRICT, _USUAL), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        reason = str(fault).split("\n")[0][:80]
        raise UnreadableFile(f"is damaged: {name} is no valid XML ({reason}); save it again") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFile(f"declares a document type in {name}, which no office program writes; save it again")
    return root
