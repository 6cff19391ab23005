"""How far the files that ship are from what was trained."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from retrieval.fold import Folded
from retrieval.search.reader import Reader
from retrieval.training.transformer.network import PairReader, SentenceNetwork, Trained
from retrieval.transformer.model import PASSAGE, QUESTION, TokenIds, Transformer
from retrieval.transformer.sentence_encoder import PASSAGE_TOKENS, SentenceEncoder


def agreement_of_readings(model: PairReader, folder: Path, pairs: Sequence[tuple[Folded, Folded]]) -> float:
    """The correlation of the folder's log odds with those of `model` in float32, over `pairs`."""
    shipped = Transformer(folder)
    trained = [float(_outputs(model, shipped.ids(QUESTION + question, passage))[0]) for question, passage in pairs]
    read = [float(Reader(shipped).log_odds(question, [passage])[0]) for question, passage in pairs]
    return float(np.corrcoef(trained, read)[0, 1])


def agreement_of_meanings(model: SentenceNetwork, folder: Path, passages: Sequence[Folded]) -> float:
    """The least cosine of the folder's vectors with those of `model` in float32, over `passages`."""
    shipped = Transformer(folder)
    trained = [
        _outputs(model, shipped.ids(PASSAGE + passage, longest=PASSAGE_TOKENS))[0].numpy() for passage in passages
    ]
    encoder = SentenceEncoder(shipped)
    return min(float(own @ encoder.encode_passage(p)) for own, p in zip(trained, passages, strict=True))


def _outputs(model: Trained, ids: TokenIds) -> torch.Tensor:
    tensor = torch.tensor(ids)
    with torch.inference_mode():
        outputs: torch.Tensor = model.eval()(tensor, torch.ones_like(tensor))
    return outputs
