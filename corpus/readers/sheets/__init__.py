"""Tables of their own: `workbook` reads .xlsx, `cell_formats` writes its numbers as they are shown, `separated` reads .csv.

A row is a line, its cells apart as in the tables of other formats; the row of column heads stands above the others.
"""
