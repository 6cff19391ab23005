"""The small transformer that ships, run by onnxruntime without torch: one lower half, and an upper half for each use of it.

`model` loads and runs it, `shown` says how a passage is put before it, `sentence_encoder` makes vectors of whole passages
and questions with the upper half `meaning.onnx`; with `reading.onnx` `retrieval.search.reader` reads pairs. `kept_vectors`
keeps vectors on disk by what they are of.
"""
