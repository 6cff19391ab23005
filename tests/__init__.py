"""The tests, in the rooms of what they test; the shape of the house and of its documentation here at the top.

`support` holds what several of them share, `fuzz` and `bench` are commands, `questions` the labelled questions on the
shipped speeches.
"""
