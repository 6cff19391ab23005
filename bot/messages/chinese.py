"""What the bot says in Chinese."""

from dataclasses import replace

from bot.messages.access import CHINESE_ACCESS
from bot.messages.catalogue import (
    ButtonTexts,
    ExportTexts,
    PrivacyTexts,
    ReloadTexts,
    Replies,
    SettingsTexts,
    TelegramTexts,
    TerminalTexts,
    Texts,
)
from bot.messages.commands import CHINESE_COMMANDS
from bot.messages.drafts import CHINESE_DRAFTS
from bot.messages.evaluation.picture import CHINESE_PICTURE
from bot.messages.evaluation.writing import CHINESE_WRITING
from bot.messages.holdings import CHINESE_HOLDINGS
from bot.messages.reasons import CHINESE_REASONS
from bot.messages.records import CHINESE_RECORDS
from bot.messages.validity import CHINESE_VALIDITY
from bot.messages.wholes import WholeTexts

_REPLIES = Replies(
    understood_as="理解为：{question}",
    asked_within="接着《{title}》问的：{question}",
    unread="另有 {count} 份文件只粗略比过，没有逐句看，下面不一定全。点名地区、年份或者说得更具体，就能看全。",
    ask_in_chinese="资料是中文的，请用中文提问。",
    same_passage="上面同一段也回答了这个问题：",
    nearest_again="最接近的还是上面同一段：",
    elsewhere="资料里没有找到“{region}”的答案，下面是别处的：",
    none_of="资料里没有{names}的文件。",
    no_such_title="资料里没有{names}。",
    nothing_yet="还没有可看的内容，请先提一个问题，或用 /docs 看有哪些文件。",
    no_more_quotes="没有更多段落了。",
    nothing_to_complete="刚才那个问题没有可以列全的内容。",
    all_listed="上面 {count} 条已经列全了。",
    first_quote="前面没有了，这是第一条。",
    no_such_number="没有第 {number} 条，现在可选 1 到 {last}。",
    collection_changed="资料库刚更新过，刚才那一段已经不在了，请重新提问。",
    end_of_text="这一段到这里就完了。",
    whole_section="已经是全文了，前后没有别的内容。",
    all_documents="共 {count} 份文件，输入编号看目录：",
    several_documents="有几份文件都对得上，输入编号选一份：",
    no_such_document="没有找到叫“{name}”的文件。/docs 列出所有文件。",
    no_headings="这份文件没有标题，从头显示：",
    found="“{words}”：{count} 处，{counts}",
    not_found="没有哪一段里有“{words}”。",
    not_found_but="没有哪一段里有“{words}”。资料里相近的词：{near}",
    near_words="资料里相近的词：{near}",
    search_usage="请写上要找的词，比如：/search 工会 经费",
    greeting="你好！直接提问就行，我用文件里的原文回答。/help 看说明。",
    welcome="不客气。",
    laughter="😄 有问题就问我。",
    introduction="我叫“原文”，是个查文件的程序：找出能回答问题的段落，一字不改地引给你看。话都是文件里的，没有用大模型来写。",
    no_commissions="我不代写、不翻译，也不编故事，只从文件里找原文。想知道文件里怎么说，直接问就行；要看一份文件讲了什么，输入“目录”。",
    unknown_command="没有 {command} 这个命令。直接提问就行；/help 看说明。",
    help=(
        "直接提问，比如：送外卖的能参加工会吗\n"
        "接着问：那网约车司机呢 · 2024年呢 · 那浙江呢 · 为什么 · 怎么申请\n"
        "看更多：还有吗 · 下一条 · 第二条展开 · 上下文 · 全文 · 目录 · 出处 · 导出\n"
        "我只引用原文，不改写；没有答案就直说。\n\n"
        "/docs           有哪些文件\n"
        "/toc [文件名]   目录；输入编号看那一节\n"
        "/search 词 词   哪些段落里有这些词\n"
        "/next /prev     下一条、上一条\n"
        "/context        前后文\n"
        "/section        本节全文\n"
        "/source         引文和出处，便于复制\n"
        "/export         导出：把这次对话的引文写成 Word 文件\n"
        "/quit           退出"
    ),
)

CHINESE = Texts(
    empty_question="请写下你的问题，比如：送外卖的能参加工会吗",
    nothing_found="资料里没有找到与这个问题有关的内容。换个说法再问问看？",
    not_confident="资料里没有直接回答这个问题的内容。",
    no_such_section="这份文件里没有这一部分。",
    which_document="有几份文件都有这一部分，请说明是哪一份。",
    not_held="所以这个问题没有答案。输入“有哪些文件”看资料里有什么。",
    closest_quote="最接近的一段，供参考：",
    closest_headings="最接近的章节：",
    sections_there="它有这些部分：",
    places_meant="可能是指：",
    continued="（接上条）",
    page="第 {page} 页",
    recognized="〔文字识别，第{page}页〕把握 {percent}%",
    see_also="另见 {others}",
    see_also_more="另见 {others} 等 {count} 处",
    whole=WholeTexts(
        listed="共 {count} 条：",
        stated="原文说有 {stated} 条，这里找到 {count} 条：",
        across="{total} 份文件里有 {count} 份提到：",
        across_none="{total} 份文件都没有提到。",
        comparison="逐一对照：",
        over_time="按年份先后，共 {count} 份：",
        parts="分 {count} 问回答：",
        without="未提到：{names}",
        without_more="未提到：{names} 等 {count} 份，输入“没提到的”看全部",
    ),
    terminal=TerminalTexts(
        replies=_REPLIES,
        loading="正在打开资料库…",
        opening="资料库里有 {count} 份文件。直接提问；/help 看说明，/quit 退出。",
        deepening="还在后台理解各段落的含义（约 {minutes} 分钟），完成后答得更准；现在就可以提问。",
        not_deepened="还有 {count} 个段落没有按含义编制索引，约需 {minutes} 分钟；运行 yuanwen index --deep 来做，不做也能回答。",
        prompt="你问> ",
        toolbar=" 还有吗 · 第二条展开 · 上下文 · 全文 · 目录 · 出处 · /docs /search /help /quit ",
        more_quotes="另有 {count} 条，输入“还有吗”查看。",
        more_items="后面还有 {count} 条，输入“还有吗”查看；输入序号看上下文。",
        offer="这类问题可以列全，输入“列全”查看。",
        far_quotes="其余 {count} 条关系较远，输入“还有吗”仍可查看。",
        more_text="……后面还有 {count} 字，输入“继续”查看。",
        pick_section="输入编号看那一节：",
        long_section="这一部分较长（{count} 字），输入编号看其中一节，输入“全文”从头看：",
        file="文件：{file}",
    ),
    telegram=TelegramTexts(
        replies=replace(
            _REPLIES,
            nothing_yet="请先提一个问题，我才知道你指的是什么。",
            no_more_quotes="没有更多了。",
            first_quote="没有更多了。",
            no_such_number="上一个回答里没有第 {number} 条。",
            collection_changed="资料库在那之后更新过，请重新提问。",
            all_documents="📚 资料库里有 {count} 份文件，点开看目录：",
            several_documents="这几份文件的名称都对得上：",
            no_such_document="没有名称里带“{name}”的文件。全部文件见 /docs",
            no_headings="这份文件没有标题。",
            found="🔎 含有“{words}”的段落（{count} 处，{counts}），点序号看全段：",
            not_found="没有一段同时含有“{words}”。可以少写几个词，或者直接提问。",
            not_found_but="没有一段含有“{words}”。资料里相近的词：{near}",
            search_usage="请写上关键词，比如：/search 工会 经费",
            greeting=(
                "你好！我用收录的讲话和报告里的原文来回答问题。\n"
                "直接把问题发给我就好，用平常说话的方式。\n\n"
                "我只引用原文，不改写，也不添加；资料里没有的，我会直说。\n"
                "更多说明：/help"
            ),
            welcome="不客气。还有问题，直接问我就行。",
            unknown_command="没有这个命令。直接把问题发给我就行，说明见 /help",
            help=(
                "用平常说话的方式提问就行，比如：送外卖的能参加工会吗\n\n"
                "我会找出能回答的段落，一字不改地引用，并写明出自哪份文件、哪个标题之下；加粗的句子最直接地回答了问题。"
                "没有找到，我会直说，并列出最接近的章节。\n\n"
                "发“导出”（或 /export），我把这次对话的引文做成 Word 文件，带标题和出处。\n\n"
                "发来草稿（Word、PDF、文本）并写上“核对”（或发 /check），我把里面的引文与资料逐字核对。\n\n"
                "在群里：@我、回复我的消息，或者发 /ask 加上问题。"
            ),
        ),
        ask_usage="请把问题写在后面，比如：/ask 送外卖的能参加工会吗",
        only_text="我只看得懂文字，请把问题写成一句话发给我。",
        only_voice="我听不了语音和视频。请把问题打成字发给我，或者用输入法的语音转文字。",
        only_file="我读不了发来的文件，只能回答资料库里已有的。请把问题打成字发给我；要核对草稿里的引文，请在文件的说明里写“核对”；要收录新文件，请联系管理员。",
        description=(
            "我用收录的讲话、报告和条例里的原文回答问题：一字不改地引用，写明出自哪份文件、哪个标题之下；"
            "资料里没有的，直接说没有。\n\n点“开始”，然后直接提问。"
        ),
        short_description="用文件里的原文回答问题：只引用，不改写；没有答案就直说。",
        group_greeting="大家好！我用收录的讲话和报告里的原文回答问题。在这里请 @{name} 加上问题，或者发 /ask 加上问题；在别人的问题下面回复 @{name} 也可以。",
        only_private="这个命令请在私聊里用。",
        question_cut="问题有点长，我只看了前 {limit} 个字。",
        incident="抱歉，出了点问题，这次没能回答。请过一会儿再试。（编号 {incident}）",
        interrupted="我刚才重启了，这一条的回答可能没有送到。没看到的话，请再问一次。",
        perhaps_lost="网络不稳，这一条的回答可能没有送到。没看到的话，请再问一次。",
        was_away="我有一段时间没有运行，这期间的消息没有回答。还想知道的，请再问一次。",
        examples="这里的资料能回答的，比如（点一下就问）：",
        tapped="问：{question}",
        slow_down="问得有点快，请过 {seconds} 秒再试；在那之前的消息我先不回答。",
        busy="忙：现在提问的人太多，这一条没有处理。请过大约 {seconds} 秒再发一次。",
        far_quote="这一段关系较远，供参考：",
        more_items="后面还有 {count} 条",
        file="文件：{file}",
        documents_page="（第 {page}/{pages} 页）",
        toc_usage="请写上文件名里的几个字，比如：/toc 工会；或者用 /docs 看全部文件。",
        link_gone="这个链接指向的文件不在现在的资料库里，可能已经更新。全部文件见 /docs",
        inline_hint="输入关键词，引用原文",
        inline_nothing="没有找到，到私聊里提问",
        expired="资料库已经更新过，或者这条回答已经过期，这个按钮失效了。请重新提问。",
        not_yours="这是别人问的，只有提问的人能翻。你也可以向我提问。",
        not_stored="现在存不下来，请过一会儿再点一次。",
        malformed="这个按钮我不认识，请重新提问。",
        vote_kept="谢谢，记下了。再点一次收回。",
        vote_taken_back="好的，收回了。",
        wrong_kept="谢谢，记下了：不是这段。",
        try_next="谢谢，记下了：不是这段。看看下一条？",
    ),
    buttons=ButtonTexts(
        complete="列全",
        previous="◀ 上一条",
        next="下一条 ▶",
        context="上下文",
        section="本节全文",
        whole_text="全文",
        contents="目录",
        copy="复制引文",
        copy_source="复制出处",
        back="↩ 返回",
        up="⬆ 上一级",
        wrong_passage="不是这段",
        page_back="◀ 上一页",
        page_on="下一页 ▶",
        all_documents="📚 全部文件",
        share="分享",
        open_private="打开私聊",
    ),
    settings=SettingsTexts(
        title="⚙️ 设置（点一下就生效）",
        line="{name}：{value}",
        quotes="一次回答最多几段",
        language="界面语言",
        length="引文长短",
        language_auto="跟随 Telegram",
        language_zh="中文",
        language_en="English",
        length_sentence="只看关键句",
        length_passage="整段",
        length_context="连同上下文",
    ),
    privacy=PrivacyTexts(
        stored="🔒 我保存什么\n• 你在 /settings 里的选择。\n• 每次回答：你的数字编号、对话和消息的编号、时间、引用了哪份文件的哪一段（按钮要用）。\n• 你点的 👍、👎、“不是这段”。\n{questions}\n\n回答和评价保存 {days} 天，然后自动删除。管理操作（谁在何时收录、更新、撤回、放行了什么）另存 {log_days} 天。资料不会交给别人。你可以随时删除。",
        questions_kept="• 你的问题原文（管理员用来改进检索；收作评测题的不带你的编号，不随你的数据删除）。",
        questions_not_kept="回答之后不保存问题的文字：还没回答的先存着，免得重启时丢掉，答完就删；为了听懂“那…呢”这样的追问，最近一问只留在内存里。",
        delete="删除我的数据",
        sure="确定要删除你的设置、回答记录和评价吗？旧回答下面的按钮会随之失效。",
        yes="确定删除",
        no="不删",
        deleted="✅ 已删除关于你的全部数据（{count} 条）。",
        nothing_deleted="没有删除。",
    ),
    reload=ReloadTexts(
        started="正在更新资料库…",
        reading="正在更新资料库… 读取文件 {done}/{total} {bar} {percent}%",
        encoding="正在更新资料库… 编制索引 {done}/{total} 段 {bar} {percent}%",
        remaining="（约 {seconds} 秒）",
        busy="资料库正在更新，请等这一次完成。",
        done="✅ 已切换到版本 {generation}",
        unchanged="✅ 资料没有变化，仍在使用版本 {generation}",
        counts="共 {documents} 份、{passages} 段：新增 {added} 份，更新 {changed} 份，移除 {removed} 份，跳过 {skipped} 份",
        added="新增：",
        changed="更新：",
        removed="移除：",
        skipped="⚠️ 跳过：",
        flat="⚠️ 没有识别出标题，请用 /toc 检查：",
        deepening="⏳ 还在后台理解各段落的含义（约 {minutes} 分钟），期间照常回答，完成后自动启用。",
        more="… 另有 {count} 份",
        failed="❌ 这次没有更新成功：{reason}\n原来的资料库（版本 {generation}）照常使用。",
        crashed="❌ 这次没有更新成功，原因见日志（编号 {incident}）。\n原来的资料库（版本 {generation}）照常使用。",
        stopped="机器人正在停机，这次更新没有做完。原来的资料库（版本 {generation}）没有改动。",
        rollback="撤回到版本 {generation}",
        rolled_back="↩️ 已撤回到版本 {generation}。下一次 /reload 会重新读取全部文件。",
        rollback_failed="❌ 撤回没有成功：{reason}\n现在使用的是版本 {generation}。",
        rollback_late="后来又更新过，这次更新不能再撤回了。",
        only_admins="只有管理员可以这样做。",
    ),
    export=ExportTexts(
        title="原文摘录",
        file_name="原文摘录-{time}.docx",
        made="{date} 导出，引文 {count} 条，导出时逐条与原文核对过。",
        nth_question="第 {number} 问",
        searched="搜索：{words}",
        source="出处：{facts}",
        left_out="有 {count} 条没有收入：与现在的原文对不上（资料可能更新过），或者含有 Word 存不下的字符。",
        further="另有 {count} 处没有列出。",
        done="这次对话的引文，共 {count} 条，逐条与原文核对过。",
        written="已写入 {file}：引文 {count} 条，逐条与原文核对过。",
        not_written="不能在 {folder} 里写文件（{reason}）。请换到一个可以写的文件夹再运行。",
        nothing="还没有可以导出的引文，请先提一个问题。",
    ),
    drafts=CHINESE_DRAFTS,
    commands=CHINESE_COMMANDS,
    access=CHINESE_ACCESS,
    reasons=CHINESE_REASONS,
    records=CHINESE_RECORDS,
    evaluation_picture=CHINESE_PICTURE,
    evaluation_writing=CHINESE_WRITING,
    validity=CHINESE_VALIDITY,
    holdings=CHINESE_HOLDINGS,
)
