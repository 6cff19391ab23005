"""The files that ship: `model.onnx` with int8 weights, `tokenizer.json`, and how far they are from what was trained."""

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer

from retrieval.fold import Folded
from retrieval.search.reader import PROMPT, Reader
from retrieval.training.reader.network import LONGEST, PairReader

WIDE = "/output/dense/MatMul"
"""How the names of the products end whose inputs have a few very large values: in whole numbers these would take all others
down with them. Their weights are int8 too, but are multiplied as float32."""


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
        whole, quantised = Path(scratch, "whole.onnx"), Path(scratch, "quantised.onnx")
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
        wide = [node.name for node in onnx.load(whole).graph.node if _is_wide(node)]
        # Seven bits, since eight overflow on processors without VNNI.
        quantize_dynamic(
            whole,
            quantised,
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            nodes_to_exclude=wide,
        )
        _with_int8_weights(onnx.load(quantised), folder / "model.onnx")


def _is_wide(node: onnx.NodeProto) -> bool:
    return node.op_type == "MatMul" and node.name.endswith(WIDE) and "/attention/" not in node.name


def _with_int8_weights(model: onnx.ModelProto, file: Path) -> None:
    """Save `model` with the weights of the wide products as int8 and a scale a column, which are read as float32."""
    graph = model.graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    for node in [node for node in graph.node if _is_wide(node)]:
        name = node.input[1]
        values = numpy_helper.to_array(weights[name])
        scales = np.maximum(np.abs(values).max(axis=0) / 127, 1e-9).astype(np.float32)
        codes = np.rint(values / scales).clip(-127, 127).astype(np.int8)
        graph.initializer.remove(weights[name])
        parts = {"codes": codes, "scales": scales, "zeros": np.zeros(scales.shape, dtype=np.int8)}
        graph.initializer.extend(numpy_helper.from_array(part, f"{name}_{kind}") for kind, part in parts.items())
        inputs = [f"{name}_{kind}" for kind in parts]
        graph.node.insert(list(graph.node).index(node), helper.make_node("DequantizeLinear", inputs, [name], axis=1))
    onnx.save(model, file)


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
