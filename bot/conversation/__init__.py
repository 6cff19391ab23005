"""What a message means after the one before, and what is to be shown for it. Knows no channel.

`conversation.reply` is the door: `understanding` makes an `Understood` of the text and the `Turn` before (`turns`),
`replies` make an outcome of that (`outcomes`) and the next turn. `channel` says where channels differ in what they show.
`stretches` cuts pieces out of documents, `keyword_search` finds words.
"""
