"""The folder that ships: `model.onnx` with int8 weights, `tokenizer.json`, and how far they are from what was trained."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from retrieval.fold import Folded
from retrieval.search.reader import PROMPT, Reader
from retrieval.training.reader.network import LONGEST, PairReader


def save_reader(model: PairReader, base: Path, folder: Path) -> None:
    """Write the files that `retrieval.search.reader` loads into `folder`; `base` holds the tokenizer."""
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    tokenizer.save(str(folder / "tokenizer.json"))
    ids = torch.ones((2, 8), dtype=torch.int64)
    sizes = {"ids": {0: "pairs", 1: "tokens"}, "mask": {0: "pairs", 1: "tokens"}, "logits": {0: "pairs"}}
    with tempfile.TemporaryDirectory() as scratch:
        whole = Path(scratch, "model.onnx")
        torch.onnx.export(
            model.eval(),
            (ids, torch.ones_like(ids)),
            str(whole),
            input_names=["ids", "mask"],
            output_names=["logits"],
            dynamic_axes=sizes,
            opset_version=17,
            dynamo=False,
        )
        # Seven bits, since eight overflow on processors without VNNI.
        quantize_dynamic(whole, folder / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def agreement(model: PairReader, folder: Path, pairs: Sequence[tuple[Folded, Folded]]) -> float:
    """The correlation of the folder's log odds with those of `model` in float32, over `pairs`."""
    reader, tokenizer = Reader(folder), Tokenizer.from_file(str(folder / "tokenizer.json"))
    with torch.inference_mode():
        trained = []
        for question, passage in pairs:
            ids = torch.tensor([tokenizer.encode(PROMPT + question, passage).ids])
            trained.append(float(model.eval()(ids, torch.ones_like(ids))[0]))
    shipped = [float(reader.log_odds(question, [passage])[0]) for question, passage in pairs]
    return float(np.corrcoef(trained, shipped)[0, 1])
