"""Questions that need no search: they name a section, or repeat words of a document.

By section: `steps` reads 第三部分第二点 and the words around it, `documents_meant` finds the documents that account for these
words, `navigation` follows the steps in each, and `by_section` answers. By words: `pasted` takes what is repeated out of its
frame, `alignment` lays letters beside a text, and `by_words` answers.
"""
