"""What messages look like: `outcomes` draws whatever a reply shows, by `quotes` and `contents`; `greeting` is that of /start; nothing is sent here.

`viewer` is the reader that a screen is made for, `buttons` and `links` what a tap says back.
"""
