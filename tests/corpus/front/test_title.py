"""The title that a document is cited by."""

import pytest

from tests.support.documents import document_of

NEWS = "本报讯　市里昨天召开座谈会，听取十二家企业对用工、用地和物流成本的意见，会上当场答复了七件事，其余五件限两周内书面答复，并请企业代表到场监督办理情况。"


def test_headline_above_the_source_line_is_the_title() -> None:
    """A page that opens with its headline and date and has no greeting still has a title, not the file's name."""
    lines = ["市里召开企业座谈会", "发布时间：2024-06-03", "", NEWS, "会议要求，" + NEWS[5:]]
    document = document_of(*lines, source="00017.txt")
    assert document.title == "市里召开企业座谈会"


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (("青石县水利委员会", "会 议 纪 要", "〔2024〕第3号"), "青石县水利委员会会议纪要"),
        (
            (
                "青石县人民政府",
                "专题会议纪要",
                "〔2024〕21号",
                "青石县人民政府办公室　2024年3月1日",
                "关于治理西渠的会议纪要",
            ),
            "关于治理西渠的会议纪要",
        ),
        (("关于春灌情况的调研报告", "青石县妇女联合会", "（2024年3月）"), "关于春灌情况的调研报告"),
        (("青石镇2023年度述职报告", "青石镇党委书记、镇级总渠长　秦守业"), "青石镇2023年度述职报告"),
        (("在全县春灌会议上的讲话_青石文库", "在全县春灌会议上的讲话"), "在全县春灌会议上的讲话"),
        (("青石县春灌实施方案　青水发〔2024〕8号", "（2024年3月1日）"), "青石县春灌实施方案"),
    ],
)
def test_letterheads_issuers_numbers_and_speakers_are_no_part_of_the_title(lines: tuple[str, ...], title: str) -> None:
    assert document_of(*lines, "同志们：", NEWS, NEWS).title == title


def test_a_section_title_right_below_the_title_is_told_by_its_sibling() -> None:
    document = document_of("渠水淹了地 该由谁来赔", "案情回顾", NEWS, "法官说法", NEWS, NEWS)
    assert document.title == "渠水淹了地 该由谁来赔"
    assert [h.text for h in document.headings] == ["案情回顾", "法官说法"]
