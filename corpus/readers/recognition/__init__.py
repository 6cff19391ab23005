"""Text recognition for scans and pictures (the extra `ocr`): `asking` remembers what was recognised, `pictures` has it done
in a process of its own, `sheet` makes lines of the boxes that were found.
"""
