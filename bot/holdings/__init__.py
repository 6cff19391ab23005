"""What is in: files on their way into the corpus folder, out of it, and back. No channel; who may is decided elsewhere.

`names` makes a file name of what a user calls a file, `inspecting` says how a file would be understood and what to check,
`filing` moves files and notes each change, `undoing` takes a library back together with the files it was made of;
`purging` deletes what nobody can go back to any more.
"""
