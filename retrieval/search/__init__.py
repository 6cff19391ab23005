"""From an understood question to scored candidates and a confidence.

`gathering` takes the best passages of every way of looking and prunes them; `features` and `word_features` describe what is
left, which `candidates` puts together. `ranker` scores them and says how sure the answer is, with the help of `reader`, which
reads the best of them with the question, and of `answerability`; `reranking` may order the best anew; `explanation` says why an answer
came out as it did, `words_met` which words it shares with the question.
"""
