"""The files that ship: the lower half, one upper half for each use, all with int8 weights, and the tokenizer."""

import tempfile
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from retrieval.training.transformer.network import Trained
from retrieval.transformer.model import LOWER, TOKENIZER

FROZEN = 6
"""Layers of the base that are not trained, so that all upper halves stand on one lower half."""
LONGEST = 208
"""Tokens of a text or a pair; 97 in 100 pairs of a question and a passage are shorter."""
WIDE = "/output/dense/MatMul"
"""How the names of the products end whose inputs have a few very large values: in whole numbers these would take all others
down with them. Their weights are int8 too, but are multiplied as float32."""


class _Lower(nn.Module):
    def __init__(self, model: Trained) -> None:
        super().__init__()
        self.embeddings, self.layer = model.encoder.embeddings, model.encoder.encoder.layer[: model.frozen]

    def forward(self, ids: Tensor) -> Tensor:
        return _through(self.layer, self.embeddings(input_ids=ids))


class _Upper(nn.Module):
    def __init__(self, model: Trained) -> None:
        super().__init__()
        self.model, self.layer = model, model.encoder.encoder.layer[model.frozen :]

    def forward(self, states: Tensor) -> Tensor:
        return self.model.finish(_through(self.layer, states), torch.ones_like(states[:, :, :1]))


def save_halves(model: Trained, base: Path, folder: Path, upper: str) -> None:
    """Write the lower half, the upper half as the file `upper`, and the tokenizer of `base` into `folder`.

    Every model over the same base with as many frozen layers has the same lower half.
    """
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(LONGEST)
    tokenizer.save(str(folder / TOKENIZER))
    model.eval()
    _save(_Lower(model), torch.ones((1, 8), dtype=torch.int64), "ids", folder / LOWER)
    _save(_Upper(model), torch.zeros((1, 8, model.encoder.config.hidden_size)), "states", folder / upper)


def _through(layers: nn.Module, states: Tensor) -> Tensor:
    for layer in layers.children():
        states = layer(states, None)
    return states


def _save(module: nn.Module, example: Tensor, name: str, file: Path) -> None:
    """Save `module`, which takes one text without padding, with int8 weights."""
    with tempfile.TemporaryDirectory() as scratch:
        whole, quantised = Path(scratch, "whole.onnx"), Path(scratch, "quantised.onnx")
        torch.onnx.export(
            module,
            (example,),
            str(whole),
            input_names=[name],
            output_names=["outputs"],
            dynamic_axes={name: {1: "tokens"}},
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
        _with_int8_weights(onnx.load(quantised), file)


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
