"""Office packages (zip files of XML parts), read within limits: a small file must not unfold into a large one.

Only parts that the text needs are unpacked, in memory. What is embedded (a chart's spreadsheet) is never opened.
"""

import io
import posixpath
import re
import zipfile

from lxml import etree

from corpus.errors import UnreadableFile
from corpus.readers.unfolding import ZIP_FAULTS, unfolded
from corpus.reasons import Why

ENTRIES, TAGS = 1000, 1_000_000
"""Of a package; of a part (150 bytes each as a tree)."""

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
_USUAL = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_ATTACHED = re.compile(r"embeddings/|Attach", re.I)
_ARCHIVES = (".zip", ".rar", ".7z", ".gz", ".jar", ".docx")


class Package:
    """An opened package. Raises UnreadableFile throughout."""

    def __init__(self, data: bytes, *, entries: int = ENTRIES) -> None:
        """`entries` is the most that it may have."""
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
            listed = self._zip.infolist()
        except ZIP_FAULTS:
            raise UnreadableFile(Why.DAMAGED_PACKAGE) from None
        if len(listed) > entries:
            raise UnreadableFile(Why.MANY_PARTS, count=len(listed), limit=entries)
        self._entries = {entry.filename: entry for entry in listed}
        if len(self._entries) < len(listed):
            raise UnreadableFile(Why.TWO_PARTS)
        for name in self._entries:
            if name.lower().endswith(_ARCHIVES) and not _ATTACHED.search(name):
                raise UnreadableFile(Why.ARCHIVE_INSIDE, name=name[:60])

    def related(self, source: str = "") -> dict[str, str]:
        """Kind (`styles`, `numbering`, …) to name of the first part that the part `source` names, "" for the package."""
        found: dict[str, str] = {}
        for _, kind, name in self._relations(source):
            found.setdefault(kind, name)
        return found

    def targets(self, source: str) -> dict[str, str]:
        """Id (`rId3`) to name of the parts that the part `source` names."""
        return {identity: name for identity, _, name in self._relations(source)}

    def _relations(self, source: str) -> list[tuple[str, str, str]]:
        """Id, kind and name of the parts inside the package."""
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        return [
            (
                relation.get("Id", ""),
                relation.get("Type", "").rpartition("/")[2],
                placed(relation.get("Target", ""), folder),
            )
            for relation in (root.iter(_RELATION) if root is not None else ())
            if relation.get("TargetMode") != "External"
        ]

    def part(self, name: str | None) -> etree._Element | None:
        """The root of the XML part `name`, None where the package has no such part."""
        data = self.content(name)
        return None if data is None else _tree(data, name or "")

    def content(self, name: str | None) -> bytes | None:
        """The bytes of the part `name`, None where the package has no such part."""
        entry = self._entries.get(name or "")
        return None if entry is None else unfolded(self._zip, entry)


def relation_id(element: etree._Element, name: str = "id") -> str:
    """The id in the attribute r:`name`, whose namespace differs between editions of the format; "" where there is none."""
    return next((str(value) for key, value in element.items() if str(key).endswith("}" + name)), "")


def placed(target: str, folder: str) -> str:
    """The name of the part that one in `folder` means by `target`; none lies outside of the package."""
    return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


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
