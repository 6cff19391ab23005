"""Between the bot and the Bot API.

In: `polling` and `webhook` receive updates, `inbox` lets each through once and `receipts` keeps it on disk until it is
answered; `addressing` tells which messages are meant, `albums` which belong together, `admission` who may be served,
`ordering` keeps a chat's messages in order. Out: `connection` and `delivery` with retries, `typing_sign` while an answer
takes long, `redaction` of the token from the log.
"""
