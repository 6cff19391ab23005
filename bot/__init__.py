"""The edge: settings, command line, terminal and Telegram. Knows nothing of how anything is ranked.

`cli` is where `yuanwen` begins, `settings` what may be set, `errors` what a person is told in one line. `asking` gets an
answer and compares its quotes with their documents, `rendering` puts it into parts for print and for Telegram.
`conversation` decides what a message means and what is shown for it, `terminal` and `telegram` show it, `messages` has
the words. `keeping` and `store` are what Telegram's side remembers. The README has the whole way of a message.
"""
