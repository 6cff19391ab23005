"""Makes what lies in `retrieval/models` and the shipped thesaurus. Not in the wheel, never imported by the product.

`encoder` trains the bundled encoder and `reader` the cross-encoder (their commands say how), `ranking` fits the ranker, the answerability and the confidence
on labelled questions, `judging` compares encoders and rankings on public sets, `thesaurus` cleans the hand-written entries;
`shared` reads the training data and writes model folders. Needs the optional extra `train` (gensim, jieba, onnx).
"""
