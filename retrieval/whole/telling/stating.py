"""What documents state about themselves, their meetings and who answers for what: how it is asked for, how it is stated.

A question may ask for several at once (谁在哪次会上作的). The kinds only add to what makes a sentence likely.
"""

import re
from dataclasses import dataclass

from corpus.chinese.dates import NUMBER, YEAR
from corpus.chinese.people import OFFICES, is_name
from retrieval.fold import Folded

_BODIES = "政府|委员会|办公室|办公厅|指挥部|领导小组|局|厅|部|委|院|会"
_DATE = rf"{YEAR}\s*[年.-]\s*{NUMBER}|{NUMBER}\s*月\s*{NUMBER}?\s*日?"
_WHEN = r"哪一?天|[几哪]月|几号|啥时候?|什么时候|什么时间|何时|哪一?年|几几年|几时|日期|哪日"
_NAME = r"(?P<name>[\u4e00-\u9fff]{2,3}|[\u4e00-\u9fff]\s+[\u4e00-\u9fff]|[\u4e00-\u9fff]{2,6}·[\u4e00-\u9fff·]{2,12})"
_POSTS = OFFICES.replace("代表|", "")
_WHO = r"谁|哪位|哪个(?:领导|人|同志)|什么人|何人|姓名|名字"


@dataclass(frozen=True, slots=True)
class Stating:
    """`asked` is found in what asks for it, `stated` in a sentence that states it; `early`: mostly at the beginning."""

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str]
    early: bool

    def states(self, text: str) -> bool:
        """Whether `text` states it; a name in it must be one."""
        return any(is_name(found.groupdict().get("name") or "·") for found in self.stated.finditer(text))


def _kind(name: str, asked: str, stated: str, early: bool = False) -> Stating:
    return Stating(name, re.compile(asked), re.compile(stated, re.MULTILINE), early)


KINDS = (
    _kind(
        "speaker",
        rf"(?:{_WHO}).{{0,8}}(?:[讲说作做]|发言|致辞|报告|汇报)|(?:[讲说]话|[讲作做]|发言|汇报|报告)的?[是人]?(?:{_WHO})|谁的(?:[讲说]话|报告|发言|汇报)"
        r"|职务|职位|当什么官|作者|谁写的|发言人|主持人|[长任记]叫",
        rf"(?:(?:{_POSTS}|同志)[\s:：]*|^|[,，。、由受])(?:{_NAME})(?:同志)?(?:[)）]?$|(?:代表.{{2,20}})?(?:[作向就在]|发表).{{0,40}}(?:报告|[讲说]话|说明|致辞|演讲|发言|汇报))",
        early=True,
    ),
    _kind(
        "meeting",
        r"(?:哪|什么|啥|几)[一个次届场]?.{0,2}会|几届|第几次|向哪",
        r"会议|大会|全会|座谈会|推进会|动员会|会上|[届次]",
        early=True,
    ),
    _kind("day", _WHEN, _DATE, early=True),
    _kind(
        "site",
        r"在哪|哪[里儿]|哪个(?:城市|会议室|地方|楼|厅|省|市|县)|什么地方|啥地方|地点|地址|哪去|搬到",
        r"地点|地址|会议室|礼堂|宾馆|[在于至入到].{1,24}(?:召开|举行|开幕|举办|主持|办公|会见|新址)|[路街道]\d+号|日\s+[\u4e00-\u9fff]{2,10}[)）]$",
    ),
    _kind(
        "number",
        r"文号|几号令|第几号|多少号|编号",
        r"[〔\[(（【]?\s*(?:19|20)\d\d\s*[〕\])）】]\s*第?\d+号|第?\d+号|号令",
        early=True,
    ),
    _kind(
        "basis",
        r"依据|根据|依照|凭什么|为[啥何什]么?.{0,6}[定制出]|哪[些个部]?.{0,2}(?:法|文件)",
        r"(?:根据|依据|依照|按照|为).*(?:制定|编制|起草|出台|印发|规定如下)",
        early=True,
    ),
    _kind("force", r"施行|实施|执行|生效|起效|开始用|作数", r"起?(?:施行|实施|执行|生效)|起实行"),
    _kind("term", r"管[到几多]|有效|试行|几年有|到期|管用", r"有效期|试行|废止|截至|[至到]\s*\d+年|期限"),
    _kind("adopted", r"通过|批准|批的|批下|审议|印发?的|出台|公布|发布", r"通过|批准|审议|印发|公布|发布", early=True),
    _kind(
        "issuer",
        r"(?:谁|哪[个家里]?.{0,4})(?:[印下]?发|公布|发布|出台|制[定发])|[发制印].{0,3}(?:机关|单位)|谁出的",
        rf"印发|公布|发布|(?:{_BODIES})$|(?:{_BODIES})关于",
        early=True,
    ),
    _kind(
        "authority",
        r"归|主管|哪[个些家]?(?:单位|部门|机关|局)管|谁(?:来)?管",
        r"主管部门.{0,30}(?:负责|主管|是)|是.{0,20}主管部门|(?:部门|机关|机构|局|委员会|办公室).{0,8}(?:主管|负责).{0,30}(?:管理|工作)",
    ),
    _kind(
        "duty",
        r"负责|[归由]谁|归哪|哪[个些家]?(?:单位|部门|机关|科|局)|谁[管来牵]|牵头|主管|设在|挂靠|责任|分管",
        r"负责|牵头|主管|责任|组织|承担|设在|统一管理|管理工作",
    ),
    _kind(
        "phone", r"电话|联系方式|怎么联系|号码|热线|手机|联系人|找谁", r"\d{3,4}-?\d{7,8}|\d{7,12}|电话|热线|1[12]\d{3}"
    ),
    _kind(
        "sent",
        r"发给|报给|报到|报送|抄送|分送|主送|[送发]到哪|交给|报上去|递给|印送",
        r"分送|抄[送报]|主送|(?<![汇通申])报(?:送|请|给|[省市县区乡镇])|[送发]至|(?:政府|部门|委员会|单位|局|办公室|街道)[:：]$",
    ),
    _kind("chair", r"主持", r"主持"),
    _kind("record", r"记录|执笔|起草|拍的?|摄|撰写|写的|整理|解释", r"记录|执笔|起草|摄|撰写|整理|解释"),
    _kind(
        "present", r"来了|到会|出席|参加|列席|请了?假|缺席|多少人|哪些人", r"出席|参加|列席|请假|缺席|应到|实到|到会"
    ),
    _kind(
        "count",
        r"[几多少]+个?大?(?:部分|块|章|条|节|编|篇|类|方面|问题|点)|分成?几|分为几",
        r"[共分有为讲谈提][^\d一二三四五六七八九十]{0,6}[\d一二三四五六七八九十]+(?:个?(?:部分|章|条|节|编|方面|问题)|点)",
    ),
)
"""Written by hand; what each is worth is fitted."""


def stated_asked(part: Folded) -> tuple[Stating, ...]:
    """The kinds that `part` of a question asks for."""
    return tuple(kind for kind in KINDS if kind.asked.search(part))
