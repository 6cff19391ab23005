"""How good answers are, by labelled questions; sees questions and answers only.

`metrics` reads the questions and judges answers (hit@k, MRR, heading paths, refusals), `calibration` holds confidences
against what came true, `rewordings` writes a question otherwise and `robustness` counts which answers stay.
"""
