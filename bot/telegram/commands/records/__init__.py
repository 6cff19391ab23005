"""What admins look at in the chat: /status, /log, /unanswered and /eval, each a screen of its own.

Whoever is no admin, or asks in a group, gets what an unknown command gets; buttons are judged anew at every press.
"""
