"""Every text the bot says in its own voice, in Chinese and in English.

Quotations never pass through here: they come from documents and are not translated. Texts are plain; whoever shows
them escapes them for the channel. Values are filled in with `str.format`, whose arguments are never interpreted.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """The texts of one language. A name in braces is filled in by `str.format`."""

    start: str
    help: str
    ask_usage: str
    only_text: str
    unknown_command: str
    question_cut: str
    incident: str

    empty_question: str
    nothing_found: str
    not_confident: str
    no_such_section: str
    which_document: str
    closest_quote: str
    closest_headings: str
    sections_there: str
    places_meant: str
    continued: str
    page: str

    reload_started: str
    reload_reading: str
    reload_encoding: str
    reload_busy: str
    reload_done: str
    reload_unchanged: str
    reload_counts: str
    reload_added: str
    reload_changed: str
    reload_removed: str
    reload_skipped: str
    reload_more: str
    reload_failed: str
    reload_crashed: str
    reload_stopped: str

    command_ask: str
    command_help: str

    def refusal(self, reason: str | None) -> str:
        """The sentence for a reason code of `Answer`; an unknown code reads as `not_confident`."""
        known = {
            "empty_question": self.empty_question, "nothing_found": self.nothing_found,
            "no_such_section": self.no_such_section, "which_document": self.which_document,
        }  # fmt: skip
        return known.get(reason or "", self.not_confident)

    def offer(self, reason: str | None) -> str:
        """The line above the sections that a refusal offers."""
        known = {"no_such_section": self.sections_there, "which_document": self.places_meant}
        return known.get(reason or "", self.closest_headings)


CHINESE = Texts(
    start=(
        "你好！我用收录的讲话和报告里的原文来回答问题。\n"
        "直接把问题发给我就好，比如：\n"
        "送外卖的能参加工会吗\n\n"
        "我只引用原文，不改写，也不添加；资料里没有的，我会直说。\n"
        "更多说明：/help"
    ),
    help=(
        "用平常说话的方式提问就行，比如：送外卖的能参加工会吗\n\n"
        "我会找出能回答的段落，一字不改地引用，并写明出自哪份文件、哪个标题之下；加粗的句子最直接地回答了问题。"
        "没有找到，我会直说，并列出最接近的章节。\n\n"
        "在群里：@我、回复我的消息，或者发 /ask 加上问题。"
    ),
    ask_usage="请把问题写在后面，比如：/ask 送外卖的能参加工会吗",
    only_text="我只看得懂文字，请把问题写成一句话发给我。",
    unknown_command="没有这个命令。直接把问题发给我就行，说明见 /help",
    question_cut="问题有点长，我只看了前 {limit} 个字。",
    incident="抱歉，出了点问题，这次没能回答。请过一会儿再试。（编号 {incident}）",
    empty_question="请写下你的问题，比如：送外卖的能参加工会吗",
    nothing_found="资料里没有找到与这个问题有关的内容。换个说法再问问看？",
    not_confident="资料里没有直接回答这个问题的内容。",
    closest_quote="最接近的一段，供参考：",
    no_such_section="这份文件里没有这一部分。",
    which_document="有几份文件都有这一部分，请说明是哪一份。",
    closest_headings="最接近的章节：",
    sections_there="它有这些部分：",
    places_meant="可能是指：",
    continued="（接上条）",
    page="第 {page} 页",
    reload_started="正在更新资料库…",
    reload_reading="正在更新资料库… 读取文件 {done}/{total}（{percent}%）",
    reload_encoding="正在更新资料库… 编制索引 {done}/{total} 段（{percent}%）",
    reload_busy="资料库正在更新，请等这一次完成。",
    reload_done="✅ 已切换到版本 {generation}",
    reload_unchanged="✅ 资料没有变化，仍在使用版本 {generation}",
    reload_counts=(
        "共 {documents} 份、{passages} 段：新增 {added} 份，更新 {changed} 份，移除 {removed} 份，跳过 {skipped} 份"
    ),
    reload_added="新增：",
    reload_changed="更新：",
    reload_removed="移除：",
    reload_skipped="⚠️ 跳过：",
    reload_more="… 另有 {count} 份",
    reload_failed="❌ 这次没有更新成功：{reason}\n原来的资料库（版本 {generation}）照常使用。",
    reload_crashed="❌ 这次没有更新成功，原因见日志（编号 {incident}）。\n原来的资料库（版本 {generation}）照常使用。",
    reload_stopped="机器人正在停机，这次更新没有做完。原来的资料库（版本 {generation}）没有改动。",
    command_ask="提一个问题，例如 /ask 送外卖的能参加工会吗",
    command_help="使用说明",
)

ENGLISH = Texts(
    start=(
        "Hello! I answer questions with the original wording of the speeches and reports I hold.\n"
        "Just send me a question in Chinese, for example:\n"
        "送外卖的能参加工会吗\n\n"
        "I only quote: nothing is reworded, nothing is added. If the collection has no answer, I say so.\n"
        "More: /help"
    ),
    help=(
        "Ask in everyday Chinese, for example: 送外卖的能参加工会吗\n\n"
        "I look for the passages that answer and quote them word for word, with the document and the headings they "
        "stand under; the sentence in bold answers most directly. If there is no answer I say so and list the "
        "nearest sections.\n\n"
        "In a group: mention me, reply to one of my messages, or send /ask followed by the question."
    ),
    ask_usage="Please add your question, for example: /ask 送外卖的能参加工会吗",
    only_text="I can only read text. Please send me your question in words.",
    unknown_command="I don't know that command. Just send me a question, or see /help",
    question_cut="That question is rather long; I read only the first {limit} characters.",
    incident="Sorry, something went wrong and I could not answer. Please try again in a while. (No. {incident})",
    empty_question="Please write your question, for example: 送外卖的能参加工会吗",
    nothing_found="I found nothing about this in the collection. Perhaps try other words?",
    not_confident="The collection does not answer this question directly.",
    closest_quote="The closest passage, for reference:",
    no_such_section="This document has no such part.",
    which_document="Several documents have such a part; please say which one.",
    closest_headings="The nearest sections:",
    sections_there="These are its parts:",
    places_meant="This may be meant:",
    continued=" (continued)",
    page="p. {page}",
    reload_started="Updating the collection…",
    reload_reading="Updating the collection… reading files {done}/{total} ({percent}%)",
    reload_encoding="Updating the collection… indexing passages {done}/{total} ({percent}%)",
    reload_busy="The collection is being updated already; please wait for that to finish.",
    reload_done="✅ Now serving version {generation}",
    reload_unchanged="✅ Nothing has changed; still serving version {generation}",
    reload_counts=(
        "Documents: {documents}, passages: {passages}. "
        "Added {added}, changed {changed}, removed {removed}, skipped {skipped}"
    ),
    reload_added="Added:",
    reload_changed="Changed:",
    reload_removed="Removed:",
    reload_skipped="⚠️ Skipped:",
    reload_more="… and {count} more",
    reload_failed="❌ The update failed: {reason}\nThe previous collection (version {generation}) keeps serving.",
    reload_crashed=(
        "❌ The update failed; the log has the reason (No. {incident}).\n"
        "The previous collection (version {generation}) keeps serving."
    ),
    reload_stopped="The bot is stopping and the update was not finished. Version {generation} is unchanged.",
    command_ask="ask a question, e.g. /ask 送外卖的能参加工会吗",
    command_help="how to use this bot",
)


def texts(language_code: str | None = None) -> Texts:
    """The texts for a Telegram `language_code` such as `en-GB`: English for English, Chinese for everything else."""
    return ENGLISH if (language_code or "").lower().replace("_", "-").split("-")[0] == "en" else CHINESE
