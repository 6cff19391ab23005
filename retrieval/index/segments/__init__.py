"""Segments: immutable folders of some documents with everything that is indexed of them, opened without being read.

A generation is made of the living documents of several segments. What is new or changed goes into a new segment; small ones are merged.
"""
