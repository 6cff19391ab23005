"""OFD: letters stand where the file says, pages and templates are put together, what is no text is named."""

import pytest

from corpus.errors import UnreadableFile
from corpus.readers.ofd.reader import read_ofd
from tests.support.made_files import HEADER, REPORT, zipped
from tests.support.made_formats.ofd import MARGIN, NAMESPACE, SIZE, as_ofd, text_object

SENTENCE = "各地要把隐患排查放在第一位，水库、堤防、易涝点逐一过一遍，责任到人，限期整改到位，不留死角。"


def with_content(content: str) -> bytes:
    """An OFD file of one page that holds `content`."""
    page = f'<ofd:Page {NAMESPACE}><ofd:Content><ofd:Layer ID="1">{content}</ofd:Layer></ofd:Content></ofd:Page>'
    document = f'<ofd:Document {NAMESPACE}><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages\\Content.xml"/></ofd:Pages></ofd:Document>'
    return zipped(
        {
            "OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody><ofd:DocRoot>Doc/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
            "Doc/Document.xml": document,
            "Doc/Pages/Content.xml": page,
        }
    )


def kept(data: bytes) -> list[str]:
    return [block.text for block in read_ofd(data) if not block.rule]


def test_paragraphs_come_back_and_what_stands_on_every_page_is_dropped() -> None:
    blocks = read_ofd(as_ofd())
    assert [block.text for block in blocks if not block.rule] == [text for _, text in REPORT]
    pages = max(block.page or 0 for block in blocks)
    assert [(b.text, b.rule) for b in blocks if b.rule] == [
        dropped for n in range(1, pages + 1) for dropped in ((HEADER, "running header"), (f"— {n} —", "page number"))
    ]
    assert any(block.turns for block in blocks)


def test_steps_between_letters_are_read_as_they_are_written() -> None:
    row = f'<ofd:TextObject Boundary="10 20 100 8" Size="{SIZE}"><ofd:TextCode X="0" Y="5" DeltaX="g 1 5.6 30 5.6">项目金额</ofd:TextCode></ofd:TextObject>'
    assert kept(with_content(row)) == ["项目 | 金额"]
    unstated = f'<ofd:TextObject Boundary="10 20 100 8" Size="{SIZE}"><ofd:TextCode X="0" Y="5">2024年修路</ofd:TextCode></ofd:TextObject>'
    assert kept(with_content(unstated)) == ["2024年修路"]


def test_a_turned_text_reads_as_it_is_shown() -> None:
    """A page saved lying, its text turned by a matrix: rightwards in its own space is downwards on the page."""
    line = (
        f'<ofd:TextObject Boundary="100 20 6 200" Size="{SIZE}" CTM="0 1 -1 0 6 0"><ofd:TextCode X="0" Y="5">修路</ofd:TextCode>'
        "</ofd:TextObject>"
    )
    assert "".join(kept(with_content(line))) == "修路"


def test_objects_in_blocks_are_read_and_unseen_ones_are_not() -> None:
    block = f"<ofd:PageBlock>{text_object(MARGIN, 50, SENTENCE[:20])}</ofd:PageBlock>"
    unseen = text_object(MARGIN, 80, "看不见").replace("<ofd:TextObject", '<ofd:TextObject Visible="false"')
    assert kept(with_content(block + unseen)) == [SENTENCE[:20]]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('<ofd:ImageObject ResourceID="1"/>', "pictures without text on 1 of 1"),
        ('<ofd:PathObject Boundary="0 0 9 9"/>', "pictures without text on 1 of 1"),
        (
            text_object(MARGIN, 50, "浏览", more='<ofd:CGTransform CodePosition="0" CodeCount="7"/>'),
            "without meaning",
        ),
        (text_object(MARGIN, 50, "路" * 5000) * 41, "200001 characters"),
    ],
)
def test_pages_without_a_text_that_means_something_are_refused(content: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=reason):
        read_ofd(with_content(content))


def test_what_is_locked_or_leads_nowhere_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="password"):
        read_ofd(zipped({"Encryptions.xml": "<x/>", "Doc.dat": "x"}))
    with pytest.raises(UnreadableFile, match="nothing"):
        read_ofd(zipped({"Doc_0/Document.xml": "<x/>"}))
    assert read_ofd(zipped({"OFD.xml": f"<ofd:OFD {NAMESPACE}><ofd:DocBody/></ofd:OFD>"})) == []
