"""What a message means: `requests` such as 还有吗, `followups` such as 那浙江呢, or a question of its own.

`slots` puts a new value into an old question, `fitting` finds room for it there; `region_names` and `named_documents`
recognise what is named. `plain` folds texts so that positions stay. These are rules and say what a message could mean; all
`readings` of it are looked up, and `choosing` decides between the passages that they have `found`, with weights fitted by `bot.fitting`.
"""
