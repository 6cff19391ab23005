"""Cases with what follows from them: `provisions` puts a case together with its stem and with what it refers to, `choosing`
scores these by fitted weights, `gathering` makes the answer of the best.
"""
