"""What is said of a draft whose quotations are checked, in each language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftTexts:
    """A draft whose quotations are checked: the verdicts, their reasons, and what is said of the draft itself."""

    author: str
    exact: str
    slight: str
    differs: str
    elsewhere: str
    not_found: str
    stands: str
    stands_nearly: str
    but_cited_unknown: str
    differs_as: str
    dropped: str
    added: str
    swapped: str
    indirect: str
    not_said: str
    no_section: str
    nowhere: str
    not_in_cited: str
    cited_unknown: str
    note: str
    summary: str
    none: str
    line: str
    quotation: str
    verdict_column: str
    reason: str
    copy_written: str
    copy_exists: str
    copy_failed: str
    as_text: str
    unreadable: str
    several: str
    too_large: str
    too_long: str
    not_fetched: str
    send: str
    left_out: str
    pictures_unchecked: str
    margins_unchecked: str
    in_margin: str
    more: str
    copy_name: str

    def verdict(self, name: str) -> str:
        """What a verdict of `retrieval.drafts.checked` is called."""
        return str(getattr(self, name))


CHINESE_DRAFTS = DraftTexts(
    author="原文核对",
    exact="一致",
    slight="标点或写法不同",
    differs="有出入",
    elsewhere="出处不对",
    not_found="没有找到",
    stands="{place}",
    stands_nearly="文字相同，标点或写法不同。{place}，原文：“{source}”",
    but_cited_unknown="（资料里没有{cited}）",
    differs_as="{changes}。最接近的原文在{place}：“{source}”",
    dropped="漏了“{source}”",
    added="多了“{draft}”",
    swapped="“{draft}”原文是“{source}”",
    indirect="（没有用引号，如是转述，请核对意思）",
    not_said="{cited}没有这句话，它在{place}",
    no_section="{cited}不存在，这句话在{place}",
    nowhere="资料里没有这句话",
    not_in_cited="{cited}没有这句话，资料里别处也没有",
    cited_unknown="资料里没有{document}，别处也没有这句话",
    note="{verdict}：{reason}",
    summary="共核对 {count} 处引文：{counts}",
    none="没有发现引文。引文要用引号标出，或者写明《文件》第几条规定了什么。",
    line="行",
    quotation="引文",
    verdict_column="结论",
    reason="说明",
    copy_written="已写入带批注的副本 {file}",
    copy_exists="{file} 已经存在，没有改动它；请换一个文件名。",
    copy_failed="不能写 {file}（{reason}）；请换一个可以写的位置。",
    as_text="这份文件不能加批注，副本写成了文本。",
    unreadable="读不了《{name}》：{reason}",
    several="《{name}》里有 {count} 份文件；请一次只核对一份。",
    too_large="文件有 {size} MB，超过了 {limit} MB；请拆开，或者把要核对的部分发成文字。",
    too_long="草稿有 {count} 字，超过了 {limit} 字；请拆开，一次核对一部分。",
    not_fetched="没有能从 Telegram 取到这份文件；请再发一次，或者把要核对的部分发成文字。",
    send="请把草稿作为对这条消息的回复发来：Word、PDF、文本文件，或者直接粘贴文字。我会把里面的每一处引文与资料逐字核对。",
    left_out="没有读到：{reason}",
    pictures_unchecked="没有核对：图片、图表、图示和嵌入的文件里的文字（{count} 处）。",
    margins_unchecked="没有核对：页眉、页脚和图片里的文字。存成 .docx 再发，页眉和页脚也会核对。",
    in_margin="页眉或页脚里的“{words}”，{note}",
    more="……另有 {count} 处，见附件。",
    copy_name="核对-{name}",
)


ENGLISH_DRAFTS = DraftTexts(
    author="yuanwen",
    exact="exact",
    slight="other punctuation",
    differs="differs",
    elsewhere="wrong source",
    not_found="not found",
    stands="{place}",
    stands_nearly="The same words, other punctuation or writing. {place}, original: “{source}”",
    but_cited_unknown=" ({cited} is not in the collection)",
    differs_as="{changes}. Closest original, in {place}: “{source}”",
    dropped="“{source}” is missing",
    added="“{draft}” is added",
    swapped="“{draft}” is “{source}” in the original",
    indirect=" (without quotation marks: if this is a paraphrase, compare what it says)",
    not_said="{cited} does not say so; the words are in {place}",
    no_section="There is no {cited}; the words are in {place}",
    nowhere="These words are not in the collection",
    not_in_cited="{cited} does not say so, nor does anything else in the collection",
    cited_unknown="{document} is not in the collection, nor are these words",
    note="{verdict}: {reason}",
    summary="{count} quotations checked: {counts}",
    none="No quotations found. They need quotation marks, or a rule ascribed to an article of a named 《document》.",
    line="Line",
    quotation="Quotation",
    verdict_column="Verdict",
    reason="Reason",
    copy_written="The commented copy is in {file}",
    copy_exists="{file} exists and was left as it is; give another name.",
    copy_failed="{file} cannot be written ({reason}); give a place that can.",
    as_text="This file cannot take comments, so the copy is text.",
    unreadable="“{name}” cannot be read: {reason}",
    several="“{name}” holds {count} documents; check one at a time.",
    too_large="The file has {size} MB, more than {limit} MB; split it, or send the part to check as text.",
    too_long="The draft has {count} characters, more than {limit}; split it and check one part at a time.",
    not_fetched="The file could not be fetched from Telegram; send it again, or send the part to check as text.",
    send="Send the draft as a reply to this message: a Word, PDF or text file, or the text itself. Every quotation in it will be compared with the collection letter by letter.",
    left_out="Not read: {reason}",
    pictures_unchecked="Not checked: text in pictures, charts, diagrams and embedded files ({count}).",
    margins_unchecked="Not checked: page headers, footers and text in pictures. Saved as .docx, headers and footers are checked too.",
    in_margin="“{words}” in a header or footer, {note}",
    more="… {count} more in the file.",
    copy_name="checked-{name}",
)
