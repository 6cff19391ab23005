"""What is said of files on their way into the collection and out of it, and of what to check in them."""

from dataclasses import dataclass

from corpus.document import Fact
from corpus.review import Concern

_SUBJECT = 40
"""Characters of a heading or line that a concern is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcernTexts:
    """One phrase for each kind of `corpus.review.Concern`; `line` stands before those that are about one line."""

    line: str
    no_title: str
    no_headings: str
    recognized: str
    long_section: str
    gap: str
    much_dropped: str
    sentence_dropped: str
    long_passage: str

    def phrase(self, concern: Concern) -> str:
        """What to check, in one line."""
        subject = concern.subject if len(concern.subject) <= _SUBJECT else concern.subject[: _SUBJECT - 1] + "…"
        words: str = getattr(self, concern.kind)
        where = self.line.format(line=concern.line) if concern.line else ""
        return where + words.format(subject=" ".join(subject.split()), amount=concern.amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class FactTexts:
    """What each kind of `corpus.document.Fact` is called, and where it is stated."""

    title: str
    issuer: str
    number: str
    speaker: str
    occasion: str
    location: str
    date: str
    published: str
    effective: str
    origin: str
    at: str
    of_page: str

    def phrase(self, fact: Fact, said: str) -> str:
        """The fact with the line that says it, and its words `said` where they are others than the value."""
        where = (self.of_page if fact.span is None else self.at).format(line=fact.line)
        words = " ".join(said.split())
        same = "".join(words.split()) == "".join(fact.value.split())
        return f"{getattr(self, fact.kind)}{fact.value}{where}{'' if same else f' “{words}”'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldingTexts:
    """Files sent by admins, their decision, removals, going back, and updates by the clock."""

    concerns: ConcernTexts
    stated: FactTexts

    received: str
    offered: str
    nothing: str
    refused: str
    too_large: str
    too_many: str
    too_much: str
    not_fetched: str
    twice: str
    held: str
    facts: str
    copy: str
    older: str
    newer: str
    further: str
    more: str
    take_in: str
    replace: str
    cancel: str
    cancelled: str
    expired: str
    taken_in: str
    put_away: str
    no_room: str
    cannot_file: str
    interrupted: str

    remove_usage: str
    remove_which: str
    remove_sure: str
    remove_also: str
    remove: str
    not_removed: str
    inside: str
    gone: str

    files_back: str
    files_out: str
    files_stuck: str
    files_left: str

    by_itself: str


CHINESE_HOLDINGS = HoldingTexts(
    concerns=ConcernTexts(
        line="第 {line} 行：",
        no_title="没有找到标题行，暂用「{subject}」",
        no_headings="全文 {amount} 字，没有发现标题",
        recognized="是文字识别出来的，最差一页把握 {amount}%，请核对",
        much_dropped="删去的行偏多（{amount} 行），请用 yuanwen outline --dropped 核对",
        gap="编号不连续：「{subject}」之前缺第 {amount} 项",
        long_section="「{subject}」之下 {amount} 字没有小标题",
        sentence_dropped="删去了一个完整的句子：{subject}",
        long_passage="一段有 {amount} 字，无法再切分：{subject}…",
    ),
    stated=FactTexts(
        title="标题：",
        issuer="发文机关：",
        number="文号：",
        speaker="讲话人：",
        occasion="场合：",
        location="地点：",
        date="日期：",
        published="发布：",
        effective="施行：",
        origin="来源：",
        at="（第 {line} 行）",
        of_page="（第 {line} 行，网页所载）",
    ),
    received="收到 {count} 个文件，正在查看…",
    offered="收录这 {count} 份文件吗？",
    nothing="没有可以收录的文件。",
    refused="⚠️ 不能收录：",
    too_large="有 {size} MB，超过机器人能接收的 {limit} MB，请拆分，或直接放进资料文件夹后发 /reload",
    too_many="一次最多看 {limit} 个文件，另有 {count} 个没有看，请稍后分批重发。",
    too_much="一次最多看 {limit} MB，这个没有看，请稍后重发",
    not_fetched="没有下载成功，请稍后重发",
    twice="和 {other} 是同一个文件，只收一次",
    held="已经收录过（{other}）",
    facts="{headings} 个标题，{passages} 段，{characters} 字",
    copy="⚠ 与已有的《{name}》内容相同",
    older="⚠ 可能是已有的《{name}》{date}的新版",
    newer="⚠ 已有日期更晚的《{name}》{date}",
    further="… 另有 {count} 个标题",
    more="… 另有 {count} 份",
    take_in="收录",
    replace="替换旧版",
    cancel="取消",
    cancelled="已取消，什么都没有改动。",
    expired="这个按钮已经失效，请重新发送文件，或重新发命令。",
    taken_in="📥 已收录：",
    put_away="📤 已移出资料库（文件另行保留，可以撤回）：",
    no_room="❌ 磁盘已满，什么都没有改动。请腾出空间后再按一次。",
    cannot_file="❌ 写不进文件夹，什么都没有改动。请检查资料文件夹和 uploads.kept 的写入权限后再按一次。",
    interrupted="机器人正在停机，这些文件没有看完，请稍后重新发送。",
    remove_usage="请写上文件名，比如：/remove 养犬条例",
    remove_which="有几份文件都对得上，选一份：",
    remove_sure="把《{name}》移出资料库吗？文件会另行保留，可以用 /rollback 撤回。",
    remove_also="同时移出内容相同的文件：",
    remove="移出",
    not_removed="没有移出，什么都没有改动。",
    inside="《{name}》在 {file} 里面，不能单独移出。请改好这个文件后重新放入资料文件夹。",
    gone="《{name}》的文件已经不在资料文件夹里了，/reload 之后就看不到它。",
    files_back="放回了：",
    files_out="取出了（另行保留）：",
    files_stuck="没能放回，原处已有同名文件：",
    files_left="⚠️ 有文件没能移动。请检查磁盘空间和写入权限，再用 /reload 核对。",
    by_itself="资料文件夹自动更新：",
)

ENGLISH_HOLDINGS = HoldingTexts(
    concerns=ConcernTexts(
        line="line {line}: ",
        no_title="no title line found, “{subject}” is used",
        no_headings="no headings in {amount} characters",
        recognized="read by text recognition, its worst page with {amount}% certainty: please compare",
        much_dropped="many lines were dropped ({amount}): see yuanwen outline --dropped",
        gap="numbers do not follow each other: item {amount} is missing before “{subject}”",
        long_section="{amount} characters under “{subject}” without a heading",
        sentence_dropped="a whole sentence was dropped: {subject}",
        long_passage="a passage of {amount} characters that cannot be divided: {subject}…",
    ),
    stated=FactTexts(
        title="title: ",
        issuer="issued by: ",
        number="number: ",
        speaker="speaker: ",
        occasion="occasion: ",
        location="place: ",
        date="date: ",
        published="published: ",
        effective="in force: ",
        origin="source: ",
        at=" (line {line})",
        of_page=" (line {line}, of the web page)",
    ),
    received="Received {count} file(s), looking at them…",
    offered="Add {count} document(s) to the collection?",
    nothing="There is no file that can be added.",
    refused="⚠️ Cannot be added:",
    too_large="is {size} MB large, over the {limit} MB that a bot may fetch; split it, or put it into the folder and send /reload",
    too_many="At most {limit} files are looked at at once; {count} more were not. Please send them again later.",
    too_much="was not looked at: at most {limit} MB at once; please send it again later",
    not_fetched="could not be downloaded; please send it again later",
    twice="is the same file as {other}, taken once",
    held="is in the collection already ({other})",
    facts="{headings} headings, {passages} passages, {characters} characters",
    copy="⚠ holds the same text as 《{name}》",
    older="⚠ may be a newer version of 《{name}》{date}",
    newer="⚠ a later 《{name}》{date} is there already",
    further="… and {count} more headings",
    more="… and {count} more",
    take_in="Add",
    replace="Replace old version",
    cancel="Cancel",
    cancelled="Cancelled, nothing was changed.",
    expired="This button no longer works. Please send the files or the command again.",
    taken_in="📥 Added:",
    put_away="📤 Taken out (the files are kept, and it can be undone):",
    no_room="❌ The disk is full; nothing was changed. Free some space and press again.",
    cannot_file="❌ A folder cannot be written to; nothing was changed. Check the permissions of the corpus folder and of uploads.kept, and press again.",
    interrupted="The bot is stopping and has not looked at all files. Please send them again later.",
    remove_usage="Please name the document, as in: /remove 养犬条例",
    remove_which="Several documents fit, choose one:",
    remove_sure="Take 《{name}》 out of the collection? Its file is kept; /rollback undoes it.",
    remove_also="Files with the same text go with it:",
    remove="Take out",
    not_removed="Nothing was taken out or changed.",
    inside="《{name}》 is inside {file} and cannot be taken out alone. Change that file and put it into the folder again.",
    gone="The file of 《{name}》 is no longer in the folder; after /reload it is gone here too.",
    files_back="Put back:",
    files_out="Taken out (and kept):",
    files_stuck="Not put back, a file of that name is there:",
    files_left="⚠️ Some files could not be moved. Check space and permissions, then compare with /reload.",
    by_itself="The folder was read again by itself:",
)
