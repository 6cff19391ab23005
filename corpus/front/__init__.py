"""What stands before the text: `title` finds the title and the name to cite it by, `facts` who spoke, at which meeting,
when and where, and who published it.
"""
