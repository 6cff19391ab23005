"""How official texts name people: offices, surnames, and the words by which an audience is addressed."""

import re

OFFICES = (
    "省长|市长|州长|县长|区长|镇长|乡长|主席|书记|总理|主任|部长|厅长|局长"
    "|院长|校长|会长|检察长|代表|常委|委员长|秘书长|总书记|董事长|总经理|旗长|盟长|专员"
)
"""Alternatives of a pattern: what a speaker's office ends in."""

GREETING = re.compile(
    r"(?:尊敬|亲爱)的[^。]{1,40}[：:！!，,]$|[^。，]{0,16}(?:朋友|同志|同学|战友|乡亲)们[：:！!，,]?$|(?:尊敬的)?(?:各位|同志们|同学们|朋友们|女士们|老师们|主席[，、]|主任[，、])[^。]{0,30}[：:！!，,]?$|(?:各位代表|同志们|各位委员)[：:！!，,]"
)
"""A line or line opening that addresses the audience: the text has begun."""

_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖"
    "石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤易温牛盛施洪康戚鲍殷景章鲁倪庄季庞左翟樊"
    "齐葛柳蓝包宁尚凌祝俞习阮骆牟阎华栗薄荣粟乌艾迟敖班卞柴车成仇楚储褚丛单狄刁窦段费封符甘耿宫巩谷关桂霍姬吉纪冀简焦靳荆居柯"
    "匡邝赖郎乐冷励连廉练娄路栾麦满茅梅蒙苗闵缪穆聂盘裴皮平蒲漆祁强乔屈冉饶桑沙商佘舒税司谈滕佟涂屠危巫伍西奚席冼项解辛邢幸胥"
    "宣荀鄢燕应尤游虞喻岳云臧查詹湛甄仲卓宗初卫娜"
    "郦邬苑酆昝庾裘虢逄隗鞠蔺阚芮羿邴郗钭戎郜蓟翦逯郏扈雍璩濮郸桓庹訾蒯竺亓束钮岑沐晏蔚"
)


def is_name(text: str) -> bool:
    """Whether it can be a person's name: a Chinese surname in front, or the dot of a transcribed one."""
    return "·" in text or "•" in text or (text[0] in _SURNAMES and len(re.sub(r"\s+", "", text)) <= 4)
