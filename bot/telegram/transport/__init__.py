"""Between the bot and the Bot API: `connection`, `delivery` with retries, `redaction` of the token from the log.

`addressing` tells which messages are meant, `admission` who may be served, `ordering` keeps a chat's messages in order,
`typing_sign` shows that an answer takes a while.
"""
