"""Who may ask, and what they may see; no channel.

`doorkeeper` says who may ask, with those in `register` whom an admin has allowed; `admitted` lists them. `labels` says which
documents a person or a group may see, `views` has the collection made of these alone.
"""
