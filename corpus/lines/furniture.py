"""What page furniture looks like: the patterns behind the rules of `corpus.lines.cleaning`.

Patterns of ordinary words (下载, 大, 收藏) are used in the head and tail of a page only, never among the text.
"""

import re
from collections.abc import Callable

PAGE_MARK = re.compile(
    r"[—\-–－―\s]*(?:PAGE\s*)?\d{1,4}[—\-–－―\s]+$|[—\-–－―]+\s*(?:PAGE\s*)?\d{1,4}\s*[—\-–－―]*$"
    r"|第\s*\d+\s*页(?:\s*[,，/]?\s*共\s*\d+\s*页)?$|(?i:page)\s*\d+(?:\s*of\s*\d+)?$|\d{1,4}\s*/\s*\d{1,4}$"
    r"|(?=.*页)(?!首页$)(?:首页|上一页|下一页|尾页|末页|共\s*\d+\s*页|当前第?\s*\d+\s*页|\d+|[\s\[\]()（）|<>«»…]+)+$"
)
INVISIBLE = re.compile("[\\s\u200b-\u200f\u2060\ufeff]+$")
RULE_LINE = re.compile(r"[\-=_*~—·.─]{6,}$")
SITE_TERMS = re.compile(
    "book118|原创力文档|豆丁网|道客巴巴|百度文库|本文档共|VIP文档|成为VIP|版权申诉|法宝引证码|原文链接[：:]?\\s*http"
)
CONTENTS_LINE = re.compile(r".{2,60}?(?:…{2,}|[.…·．]{3,}|\t+)\s*\d{1,4}$")
NEWSPAPER_JUMP = re.compile(r"[（(](?:下转|上接|紧接)第.{1,6}版[)）]$")
PHOTO_CREDIT = re.compile(
    r"[^。]{0,120}(?:记者|通讯员|新华社|中新社|图/|本报|图片社?)[^。！？]{0,24}(?:摄|摄影|供图|摄影报道)[）)。]?$"
)

_WORDS = (
    "下载|打印|全屏|收藏|加大|还原|减小|大|中|小|默认|首页|分享到?|正文|字体|字号|(?:网站|本站|返回)首页|主页|关闭|返回|登录|注册|搜索|导航|评论|点赞|转发|纠错"
    "|复制链接|微信|微博|QQ空间|朋友圈|新浪微博|人民微博|二维码|听新闻|语音播报|播报|朗读|繁體|繁体版?|简体版?|English|无障碍(?:浏览|阅读)?"
    "|(?:长者|适老|老年)(?:模式|版)|关怀版|打印本稿|保护视力色|视力保护色|浏览|我要纠错|A[+\\-]?|T"
)
WORD = re.compile(
    rf"(?:(?:{_WORDS})[：:]?|[【】|×><《》＞»›\[\]/·]+|[大中小特\s\[\]【】()（）]{{2,12}}|[AＡ+\-\s]{{2,9}}"
    r"|[【\[（(]?\s*(?:字体|字号)[大小]*[：:]?.{0,14}|[【\[]?(?:我要)?打印(?:本页|此页|文章|全文)?[】\]]?|[【\[]?关闭(?:窗口|本页|此页)?[】\]]?"
    rf"|(?:[【\[]?(?:{_WORDS}|打印本页|关闭窗口)[】\]]?[\s|]*){{2,}})$"
)
LABEL = re.compile(
    r"[【\[（(]?(?:(?:信息|稿件|文章|新闻|内容|图片)?来\s*源|供稿|(?:发布|发表|更新|发稿|上传|成文|生成|印发)?(?:时间|日期)|阅读(?:量|次数|数)?|浏览(?:次数|量)?|点击(?:数|量|率|次数)?"
    r"|访问(?:量|次数)?|人气|责任编辑|责\s*编|编\s*辑|记者|作\s*者|通讯员|摄影|审核|校对|发布(?:人|者|单位|机构)|分享到?|您?(?:现在)?的?(?:当前)?位置|当前位置"
    r"|字体|字号|索\s*引\s*号|发文字号|文\s*号|主题分类|主题词|信息分类|公开方式|信息名称|关键词|标签|保护视力色|视力保护色)\s*[：:](?P<value>.*)$"
)
FILE_NAME = re.compile(r"[-·\s]*[^。；]{4,80}\.(?:docx?|wps|pdf|pptx?|xlsx?|rtf|txt)$", re.IGNORECASE)
_SITE = "上传|下载|浏览|阅读|点击|访问|格式|页数|大小|评分|字号|字体|来源|发布|点赞|收藏"
PROPERTIES = re.compile(
    rf"(?=.*(?:{_SITE}))(?:[\u4e00-\u9fff]{{2,8}}\s*[：:]\s*[^\s\u3000：:]+(?:[：:]\d+)*(?:[\s\u3000]+|$)){{2,}}$"
)
"""What a site says about a file, several properties on a line: 格式：DOC　页数：5　大小：31KB."""
HEAD_TERMS = re.compile(
    r"(?=.*(?:上传|下载|预览|付费|客服|侵权|本站|本文档|网友|会员|全文))(?:[-·•\s]*\d{1,2}[、.．]|[-·•]\s|(?:温馨|友情|特别)(?:提示|说明)[：:])"
)
"""A site's terms of use above the document."""
MEETING = re.compile(
    r"[【\[（(]?(?:会议)?(?:地\s*点|主\s*持(?:人)?|出\s*席|列\s*席|参加(?:人员)?|记\s*录(?:人)?)\s*[：:]"
)
"""A line of the head of minutes: where this stands, 时间：… is not the page's."""
WITHOUT_VALUE = re.compile(r"[【\[（(]?(?:字体|字号|分享|保护视力|视力保护)")
"""Labels of buttons, whose next line is not their value."""
LOCATION = re.compile(
    r"(?:您的位置|您现在的位置|当前位置|所在位置|您所在的?位置|现在位置|位置)\s*[：:]?|首页\s*(?:[>＞»›/→]|-)|.{2,12}\s[>＞»›]\s"
)
MENU = re.compile(r"(?:[\u4e00-\u9fff]{2,6}\s*[|｜]\s*){3,}[\u4e00-\u9fff]{2,6}\s*[|｜]?$")
"""首页 | 政务公开 | 政务服务 | 互动交流."""
CRUMB = re.compile(r"[>＞»›/]{1,2}$")
TIME_STAMP = re.compile(
    r"(?:时间[：:]?)?(?:\d{4}\s*[年/.\-]\s*\d{1,2}\s*[月/.\-]\s*\d{1,2}\s*日?\s*(?:星期.\s*)?\d{1,2}[：:时]\d{1,2}.{0,40}"
    r"|[^，。：]{2,14}\s\d{4}-\d{1,2}-\d{1,2}\s+\d{1,2}[：:]\d{2}"
    r"|\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{4}年0\d月\d\d日|\d{4}年1\d月0\d日|\d{1,2}[：:]\d{2}(?:[：:]\d{2})?)$"
)
CAPTION = re.compile(
    r"(?:摄|供图|资料图片|/图|新华社发|摄影报道)[。）)]?$|(?:作|向大会作)(?:了)?(?:政府)?工作报告。|大会.{0,12}开幕。|^图(?:为|[：:])"
    r"|(?:会议|大会|开幕会)现场。?$"
)
LINK = re.compile(
    r"[【\[（(]?(?:相关|关联|延伸|推荐|拓展)(?:报道|阅读|链接|新闻|文章|稿件|解读)[】\]）)]?\s*[：:]\s*\S"
)
"""A link to another text on one line with its title."""
TAIL_START = re.compile(
    r"[【\[（(]?(?:相关|关联|延伸|推荐|拓展)(?:报道|阅读|链接|附件|文档|新闻|文章|稿件|解读|信息|内容|推荐|专题|政策)|您可能(?:关注|感兴趣)|猜你喜欢|为您推荐"
    r"|最近下载|文档评论|热门(?:推荐|文章|新闻)|热点新闻|更多(?:新闻|内容|>>)"
    r"|[【\[（(]?(?:责任编辑|[主总]编|责\s*编|编\s*辑|审\s*核|校\s*对|监制|值班编委|值班主任|初审|复审|终审|[一二三]审|排版|制作|文字编辑)\s*[：:丨|/]"
    r"|扫一扫|扫码|微信扫|手机扫|分享到|分享[：:]|[【\[]?\s*(?:我要)?打印(?:本|此)?页|[【\[]?关闭(?:窗口|本页|此页)"
    r"|[【\[]?打印[】\]]|上一[篇条]|下一[篇条]|返回(?:顶部|首页|列表)|网站地图|联系我们|关于我们|友情链接|版权(?:所有|声明)|主办(?:单位)?[：:]|主办单位|承办(?:单位)?[：:]"
    r"|.{0,6}ICP备|.{0,4}公网安备|网站标识码|技术支持[：:]|[》>]{2}|附件下载|[【\[]$|收藏$|免责声明|我要纠错|纠错$|用户评论|我要评论|网友评论|发表评论"
    r"|(?:一图读懂|图解|视频|直播|专题)\s*[|丨：:]|原标题[：:]|关键词[：:]|标签[：:]|来源[：:]|点赞$|在看$|阅读原文|查看原文|中国政府网$"
)
ADDRESSEES = re.compile("[^。；：:\\d]{3,80}[：:]$")
"""To whom a notice or report is addressed, on a line of its own before the text."""
TITLE_WORD = re.compile(
    r"报告|讲话|致辞|条例|意见|通知|决定|方案|规划|办法|公报|发言|演讲|法$|纲要|批示|贺信|规定|宣言|公告|细则|规则"
)

Rule = tuple[str, Callable[[str], object]]
SENTENCES: tuple[Rule, ...] = (
    ("site terms", SITE_TERMS.search),
    ("caption", lambda line: ("摄" in line[-8:] or "供图" in line[-8:]) and PHOTO_CREDIT.match(line)),
)
"""Rules for lines anywhere, those that end as a sentence does; the others fall under EVERYWHERE as well."""
EVERYWHERE: tuple[Rule, ...] = (
    ("invisible", INVISIBLE.match),
    ("page mark", PAGE_MARK.match),
    ("separator", RULE_LINE.match),
    ("newspaper jump", NEWSPAPER_JUMP.match),
    ("contents line", CONTENTS_LINE.match),
    *SENTENCES,
)
HEAD: tuple[Rule, ...] = (
    ("page furniture", WORD.match),
    ("site terms", HEAD_TERMS.match),
    ("file name", FILE_NAME.match),
    ("source line", LABEL.match),
    ("source line", PROPERTIES.match),
    ("time stamp", TIME_STAMP.match),
)


def first_rule(rules: tuple[Rule, ...], line: str) -> str | None:
    """The name of the first of `rules` that `line` falls under."""
    for name, matches in rules:
        if matches(line):
            return name
    return None
