"""Messages that ask for something other than an answer: the next quote, the context, an outline, a list.

Only whole messages match, so that a question that merely contains 目录 or 还有 stays a question. What is matched is
folded (simplified, half width, lower case), without blanks and final punctuation; polite words in front are dropped and
第二条 stands as №.
"""

import re

from bot.conversation.turns import Action
from corpus.chinese.numbers import parse_number

_NTH = re.compile(r"第(\d{1,2}|[一二三四五六七八九十]{1,3})[条个段处项篇份件种]")
_POLITE = re.compile(r"^(?:请|麻烦|帮我|给我|我想|我要|能否|可以|再|看一?看|看一?下|看|显示|打开|列出|列一下|来|把)+")
_THIS = r"(?:№|(?:这|那|它|刚才那)?(?:[条个段节份篇]|一[条段节]|句话|文件|讲话|报告|条例|文章)*)的?"
_SOMETHING = r"(?:什么|啥|哪些|些什么)"
_DETAILED = r"(?:展开|详细|具体)(?:来?(?:说|讲|看)(?:说|讲|看)?|一点|一下|些|内容|点|呢|介绍)*"

_FORMS: dict[Action, tuple[str, ...]] = {
    "complete": (r"(?:都|全部?)?(?:列全|列出来|列完|列出全部)(?:吧|一下)?|(?:全部|都)列(?:出来|一下)?|listall|all",),
    "silent": (
        r"(?:那些?|哪些|还有哪些)?(?:文件|省份?|地方)*[没未](?:有)?(?:提到?|说到?|讲到?)的?(?:文件|都)*(?:是|有)?(?:哪些|哪几份|呢)?|全部未提到的?",
    ),
    "more": (
        r"还有(?:没有)?(?:别|其他|其它|另外|更多)?的?(?:内容|段落|答案|说法|地方)*(?:吗|么|没有?|呢)?",
        r"(?:别|其他|其它)的?呢|更多|more",
    ),
    "continue": (r"继续(?:看|说)?|接着(?:说|看|来)?|然后呢|后面呢|continue|go on|goon",),
    "next": (r"(?:来|换)?一[条个段](?:别的)?|(?:下|后)一?[条个段页]|不是这一?[条个段]|next|n",),
    "previous": (r"(?:看)?(?:上|前)一?[条个段页]|返回|回去|prev|previous|back|p",),
    "expand": (rf"{_THIS}{_DETAILED}|{_DETAILED}№|expand(?:№)?|open|details?",),
    "context": (
        rf"{_THIS}(?:上下文|前后文|上文|下文|前后)",
        rf"(?:前后|[前后上下]面?)(?:都|还|是)*(?:怎么|咋)?(?:说|讲|写)(?:的|了|过)*{_SOMETHING}?|context|around",
    ),
    "section": (
        rf"{_THIS}(?:全文|原文|全部内容|完整内容|全部|完整的?|整节|整段|内容)|[本这该整](?:一?[节段章]|部分)(?:的?(?:全文|全部|内容))?",
        r"section|full|fulltext",
    ),
    "toc": (
        rf"(?:{_THIS}|本文)(?:目录|大纲|提纲|结构|框架)|toc|outline|contents",
        rf"(?:一共|都|主要|分)*(?:讲|分|有)[了成为]?(?:{_SOMETHING}|几个?)(?:部分|章节?|节|方面)",
        rf"(?:这|那|它)(?:[份篇个]?(?:文件|讲话|报告|条例|文章))?(?:都|分|有|一共|讲了?)+(?:{_SOMETHING}|几个?)(?:部分|[章节]|内容)",
    ),
    "documents": (
        rf"(?:你|你们|这里|库里|资料库里?)?(?:都|一共)?(?:有|收录?了?)(?:{_SOMETHING}|多少份?|几份)(?:文件|资料|讲话|报告|文档|材料)",
        r"(?:所有|全部)?(?:文件|资料|文档)(?:列表|清单|目录)|(?:所有|全部)(?:文件|资料|文档)|docs|documents|list|files",
        r"(?:what|which|show|list)(?:me|all|the)*(?:documents|files|docs)[a-z]*",
    ),
    "source": (
        rf"(?:复制|拷贝|抄){_THIS}(?:引文|出处|原文|一下|下来)*|copy(?:quote|source)?",
        rf"{_THIS}是?(?:出处|来源|出自(?:哪里|哪儿|何处))",
        rf"{_THIS}是?(?:谁|哪位|什么时候|何时|啥时候|在?哪里|在?哪儿|哪年|(?:在)?哪[份个](?:文件|报告|讲话|会)[里上]?)(?:说|讲|写|提)(?:到|过)?的?|source|cite|who",
    ),
    "export": (
        r"(?:(?:这次|本次)?对话的?)?(?:全部|所有)?(?:引文)?导出(?:成|为|到)?(?:(?:这次|本次)?对话的?)?(?:全部|所有)?(?:引文)?"
        r"(?:成|为|到)?(?:一?个)?(?:word|docx)?(?:文件|文档)?|export(?:all)?(?:quotes)?",
    ),
    "help": (r"帮助|使用说明|怎么用|你(?:会|能)(?:做|干)?(?:什么|啥)|help|\?",),
    "greet": (r"(?:你好|您好|大家好|hi|hello|hey|在吗|喂|[早上中下午晚]+好|早|嗨)[呀啊哦]?",),
    "laugh": (r"[哈呵嘿嘻]{2,}|2333*|lol|(?:ha){2,}h?|[😀-😆😂🤣😊😄😁]+",),
    "introduce": (
        r"你(?:是|到底是)(?:谁|什么|啥|哪位)(?:呀|啊)?|你叫(?:什么|啥)(?:名字)?|你是(?:个|一个|不是)?(?:真人|人|机器人|ai|人工智能|程序)(?:吗|么)?",
        r"(?:你(?:们)?)(?:背后)?(?:用|使用|基于|是)的?是?(?:什么|啥|哪个|哪种|哪家的?)(?:大?(?:语言)?模型|ai|技术)(?:做)?的?(?:呀|啊)?",
        r"你是(?:不是)?(?:chatgpt|gpt\d*|deepseek|claude|通义千问|文心一言|豆包|kimi)(?:吗|么)?|who(?:are|r)(?:you|u)|what(?:are)?you",
    ),
    "commission": (
        r"(?:(?:写|编|起草|草拟|撰写|代写|生成|翻译|画|润色|改写|仿写|续写|作)(?:一?[个篇首段份封张幅]|一下|成|出)|(?:讲|说|编)一?个(?:笑话|故事)|唱一?[首个])"
        r"(?:(?!怎|咋|多[少久大]|吗|几|谁|哪|什么|啥).){0,20}",
    ),
    "thanks": (
        r"(?:好的?|嗯|行|ok|知道了|明白了?|收到|了解)*(?:谢谢|多谢|感谢|辛苦|thanks|thankyou|thx)(?:你|您|了|啦|啊)*",
        r"[🙏👍❤️🌹]+|好的?|嗯+|行|知道了|明白了?|收到|了解|厉害|不错|很好|真?棒|ok|再见|拜拜|bye",
    ),
    "quote": (r"№(?:呢|(?:是|说|讲)了?(?:什么|啥))?",),
    "pick": (r"\d{1,2}[.、)]?",),
}
_PATTERNS = tuple((action, re.compile("|".join(forms))) for action, forms in _FORMS.items())

_SEARCH = re.compile(r"(?:搜索|搜尋|搜一下|搜|查找|检索|檢索|search|find)(?:\s*[:：]\s*|\s+)(?P<words>\S.*)", re.I)


def request_in(plain: str) -> tuple[Action, int | None] | None:
    """What a message asks for, with the number it names; None for a message that is a question."""
    nth = _NTH.search(plain)
    skeleton = _POLITE.sub("", plain[: nth.start()] + "№" + plain[nth.end() :] if nth else plain)
    for action, pattern in _PATTERNS:
        if pattern.fullmatch(skeleton):
            numeral = nth[1] if nth else re.sub(r"\D", "", plain) if action == "pick" else ""
            return action, parse_number(numeral) if numeral else None
    return None


def searched_words(text: str) -> str | None:
    """The words after 搜索：, None where the message is no search."""
    found = _SEARCH.fullmatch(text.strip())
    return found["words"] if found else None


COMMANDS: dict[str, Action] = {
    "docs": "documents",
    "toc": "toc",
    "search": "search",
    "more": "more",
    "next": "next",
    "prev": "previous",
    "context": "context",
    "section": "section",
    "source": "source",
    "export": "export",
    "help": "help",
    "start": "help",
}
"""Commands by name, without the slash."""


def command_in(text: str) -> tuple[Action, str] | None:
    """The action of a message such as `/toc 养犬条例`, with the words behind it; None where it is no command."""
    found = re.fullmatch(r"\s*[/／](?P<name>[^\s/]*)\s*(?P<words>.*?)\s*", text, re.S)
    if not found:
        return None
    action = COMMANDS.get(found["name"].lower(), "unknown")
    return action, f"/{found['name']}" if action == "unknown" else found["words"]
