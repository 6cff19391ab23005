"""Fits which sentence tells what was asked: for the parts of a message and for facts about documents."""
