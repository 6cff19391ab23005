"""What drafts are made of around their quotations: carrying sentences, invented quotations, and names in marks that are none.

The rules of `retrieval.drafts.attributing` were made on `FIRST` and mended on `SECOND`; `THIRD` were written after that: 190 to
197 of 200 errors were found then, without an alarm, and all but a few since titles behind a quotation are looked for too.

`{title}` is a document's name, `{section}` its section, `{words}` the quotation with its marks.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Carriers:
    """Sentences around a quotation that name a document, one of its sections too, anybody, or nobody as its source."""

    cited: tuple[str, ...]
    section: tuple[str, ...]
    said: tuple[str, ...]
    plain: tuple[str, ...]


_CITED = (
    "《{title}》明确提出，{words}，这为我们下一步工作划了重点。",
    "《{title}》指出：{words}我们要结合各自实际，一项一项抓到位。",
    "对这件事，《{title}》讲得很清楚：{words}各单位要对照检查，不留死角。",
    "大家要认真学习领会《{title}》，其中强调，{words}，说到了问题的根子上。",
    "据《{title}》介绍，{words}。这组情况值得我们深思。",
    "{words}（《{title}》）。这句话，今天读来仍有分量。",
    "正如《{title}》所说，{words}，任何时候都不能松劲。",
)
_CITED_OTHERWISE = (
    "去年下发的《{title}》里有这么一段：{words}",
    "翻开《{title}》，{words}的表述让人眼前一亮。",
    "《{title}》用了不少篇幅来谈这个问题，说的就是{words}。",
    "按《{title}》的说法，就是要{words}。",
    "我在《{title}》中读到{words}，很受触动。",
    "《{title}》把{words}摆在突出位置，用意很深。",
    "要落实好《{title}》关于{words}的部署。",
    "{words}——《{title}》",
    "{words}，这是《{title}》里的话，大家可以回去再看一看。",
    "一年前印发的《{title}》（以下简称《文件》）曾写道：\n{words}",
    "会议原原本本传达了《{title}》。会议认为，{words}讲得十分透彻。",
)
_SECTION = (
    "《{title}》{section}规定：{words}各级各部门要严格执行。",
    "依照《{title}》{section}的规定，{words}，这一条没有弹性。",
    "《{title}》{section}明确要求，{words}，请有关单位逐项落实。",
    "{words}（《{title}》{section}）。这是红线，谁也不能碰。",
    "《{title}》{section}写得明明白白：{words}有的同志却没有读到这里。",
)
_SECTION_OTHERWISE = (
    "《{title}》{section}：{words}",
    "根据《{title}》{section}{words}之规定，应当立即整改。",
    "《{title}》中与此有关的内容不少，其中{section}讲的是{words}，针对性很强。",
    "{words}，这是《{title}》{section}的原文。",
    "对照《{title}》（2025年印发）{section}“两个到位”的精神，特别是{words}的要求，我们做得还不够。",
    "请大家翻到《{title}》{section}，上面写的是{words}。",
)
_CITED_LAST = (
    "这里我想重温一下《{title}》中的一段话：{words}",
    "《{title}》对此早有安排，即{words}，关键看怎么做。",
    "有同志问依据在哪里，依据就在《{title}》，原文写着{words}。",
    "以《{title}》为遵循，把{words}作为硬任务抓下去。",
    "{words}，《{title}》中的这一要求务必入脑入心。",
    "不少同志对《{title}》学得不深，连{words}这样的话都没有印象。",
    "结合《{title}》来看，{words}，绝不是一句空话。",
    "《{title}》一文谈到，{words}，至今仍有现实意义。",
)
_SECTION_LAST = (
    "按照《{title}》{section}的部署，{words}，今年要见到成效。",
    "《{title}》{section}专门讲了这个问题，原文是{words}。",
    "请看《{title}》{section}：{words}",
    "《{title}》的{section}已经讲明，{words}，没有讨价还价的余地。",
)
_SAID = (
    "会上强调，{words}，与会同志深受启发。",
    "文件要求，{words}，但从检查的情况看，落实得还不够。",
    "讲话中提出：{words}这是对我们的期望，也是鞭策。",
    "上级明确要求，{words}，我们一天也不能等。",
)
_UNCITED = (
    "有一句话我印象很深：{words}",
    "{words}，这既是目标，也是承诺。",
)
FIRST = Carriers(_CITED, _SECTION, _SAID, _UNCITED)
SECOND = Carriers(_CITED_OTHERWISE, _SECTION_OTHERWISE, _SAID, _UNCITED)
THIRD = Carriers(_CITED_LAST, _SECTION_LAST, _SAID, _UNCITED)

DECOYS = (
    "要持续深化“放管服”改革，把“最多跑一次”落到实处。",
    "“十四五”时期是关键时期，“三农”工作仍是重中之重。",
    "全面推广“一件事一次办”，打通服务群众的“最后一公里”。",
    "我市获评“全国双拥模范城”称号，“雪亮工程”实现全覆盖。",
    "开展“学习身边榜样”主题活动，选树“最美基层干部”一批。",
    "做好“六稳”工作，落实“六保”任务，守住“保基本民生”的底线。",
    "“互联网+政务服务”平台运行平稳，“一网通办”事项稳步增加。",
    "实施“百企兴百村”行动，擦亮“老字号”招牌。",
)
PLAIN = (
    "同志们，做好这项工作，关键在落实，根子在作风。",
    "下面，我就贯彻会议精神讲几点意见。",
    "从督查的情况看，多数单位动作快、措施实，也有少数单位还在观望。",
    "《中华人民共和国民法典》施行以来，群众的法治意识明显增强。",
    "各单位要在月底前报送落实情况，由办公室汇总后通报。",
    "问题不少，有的是老毛病，有的是新情况，都要正视。",
)
_WHO = ("各级领导干部", "乡镇街道", "牵头部门", "基层党组织", "行业主管部门", "驻村工作队", "国有企业负责人")
_HOW = ("必须在一个星期之内", "应当每逢单月", "要不打招呼地", "务必赶在霜降以前", "要带着铺盖卷", "须以书面形式")
_DOES = (
    "把沿线广告灯箱全部换成竹编样式",
    "到海拔最高的护林点住满五个晚上",
    "向来访群众归还借用的算盘和账本",
    "核验渡口缆绳的粗细并张榜公布",
    "把会议室座椅改作乡村图书角的书架",
    "为走读学生购置统一的蓑衣斗笠",
)
_OR_ELSE = ("逾期的取消年度评先资格", "做不到的要在电视上作出说明", "结果与绩效奖金挂钩", "完成情况刻碑立在村口")
INVENTED = tuple(f"{who}{how}{does}，{ends}" for who in _WHO for how in _HOW for does in _DOES for ends in _OR_ELSE)
