"""Files that hold files: `archive` (.zip) and `mail` (.eml with its attachments, and .mht, a page in the form of a mail).

Each document inside becomes a document of its own. Names inside are labels: nothing is ever written under them.
"""
