"""How good answers are, by labelled questions; sees questions and answers only.

`questions` reads them from files, as people write them or as benchmarks are laid out; `metrics` judges answers (hits, heading
paths, refusals). `measures` are the values of each question, `runs` keeps them,
`summary` and `resampling` say what they are worth, `comparison` holds two runs against each other, `switches` leaves parts of
the answering out, `peers` searches as others do. `calibration` holds confidences against what came true, `rewordings` writes a question otherwise and
`robustness` counts which answers stay.
"""
