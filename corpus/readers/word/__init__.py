"""Word documents: `reader` walks the body, `package` unpacks safely, `styles` say headings and boldness, `numbering`
counts automatic numbers, `elements` are the ways through the XML. `conversion` makes .docx of older formats.
"""
