"""Word files of kindred kinds (with macros, templates) as plain ones: python-docx opens no others.

The macros are left out, so that a commented copy holds none.
"""

import io
import re
import zipfile

_TYPES, _PLAIN = (
    "[Content_Types].xml",
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
)
_KINDRED = re.compile(
    rb"application/vnd\.(?:ms-word\.(?:document\.macroEnabled|template\.macroEnabledTemplate)"
    rb"|openxmlformats-officedocument\.wordprocessingml\.template)\.main\+xml"
)
"""ECMA-376 part 1, 11.3.10, and [MS-OFFMACRO2] 2.2.1: what such a file says of its main part."""
KINDRED_ENDINGS = (".docm", ".dotx", ".dotm")
_MACROS = re.compile(r"vba(?:project|data|projectsignature\w*)\.(?:bin|xml)$", re.I)
_NAMING = re.compile(rb"<(?:Relationship|Override)\b[^>]*vba(?:Project|Data)\w*\.(?:bin|xml)[^>]*/>", re.I)


def plain_package(data: bytes) -> bytes:
    """The Word file in `data`, itself where it is a plain one. Raises zipfile.BadZipFile, KeyError."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if not _KINDRED.search(package.read(_TYPES)):
            return data
        plain = io.BytesIO()
        with zipfile.ZipFile(plain, "w", zipfile.ZIP_DEFLATED) as written:
            for entry in package.infolist():
                if _MACROS.search(entry.filename) or "/_rels/vba" in entry.filename:
                    continue
                content = package.read(entry)
                if entry.filename == _TYPES:
                    content = _NAMING.sub(b"", _KINDRED.sub(_PLAIN, content))
                elif entry.filename.endswith(".rels"):
                    content = _NAMING.sub(b"", content)
                written.writestr(entry.filename, content)
    return plain.getvalue()
