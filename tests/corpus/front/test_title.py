"""The title that a document is cited by."""

from tests.support.documents import document_of

NEWS = "本报讯　市里昨天召开座谈会，听取十二家企业对用工、用地和物流成本的意见，会上当场答复了七件事，其余五件限两周内书面答复，并请企业代表到场监督办理情况。"


def test_headline_above_the_source_line_is_the_title() -> None:
    """A page that opens with its headline and date and has no greeting still has a title, not the file's name."""
    lines = ["市里召开企业座谈会", "发布时间：2024-06-03", "", NEWS, "会议要求，" + NEWS[5:]]
    document = document_of(*lines, source="00017.txt")
    assert document.title == "市里召开企业座谈会"
