"""What is said about who may ask, in either language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AccessTexts:
    """To strangers one line; to admins what /allow, /revoke and /who did."""

    unknown_user: str
    unknown_group: str
    user_with_code: str
    group_with_code: str
    welcomed: str
    welcomed_group: str
    allow_usage: str
    wrong_code: str
    too_many_wrong: str
    allowed: str
    revoke_usage: str
    revoked: str
    not_allowed_before: str
    listed_in_settings: str
    not_pairing: str
    not_stored: str
    who_open: str
    who_nobody: str
    who_listed: str
    who_allowed: str
    who_none: str
    who_line: str
    who_waiting: str
    at_the_machine: str
    nameless: str
    kept: str


CHINESE_ACCESS = AccessTexts(
    unknown_user="你好！这个机器人只回答登记过的人。需要使用的话，请把你的编号 {party} 告诉管理员。",
    unknown_group="大家好！这个机器人还没有登记这个群。需要使用的话，请把群的编号 {party} 告诉管理员。",
    user_with_code="你好！管理员同意后就可以提问。请把验证码 {code} 告诉管理员，{minutes} 分钟内有效。",
    group_with_code="大家好！管理员同意后就可以在群里提问。请把验证码 {code} 告诉管理员，{minutes} 分钟内有效。",
    welcomed="管理员同意了，直接提问就行。/help 看说明。",
    welcomed_group="管理员同意了，可以在群里提问了：@{name} 加上问题，或者发 /ask 加上问题。",
    allow_usage="请写上对方收到的六位验证码，比如：/allow 482913",
    wrong_code="没有人在用验证码 {code}：可能打错了，也可能过了 {minutes} 分钟。请核对；过期的，请对方再发一条消息，会收到新的。",
    too_many_wrong="验证码错了太多次，请过 {minutes} 分钟再试。",
    allowed="✅ 已同意：{name}（{party}）。要撤销，发 /revoke {party}",
    revoke_usage="请写上编号，比如：/revoke 123456789；编号见 /who",
    revoked="✅ 已撤销：{party}，从现在起不再回答。",
    not_allowed_before="名单里没有 {party}，没有改动。现在的名单见 /who",
    listed_in_settings="{party} 写在 config.yaml 里，不能在这里撤销：请在 access 或 telegram.admin_ids 里删去，再重启。",
    not_pairing="现在不用验证码：config.yaml 里 access.mode 是 {mode}，改成 paired 再重启后才可以。",
    not_stored="现在存不下来，没有改动。请过一会儿再试。",
    who_open="现在谁都可以提问（config.yaml 里 access.mode 是 open）。",
    who_nobody="现在谁都不能提问：config.yaml 的 access 里没有写用户和群，也没有管理员。",
    who_listed="config.yaml 里的用户、群和管理员：{parties}",
    who_allowed="管理员同意的，共 {count} 个：",
    who_none="还没有管理员同意过谁。",
    who_line="• {name}（{party}），{date} 由 {by} 同意",
    who_waiting="另有 {count} 个拿到了验证码，还没有同意。",
    at_the_machine="命令行",
    nameless="没有名字",
    kept="• 管理员同意你使用的记录：你的编号、当时的名字、谁在什么时候同意的。删除数据时删去名字。",
)

ENGLISH_ACCESS = AccessTexts(
    unknown_user="Hello! This bot answers registered users only. To use it, tell its admin your number: {party}",
    unknown_group="Hello! This group is not registered with this bot. To use it here, tell its admin the group's number: {party}",
    user_with_code="Hello! You may ask as soon as an admin agrees. Tell an admin the code {code}; it is good for {minutes} minutes.",
    group_with_code="Hello! This group may ask as soon as an admin agrees. Tell an admin the code {code}; it is good for {minutes} minutes.",
    welcomed="An admin has agreed: just ask your question. /help says more.",
    welcomed_group="An admin has agreed: ask here with @{name} and your question, or with /ask and your question.",
    allow_usage="Add the six digits that the other was given, for example: /allow 482913",
    wrong_code="Nobody waits with the code {code}: it may be mistyped, or older than {minutes} minutes. Check it; if it is too old, another message from them gets a new one.",
    too_many_wrong="Too many wrong codes; try again in {minutes} minutes.",
    allowed="✅ Allowed: {name} ({party}). To take it back, send /revoke {party}",
    revoke_usage="Add the number, for example: /revoke 123456789; /who shows the numbers.",
    revoked="✅ Taken back: {party} is not answered any more.",
    not_allowed_before="{party} is not on the list; nothing was changed. /who shows the list.",
    listed_in_settings="{party} is listed in config.yaml and cannot be revoked here: remove it from access or telegram.admin_ids, and restart.",
    not_pairing="Codes are not in use: access.mode is {mode} in config.yaml; set it to paired and restart.",
    not_stored="That cannot be stored at the moment; nothing was changed. Please try again in a while.",
    who_open="Everybody may ask at present (access.mode is open in config.yaml).",
    who_nobody="Nobody may ask at present: config.yaml lists neither users nor groups nor admins.",
    who_listed="Users, groups and admins listed in config.yaml: {parties}",
    who_allowed="Allowed by admins: {count}",
    who_none="No admin has allowed anybody yet.",
    who_line="• {name} ({party}), on {date} by {by}",
    who_waiting="Given a code and not allowed yet: {count}",
    at_the_machine="the command line",
    nameless="no name",
    kept="• That an admin has let you in: your number, the name you had, who agreed and when. Deleting your data deletes the name.",
)
