"""Word files of drafts, as people make them."""

import io
import zipfile
from collections.abc import Sequence

from docx import Document
from docx.document import Document as OpenedWord
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

RULE = "重点管理区内，每户限养犬只两只。"
WRONG = "重点管理区内，每户限养犬只三只。"
TITLE = "云岭市文明养犬管理条例"
BOX = (
    '<w:r {ns}><w:pict><v:shape xmlns:v="urn:schemas-microsoft-com:vml"><v:textbox><w:txbxContent>'
    "<w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
)


PICTURE = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55000000"
    "0a49444154789c636000000002000148afa4710000000049454e44ae426082"
)
"""A PNG of one dot."""


def word_draft(
    *paragraphs: str | Sequence[str],
    cells: Sequence[str] = (),
    box: str = "",
    note: str = "",
    header: str = "",
    footer: str = "",
    picture: bool = False,
) -> bytes:
    """A Word file with these paragraphs, of several runs where they are given so, a table of `cells`, a text box, a footnote,
    a page header and footer, a picture."""
    file = Document()
    for paragraph in paragraphs:
        pieces = [paragraph] if isinstance(paragraph, str) else paragraph
        written = file.add_paragraph()
        for n, piece in enumerate(pieces):
            written.add_run(piece).bold = n % 2 == 1
    if cells:
        table = file.add_table(1, len(cells))
        for cell, text in zip(table.rows[0].cells, cells, strict=True):
            cell.text = text
    if box:
        paragraph_element = file.add_paragraph()._p
        paragraph_element.append(parse_xml(BOX.format(ns=nsdecls("w"), text=box)))
    if note:
        _add_note(file, note)
    if header:
        file.sections[0].header.paragraphs[0].text = header
    if footer:
        file.sections[0].footer.paragraphs[0].text = footer
    if picture:
        file.add_picture(io.BytesIO(PICTURE))
    saved = io.BytesIO()
    file.save(saved)
    return saved.getvalue()


def with_macros(plain: bytes) -> bytes:
    """The Word file as Word saves one with macros (.docm)."""
    main = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    macro = b"application/vnd.ms-word.document.macroEnabled.main+xml"
    project = b'<Override PartName="/word/vbaProject.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    relation = (
        b'<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/relationships/vbaProject" '
        b'Target="vbaProject.bin"/></Relationships>'
    )
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(plain)) as package, zipfile.ZipFile(saved, "w") as written:
        for entry in package.infolist():
            content = package.read(entry)
            if entry.filename == "[Content_Types].xml":
                content = content.replace(main, macro).replace(b"</Types>", project)
            elif entry.filename == "word/_rels/document.xml.rels":
                content = content.replace(b"</Relationships>", relation)
            written.writestr(entry.filename, content)
        written.writestr("word/vbaProject.bin", b"Sub AutoOpen")
    return saved.getvalue()


def _add_note(file: OpenedWord, text: str) -> None:
    """A footnote to the first paragraph; python-docx writes none itself."""
    content = f'<w:footnotes {nsdecls("w")}><w:footnote w:id="2"><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    part = Part(PackURI("/word/footnotes.xml"), kind, content.encode(), file.part.package)
    file.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    file.paragraphs[0]._p.append(parse_xml(f'<w:r {nsdecls("w")}><w:footnoteReference w:id="2"/></w:r>'))
