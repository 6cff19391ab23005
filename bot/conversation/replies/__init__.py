"""What each kind of message leads to: `questions` and searches, `leafing` through quotes, `reading_on`, `listing` contents.

Every function of these modules that takes a scene and a message gives the outcome and the turn after it, or raises
CannotShow; `scene` holds what they share.
"""
