"""The library on disk, its vectors and its lexical indexes, and the encoders that can be configured."""
