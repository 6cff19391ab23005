"""Makes what lies in `retrieval/models` and the shipped thesaurus. Not in the wheel, never imported by the product.

`encoder` trains the bundled encoder (its command says how), `ranking` fits the ranker, the answerability and the confidence
on labelled questions, `judging` compares encoders and rankings on public sets, `thesaurus` cleans the hand-written entries;
`shared` reads the training data and writes model folders. Needs the optional extra `train` (torch, gensim, jieba).
"""
