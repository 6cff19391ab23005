"""What stands around the title of an official document: the letterhead, the issuing body, the document's number."""

import re

_YEAR = r"(?:[1１][9９]|[2２][0０])\d\d"
DOCUMENT_NUMBER = re.compile(
    rf"[（(]?[\u4e00-\u9fff]{{0,20}}\s*(?:[〔\[［（(【]\s*{_YEAR}\s*[〕\]］）)】]|{_YEAR}年?)?\s*第?\s*\d{{1,4}}\s*号[）)]?"
)
"""沅政办发〔2025〕11号, （皖开放办〔2022〕6号）, 〔2024〕第3号."""
KINDS = (
    "报告|讲话|致辞|发言|演讲|汇报|通知|通报|通告|公告|公报|意见|决定|决议|命令|批复|函|纪要|方案|规划|计划|纲要|要点|办法|条例|细则|规定|规则|规程|规范"
    "|制度|章程|公约|预案|指南|指引|措施|标准|主持词|答记者问|访谈|实录|谈话|贺信|批示|宣言|倡议书|建议书|总结|解读|说明|的调查"
)
"""Alternatives of a pattern: what the title of an official document ends in."""
_ISSUE = re.compile(r"[（(〔\[]?(?:(?:19|20)\d\d年?)?\s*第\s*[\d一二三四五六七八九十百]{1,5}\s*[次期][）)〕\]]?$")
"""第42次, （第3期）: the number of minutes and bulletins."""
_ENDS_IN_KIND = re.compile(rf"(?:{KINDS})\s*(?:[（(][^（）()]{{1,20}}[）)])*$")
_BODIES = (
    "政府|委员会|办公室|办公厅|指挥部|领导小组|调研组|课题组|专班|联席会议|联合会|党组|党委|政协|人大|法院|检察院|总队|支队|大队|[厅局部院委社署]"
    "|医院|学校|中学|小学|大学|公司|集团|中心|协会|总工会|工会|街道|办事处|团委|妇联|残联|管委会|工委|支部"
)
_BODY = re.compile(
    rf"(?:(?!关于|[在的])[\u4e00-\u9fff（）“”\s]){{2,40}}?(?:{_BODIES})(?:[\s\u3000]+(?:19|20)\d\d年\d{{1,2}}月\d{{1,2}}日)?$"
)
_LETTERHEAD = re.compile(rf".{{2,40}}(?:{_BODIES})文\s*件$")
_SPACED = re.compile(r"(?<=[\u4e00-\u9fff])[ \u3000](?=[\u4e00-\u9fff](?:[ \u3000]|$))")
"""The gap between letters that are set wide (会 议 纪 要)."""
_WIDE = re.compile(r"(?:[\u4e00-\u9fff][ \u3000]){2,}[\u4e00-\u9fff]$")


def is_document_number(line: str) -> bool:
    """Whether the line is a document's number, alone."""
    return line[-1:] in "号次期）)〕]" and bool(DOCUMENT_NUMBER.fullmatch(line) or _ISSUE.match(line))


def is_letterhead(line: str) -> bool:
    """Whether the line is the printed head of a body's documents (…人民政府文件)."""
    return bool(_LETTERHEAD.match(line))


def is_body(line: str) -> bool:
    """Whether the line names one or several issuing bodies, and no more but a date."""
    return len(line) <= 45 and bool(_BODY.match(line)) and not ends_in_kind(line)


def ends_in_kind(line: str) -> bool:
    """Whether the line ends as the title of an official document does (…的通知, …办法（试行）)."""
    return bool(_ENDS_IN_KIND.search(closed_up(line)))


def closed_up(line: str) -> str:
    """The line with letters that are set wide closed up: 会 议 纪 要 -> 会议纪要."""
    wide = _WIDE.search(line)
    return line[: wide.start()] + _SPACED.sub("", wide[0]) if wide else line
