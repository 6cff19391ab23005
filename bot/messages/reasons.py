"""Why files were not read, in the user's language; `corpus.reasons` names the kinds and says them in English."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.reasons import Reason, Why


@dataclass(frozen=True, slots=True, kw_only=True)
class ReasonTexts:
    """One phrase for each kind of reason, named as in `corpus.reasons.Why`, and how they are said of files.

    A phrase stands behind the name of one file (`one`) or the number of several (`several`).
    """

    one: str
    several: str
    and_more: str
    between: str

    missing: str
    is_folder: str
    unreadable: str
    link_outside: str
    same_text: str
    no_document: str
    not_as_named: str
    empty: str
    binary: str
    unknown_encoding: str
    password: str
    old_sheet: str
    old_slides: str
    other_archive: str
    picture: str
    scan: str
    meaningless: str
    ofd_scan: str
    picture_pages: str
    no_recognition: str
    unclear_pages: str
    nothing_inside: str
    too_large: str
    many_lines: str
    many_characters: str
    many_pages: str
    full_page: str
    many_parts: str
    many_tags: str
    deep_tags: str
    unfolds: str
    archive_inside: str
    document_type: str
    many_files: str
    much_inside: str
    deep_archive: str
    two_parts: str
    damaged_package: str
    damaged_part: str
    damaged_text: str
    damaged_page: str
    damaged_pdf: str
    no_libreoffice: str
    not_converted: str
    slow_conversion: str
    no_process: str
    too_slow: str
    breaks: str
    much_memory: str
    unforeseen: str

    def phrase(self, reason: Reason) -> str:
        """What `reason` says in this language."""
        words: str = getattr(self, reason.why.name.lower())
        return words.format_map(reason.values)

    def grouped(self, skipped: Iterable[tuple[str, Reason]], listed: int = 20) -> list[str]:
        """One line a reason, with the first `listed` of the files that it holds for, in the order of their first ones."""
        return self.grouped_phrases(((name, self.phrase(reason)) for name, reason in skipped), listed)

    def grouped_phrases(self, skipped: Iterable[tuple[str, str]], listed: int = 20) -> list[str]:
        """The same of names with phrases."""
        groups: dict[str, list[str]] = {}
        for name, phrase in skipped:
            groups.setdefault(phrase, []).append(name)
        return [self._line(phrase, names, listed) for phrase, names in groups.items()]

    def _line(self, phrase: str, names: Sequence[str], listed: int) -> str:
        if len(names) == 1:
            return self.one.format(name=names[0], reason=phrase)
        shown = self.between.join(names[:listed])
        more = self.and_more.format(count=len(names) - listed) if len(names) > listed else ""
        return self.several.format(count=len(names), reason=phrase, names=shown + more)


ENGLISH_REASONS = ReasonTexts(
    one="{name}: {reason}",
    several="{count} files: each {reason}: {names}",
    and_more=" and {count} more",
    between=", ",
    **{why.name.lower(): why.value for why in Why},
)

CHINESE_REASONS = ReasonTexts(
    one="{name}：{reason}",
    several="{count} 个文件{reason}：{names}",
    and_more="，另有 {count} 个",
    between="、",
    missing="不存在，请检查路径",
    is_folder="是文件夹，不是文件，请检查路径",
    unreadable="打不开（{fault}），请检查路径和读取权限",
    link_outside="是指向文件夹之外的链接，请把文件复制进来",
    same_text="与 {other} 内容相同，只从那一份回答",
    no_document="不是文档",
    not_as_named="不是 {ending} 文件，也不是文本，请用原来的程序打开后另存",
    empty="是空的，没有文字",
    binary="是二进制文件，不是文本，请另存为 .txt 或 .md",
    unknown_encoding="不是 UTF-8、UTF-16、GB18030、Big5 编码的文本，请另存为 UTF-8",
    password="有密码保护，请去掉密码后另存",
    old_sheet="是旧版或其他格式的表格，请另存为 .xlsx",
    old_slides="是旧版或其他格式的演示文稿，请另存为 .pptx",
    other_archive="是打不开的压缩包，请改压缩为 .zip 或先解压",
    picture="是图片；要识别其中的文字，请在 config.yaml 里写 ocr: true",
    scan="是扫描件（{pages} 页中有 {pictures} 页只有图片）；要识别文字，请在 config.yaml 里写 ocr: true",
    meaningless="的文字层没有意义（字体不带字符编码），请另存为 .docx，或做文字识别（OCR）",
    ofd_scan="的 {pages} 页中有 {pictures} 页只有图片，没有文字；请另存为 PDF 再做文字识别",
    picture_pages="已读，但第 {pages} 页没有文字；PDF 可以识别：请在 config.yaml 里写 ocr: true",
    no_recognition="需要文字识别，但没有安装：请运行 pip install 'yuanwen[ocr]'",
    unclear_pages="第 {pages} 页识别不清，没有收录，请重新扫描得清楚一些",
    nothing_inside="里没有这种文件该有的内容，请用原来的程序打开后另存",
    too_large="有 {size} MB，超过上限 {limit} MB，请拆分",
    many_lines="有 {count} 行，超过上限 {limit} 行，请拆分",
    many_characters="有 {count} 字，超过上限 {limit} 字，请拆分",
    many_pages="有 {count} 页，超过上限 {limit} 页，请拆分",
    full_page="第 {page} 页有 {count} 字，超过上限 {limit} 字，请拆分",
    many_parts="含 {count} 个部件，超过上限 {limit} 个，请精简后另存",
    many_tags="的 {name} 中标签超过 {limit} 个，请拆分",
    deep_tags="的标签嵌套超过 {limit} 层，请只保存正文，或另存为 .docx",
    unfolds="中的 {name} 解压后由 {packed} 字节变为 {size} 字节，超过上限 {limit}，请另存为普通文档",
    archive_inside="里面又有压缩包（{name}），请另存为普通文档",
    document_type="的 {name} 里声明了文档类型，办公软件不会这样保存，请另存",
    many_files="里有 {count} 个文件，超过上限 {limit} 个，请拆分",
    much_inside="里的文件解压后有 {size} MB，超过上限 {limit} MB，请拆分",
    deep_archive="是多层套装的压缩包，请先解压",
    two_parts="里有两个同名部件，办公软件不会这样保存，请另存",
    damaged_package="已损坏，读不出内部目录，请重新保存",
    damaged_part="已损坏，读不出其中的 {name}，请重新保存",
    damaged_text="已损坏，共 {size} 字节，第 {at} 字节起不是 {encoding} 编码，请另存为 UTF-8 文本",
    damaged_page="已损坏，第 {page} 页读不出来，请重新保存或另存为 .docx",
    damaged_pdf="已损坏，不是能打开的 PDF，请重新保存或另存为 .docx",
    no_libreoffice="要靠 LibreOffice 转换，但没有安装：请安装（`apt install libreoffice-writer`），或另存为 .docx",
    not_converted="已损坏或有保护，LibreOffice 打不开，请用原来的程序打开后另存为 .docx",
    slow_conversion="用 LibreOffice 转换超过 {limit} 秒，请另存为 .docx",
    no_process="现在读不了：负责读取的进程没有启动",
    too_slow="读取时间过长，请另存为普通文档，或拆分",
    breaks="使读取进程中断（状态 {status}），已损坏或是恶意文件，请重新保存",
    much_memory="读取时需要的内存超过 {limit} MB，请拆分",
    unforeseen="损坏得无法识别（{reader} 读取器遇到 {fault}），请重新保存",
)
