"""What admins are told of the bot and its records: status, log, questions to look at, evaluations, faults; and by the terminal."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTexts:
    """Fields named `act_…`, `ended_…`, `by_…` and `work_…` are for the values of `bot.records.audit` and `bot.operating.status`."""

    not_built: str
    generation: str
    age: str
    size: str
    deepened: str
    not_deepened: str
    work_read: str
    work_encode: str
    work_deepen: str
    work_evaluate: str
    today: str
    not_counted: str
    memory: str
    disk: str
    days: str
    hours: str
    minutes: str

    log_head: str
    log_empty: str
    log_line: str
    log_usage: str
    log_file: str
    log_unreadable: str
    act_upload: str
    act_replace: str
    act_remove: str
    act_reload: str
    act_rollback: str
    act_allow: str
    act_revoke: str
    act_label: str
    act_collect: str
    act_ignore: str
    act_evaluate: str
    act_backup: str
    ended_done: str
    ended_unchanged: str
    ended_cancelled: str
    ended_refused: str
    ended_failed: str
    by_command_line: str
    by_watch: str
    by_schedule: str

    rollback_sure: str
    rollback_nothing: str
    rollback_cancel: str
    rollback_cancelled: str

    doubts_head: str
    doubts_none: str
    doubts_not_kept: str
    doubt_unanswered: str
    doubt_down: str
    collect: str
    ignore: str
    collected: str
    collected_as_unanswerable: str
    collected_before: str
    ignored: str
    doubt_gone: str

    eval_started: str
    eval_busy: str
    eval_stopped: str
    eval_failed: str
    eval_crashed: str
    eval_head: str
    eval_right: str
    eval_first: str
    eval_answered: str
    eval_refused: str
    eval_times: str

    fault: str
    fault_polling: str
    fault_conflict: str
    fault_deepening: str
    fault_again: str

    check_sound: str
    check_faults: str
    backed_up: str
    backed_up_without_store: str


CHINESE_RECORDS = RecordTexts(
    not_built="还没有资料库，请运行 yuanwen index。",
    generation="📚 版本 {generation}{age}",
    age="，{age}前建成",
    size="共 {documents} 份文件、{passages} 段，{deepened}",
    deepened="已理解段落含义",
    not_deepened="还没有理解段落含义",
    work_read="⏳ 正在读取文件 {done}/{total}",
    work_encode="⏳ 正在编制索引 {done}/{total} 段",
    work_deepen="⏳ 正在后台理解段落含义 {done}/{total} 段",
    work_evaluate="⏳ 正在评测 {done}/{total} 题",
    today="今天：提问 {questions} 次，没有答案 {refusals} 次，出错 {errors} 次，收取消息失败 {failed_polls} 次",
    not_counted="今天的次数读不出来，请看日志。",
    memory="内存 {megabytes} MB",
    disk="磁盘剩余：资料库 {library} GB，状态文件夹 {state} GB",
    days="{count} 天",
    hours="{count} 小时",
    minutes="{count} 分钟",
    log_head="🗒 最近做过什么（共 {count} 条，第 {page}/{pages} 页）",
    log_empty="还没有记录。",
    log_line="{time}　{who}　{action}{what}：{ending}{note}",
    log_usage="用法：/log 看最近的记录，/log csv 导出全部。",
    log_file="全部记录，共 {count} 条。",
    log_unreadable="记录现在读不出来，请过一会儿再试，或查看日志。",
    act_upload="收录",
    act_replace="替换",
    act_remove="移除",
    act_reload="更新资料",
    act_rollback="撤回更新",
    act_allow="放行",
    act_revoke="取消放行",
    act_label="改可见范围",
    act_collect="收作评测题",
    act_ignore="忽略问题",
    act_evaluate="评测",
    act_backup="备份",
    ended_done="完成",
    ended_unchanged="没有变化",
    ended_cancelled="取消",
    ended_refused="拒绝",
    ended_failed="失败",
    by_command_line="命令行",
    by_watch="文件夹监看",
    by_schedule="定时",
    rollback_sure="现在使用的是版本 {generation}，要退回版本 {previous} 吗？现在的版本会被删掉，之后收录、移出的文件一起复原；直接放进文件夹的文件不动，下一次更新会重新读取。",
    rollback_nothing="没有更早的版本可以退回。",
    rollback_cancel="不退回",
    rollback_cancelled="没有退回，仍在使用版本 {generation}。",
    doubts_head="❓ 没答上来或被点 👎 的问题（共 {count} 个，第 {page}/{pages} 页）",
    doubts_none="没有待看的问题。",
    doubts_not_kept="没有保存问题的文字，所以列不出来。要用这个功能，请在 config.yaml 里写 storage.keep_questions: true。",
    doubt_unanswered="没有答案",
    doubt_down="👎 {count}",
    collect="{number} 收作评测题",
    ignore="{number} 忽略",
    collected="已收作评测题，附上当时引用的 {count} 处，请核对。",
    collected_as_unanswerable="已收作评测题（没有引用过内容，记为无答案），请核对。",
    collected_before="这个问题已经收过了。",
    ignored="好的，不再列出。",
    doubt_gone="这个问题已经处理过，或者已经删除。",
    eval_started="正在后台评测 {count} 题，照常回答；做完在这里报告。",
    eval_busy="评测正在进行（{done}/{total} 题），请等这一次完成。",
    eval_stopped="机器人正在停机，评测没有做完。",
    eval_failed="❌ 评测没有做成：{reason}",
    eval_crashed="❌ 评测没有做成，原因见日志（编号 {incident}）。",
    eval_head="📊 评测 {count} 题（版本 {generation}）",
    eval_right="答对：{right}（95% 区间 {low}–{high}）",
    eval_first="有答案的题，第一条就对：{share}",
    eval_answered="有答案的题，给出了回答：{share}",
    eval_refused="无答案的题，正确拒答：{share}",
    eval_times="用时：一半在 {p50} 毫秒以内，95% 在 {p95} 毫秒以内",
    fault="⚠️ 出错了（{kind}，编号 {incident}），原因见日志。一小时内同类错误不再提醒。",
    fault_polling="⚠️ 从 Telegram 收取消息失败（{kind}，编号 {incident}），会自动重试。一小时内不再提醒。",
    fault_conflict="⚠️ 有另一个程序在用同一个令牌收取消息（编号 {incident}），请停掉其中一个。一小时内不再提醒。",
    fault_deepening="⚠️ 后台理解段落含义没有做成（编号 {incident}），原因见日志；提问照常回答。一小时内不再提醒。",
    fault_again="（此前一小时另有 {count} 次）",
    check_sound="✅ 核对了 {generations} 个版本：{files} 个文件校验无误，{documents} 份文件的 {quotes} 段引文都与原文一致。",
    check_faults="❌ 发现 {count} 处问题：",
    backed_up="已备份到 {folder}：文件 {corpus} 个，资料库 {library} 个，状态 {state} 个，共 {megabytes} MB。",
    backed_up_without_store="对话记录、评价和权限在 PostgreSQL（storage.url）里，不在这份备份中：请用 pg_dump 另行备份。",
)

ENGLISH_RECORDS = RecordTexts(
    not_built="There is no library yet; run yuanwen index.",
    generation="📚 Version {generation}{age}",
    age=", built {age} ago",
    size="Documents: {documents}, passages: {passages}, {deepened}",
    deepened="meanings of passages worked out",
    not_deepened="meanings of passages not worked out yet",
    work_read="⏳ Reading files {done}/{total}",
    work_encode="⏳ Indexing passages {done}/{total}",
    work_deepen="⏳ Working out what passages mean {done}/{total}",
    work_evaluate="⏳ Evaluating {done}/{total}",
    today="Today: {questions} questions, {refusals} without an answer, {errors} errors, {failed_polls} failed polls",
    not_counted="Today's counts cannot be read; see the log.",
    memory="Memory: {megabytes} MB",
    disk="Disk left: library {library} GB, state {state} GB",
    days="{count} d",
    hours="{count} h",
    minutes="{count} min",
    log_head="🗒 What was done lately ({count} entries, page {page}/{pages})",
    log_empty="Nothing has been recorded yet.",
    log_line="{time}  {who}  {action}{what}: {ending}{note}",
    log_usage="Usage: /log for the last entries, /log csv for all of them as a file.",
    log_file="All entries ({count}).",
    log_unreadable="The log cannot be read right now; please try again in a while, or see the bot's own log.",
    act_upload="add",
    act_replace="replace",
    act_remove="remove",
    act_reload="update",
    act_rollback="roll back",
    act_allow="admit",
    act_revoke="revoke",
    act_label="change labels",
    act_collect="make a test question",
    act_ignore="ignore a question",
    act_evaluate="evaluate",
    act_backup="back up",
    ended_done="done",
    ended_unchanged="nothing changed",
    ended_cancelled="cancelled",
    ended_refused="refused",
    ended_failed="failed",
    by_command_line="command line",
    by_watch="folder watch",
    by_schedule="schedule",
    rollback_sure="Version {generation} is being served. Go back to version {previous}? The present version is deleted, and files added or taken out since are put back; those put into the folder by hand stay, and the next update reads them again.",
    rollback_nothing="There is no earlier version to go back to.",
    rollback_cancel="Stay",
    rollback_cancelled="Nothing was done; version {generation} keeps serving.",
    doubts_head="❓ Questions without an answer or voted 👎 ({count}, page {page}/{pages})",
    doubts_none="There are no questions to look at.",
    doubts_not_kept="The text of questions is not kept, so there is nothing to list. To have it, set storage.keep_questions: true in config.yaml.",
    doubt_unanswered="no answer",
    doubt_down="👎 {count}",
    collect="{number} Test question",
    ignore="{number} Ignore",
    collected="Made a test question with the {count} places that were quoted; please check them.",
    collected_as_unanswerable="Made a test question (nothing had been quoted: unanswerable); please check it.",
    collected_before="This question has been made one before.",
    ignored="All right, it is no longer listed.",
    doubt_gone="This question has been dealt with, or deleted.",
    eval_started="Evaluating {count} questions in the background; questions are answered meanwhile. The result comes here.",
    eval_busy="An evaluation is running ({done}/{total}); please wait for that to finish.",
    eval_stopped="The bot is stopping; the evaluation was not finished.",
    eval_failed="❌ The evaluation failed: {reason}",
    eval_crashed="❌ The evaluation failed; the log has the reason (No. {incident}).",
    eval_head="📊 {count} questions evaluated (version {generation})",
    eval_right="Right: {right} (95% interval {low}–{high})",
    eval_first="Answerable, first quote right: {share}",
    eval_answered="Answerable, answered: {share}",
    eval_refused="Unanswerable, refused: {share}",
    eval_times="Time: half within {p50} ms, 95% within {p95} ms",
    fault="⚠️ Something went wrong ({kind}, No. {incident}); see the log. The same kind is not reported again within the hour.",
    fault_polling="⚠️ Fetching messages from Telegram failed ({kind}, No. {incident}); it is tried again. Not reported again within the hour.",
    fault_conflict="⚠️ Another program fetches messages with the same token (No. {incident}); stop one of them. Not reported again within the hour.",
    fault_deepening="⚠️ Working out what passages mean failed (No. {incident}); see the log. Questions are answered all the same. Not reported again within the hour.",
    fault_again=" ({count} more in the hour before)",
    check_sound="✅ Versions checked: {generations}. Files with the right checksum: {files}; of {documents} documents all {quotes} passages are as in the text.",
    check_faults="❌ Faults found: {count}",
    backed_up="Backed up to {folder}: {corpus} files of documents, {library} of the library, {state} of the state, {megabytes} MB in all.",
    backed_up_without_store="What the bot remembers is in PostgreSQL (storage.url) and not in this backup: save it with pg_dump.",
)
