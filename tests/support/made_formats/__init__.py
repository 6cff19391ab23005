"""The invented report of `tests.support.made_files` in further formats: `packages` of office programs and
books, `mails`, `ofd`."""
