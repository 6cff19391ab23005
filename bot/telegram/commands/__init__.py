"""Commands and buttons: `collection` (/docs, /toc, /search, links), `examples`, `preferences`, `privacy`, `administration`, `inline`.

`pressing` takes every press of a button, `feedback` votes and reactions; `button_replies` is how a press is answered.
"""
