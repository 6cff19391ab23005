"""What has happened, as tables of the store: `audit` (who did what), `tallies` (how often, by day), `reviews` (what to look at).

Each takes the open connection of `bot.store`, and is used by whoever has something to record.
"""
