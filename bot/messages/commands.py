"""What Telegram's menus say of each command."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandTexts:
    """The menu of commands: what each does."""

    ask: str
    help: str
    docs: str
    toc: str
    search: str
    export: str
    check: str
    settings: str
    privacy: str
    reload: str
    status: str
    log: str
    rollback: str
    unanswered: str
    eval: str
    remove: str
    allow: str
    revoke: str
    who: str


CHINESE_COMMANDS = CommandTexts(
    ask="提一个问题，例如 /ask 送外卖的能参加工会吗",
    help="使用说明",
    docs="看有哪些文件",
    toc="看一份文件的目录，例如 /toc 工会",
    search="按关键词查找，例如 /search 工会 经费",
    export="把这次对话的引文导出为 Word 文件",
    check="核对草稿里的引文",
    settings="引文条数、长短、语言",
    privacy="保存什么、删除我的数据",
    reload="重新读取资料（管理员）",
    status="看运行情况（管理员）",
    log="看最近做过什么，/log csv 导出（管理员）",
    rollback="撤回上一次更新（管理员）",
    unanswered="没答上来和被点 👎 的问题（管理员）",
    eval="用评测题测一遍（管理员）",
    remove="把一份文件移出资料库（管理员）",
    allow="让一个人或群提问，例如 /allow 482913（管理员）",
    revoke="不再让一个人或群提问，例如 /revoke 123456789（管理员）",
    who="看谁可以提问（管理员）",
)

ENGLISH_COMMANDS = CommandTexts(
    ask="ask a question, e.g. /ask 送外卖的能参加工会吗",
    help="how to use this bot",
    docs="browse the documents",
    toc="contents of a document, e.g. /toc 工会",
    search="search by keywords, e.g. /search 工会 经费",
    export="the quotes of this conversation as a Word file",
    check="check the quotations of a draft",
    settings="number and length of quotes, language",
    privacy="what is stored; delete my data",
    reload="read the documents again (admins)",
    status="how the bot is doing (admins)",
    log="what was done lately; /log csv exports it (admins)",
    rollback="undo the last update (admins)",
    unanswered="questions without an answer or voted 👎 (admins)",
    eval="measure with labelled questions (admins)",
    remove="take a document out of the collection (admins)",
    allow="let somebody ask, for example /allow 482913 (admins)",
    revoke="let somebody ask no longer, for example /revoke 123456789 (admins)",
    who="see who may ask (admins)",
)
