"""From a question to an answer in the documents' own words. Knows nothing of Telegram, terminals or settings.

`collection` keeps the library and hands out a `snapshot` for each message; that has `answering` answer it, which tries the
two ways of `lookup` and then `search`, and makes `quotes` of what is found in the `index`. `question` reads what is asked,
`fold` makes writings equal, `answer` holds the records that leave the room, `errors` what can go wrong. `evaluation` judges
answers, `training` fits what lies in `models`; the product imports neither of the two to answer. README.md is the map.
"""
