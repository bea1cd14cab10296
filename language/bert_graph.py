"""BERT with 8-bit weights, mean pooling and normalisation as an ONNX graph.

Only the set-up step imports this.

The model is the published one (6 layers of 12 heads over 384 values; see its config.json): token
ids and mask in, one vector of length 1 a sentence out, and beside it the same mean taken half way
up, which tells more of how a thing is said. Weights are 8-bit integers with one factor
for each 64 of them, and the runtime rounds each row of activations by itself (MatMulNBits). The
runtime's own dynamic quantiser takes one factor for a whole batch: a sentence's vector then
depended on its neighbours (cosine 0.96) and was further from the exact model (0.984 at worst,
against 0.998 so).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

LAYERS = 6
HEADS = 12
WIDTH = 384
LONGEST = 128
"""Word pieces of a sentence that are read; the model's authors trained it with 128."""

HALF_WAY = 4
"""Layers below the second output. Of all six, this one told intents best beside the last."""

_BLOCK = 64
_NORM_EPSILON = 1e-12
_RUNTIME = "com.microsoft"
"""The domain of operations that are onnxruntime's own."""

Array = Any
Weights = Mapping[str, Array]


class _Graph:
    """Collects nodes and constants; each step returns the name of its result."""

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []

    def keep(self, name: str, value: Array) -> str:
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(self, operation: str, *inputs: str, **attributes: Any) -> str:
        name = f"{operation}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(operation, inputs, [name], name=name, **attributes))
        return name

    def split(self, joined: str, sizes: str, count: int) -> list[str]:
        names = [f"{joined}.{part}" for part in range(count)]
        self.nodes.append(
            helper.make_node("Split", [joined, sizes], names, name=f"{joined}.split", axis=-1)
        )
        return names


def build_graph(weights: Weights) -> onnx.ModelProto:
    """The model: `input_ids`, `attention_mask` (int64, sentences by pieces) to `embedding` and
    `half_way` (float32).
    """
    graph = _Graph()
    graph.keep("thirds", np.array([WIDTH] * 3, np.int64))
    graph.keep("root_two", np.array(2**0.5, np.float32))
    graph.keep("half", np.array(0.5, np.float32))
    graph.keep("unit", np.array(1.0, np.float32))
    hidden = _embed(graph, weights)
    present = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    for layer in range(LAYERS):
        hidden = _add_layer(graph, weights, f"encoder.layer.{layer}.", hidden, present)
        if layer + 1 == HALF_WAY:
            _pool(graph, hidden, "half_way")
    _pool(graph, hidden, "embedding")
    return _finish(graph)


def round_to_8_bits(matrix: Array, block: int) -> tuple[Array, Array]:
    """Whole numbers from -127 to 127 and their factors: `block` numbers of a row share one."""
    blocks = matrix.reshape(matrix.shape[0], -1, block)
    factors = np.abs(blocks).max(axis=-1, keepdims=True) / 127
    return np.round(blocks / factors), factors[..., 0].astype(np.float32)


def _embed(graph: _Graph, weights: Weights) -> str:
    """Word plus position; the kind of segment is always the first, so the positions contain it."""
    numbers, factors = round_to_8_bits(weights["embeddings.word_embeddings.weight"], WIDTH)
    words = graph.keep("words", numbers[:, 0].astype(np.int8))
    found = graph.add("Cast", graph.add("Gather", words, "input_ids"), to=TensorProto.FLOAT)
    scale = graph.add("Gather", graph.keep("word_factors", factors), "input_ids")
    placed = graph.add("Add", graph.add("Mul", found, scale), _place(graph, weights))
    return _normalise(graph, weights, "embeddings.LayerNorm", placed)


def _place(graph: _Graph, weights: Weights) -> str:
    """The positions of as many pieces as there are."""
    positions = weights["embeddings.position_embeddings.weight"][:LONGEST]
    positions = positions + weights["embeddings.token_type_embeddings.weight"][0]
    zero = graph.keep("zero", np.array([0], np.int64))
    one = graph.keep("one", np.array([1], np.int64))
    two = graph.keep("two", np.array([2], np.int64))
    length = graph.add("Slice", graph.add("Shape", "input_ids"), one, two)
    return graph.add("Slice", graph.keep("positions", positions), zero, length, zero)


def _add_layer(graph: _Graph, weights: Weights, prefix: str, hidden: str, present: str) -> str:
    attended = _attend(graph, weights, f"{prefix}attention.self.", hidden, present)
    mixed = _apply_dense(graph, weights, f"{prefix}attention.output.dense", attended)
    added = graph.add("Add", mixed, hidden)
    hidden = _normalise(graph, weights, f"{prefix}attention.output.LayerNorm", added)
    wide = _apply_gelu(graph, _apply_dense(graph, weights, f"{prefix}intermediate.dense", hidden))
    narrow = _apply_dense(graph, weights, f"{prefix}output.dense", wide)
    added = graph.add("Add", narrow, hidden)
    return _normalise(graph, weights, f"{prefix}output.LayerNorm", added)


def _attend(graph: _Graph, weights: Weights, prefix: str, hidden: str, present: str) -> str:
    """Attention of all heads; query, key and value come from one multiplication."""
    roles = ("query", "key", "value")
    matrix = np.concatenate([weights[f"{prefix}{role}.weight"] for role in roles])
    bias = np.concatenate([weights[f"{prefix}{role}.bias"] for role in roles])
    parts = graph.split(_multiply(graph, f"{prefix}roles", matrix, hidden), "thirds", 3)
    kept = graph.keep(f"{prefix}bias", bias)
    return graph.add("MultiHeadAttention", *parts, kept, present, domain=_RUNTIME, num_heads=HEADS)


def _apply_dense(graph: _Graph, weights: Weights, name: str, hidden: str) -> str:
    multiplied = _multiply(graph, name, weights[f"{name}.weight"], hidden)
    return graph.add("Add", multiplied, graph.keep(f"{name}.bias", weights[f"{name}.bias"]))


def _multiply(graph: _Graph, name: str, matrix: Array, hidden: str) -> str:
    """By a matrix of 8-bit numbers; level 4 means that activations are rounded too."""
    numbers, factors = round_to_8_bits(matrix, _BLOCK)
    kept = graph.keep(f"{name}.numbers", (numbers + 128).astype(np.uint8))
    scale = graph.keep(f"{name}.factors", factors)
    outputs, inputs = matrix.shape
    return graph.add(
        "MatMulNBits",
        hidden,
        kept,
        scale,
        domain=_RUNTIME,
        K=inputs,
        N=outputs,
        bits=8,
        block_size=_BLOCK,
        accuracy_level=4,
    )


def _apply_gelu(graph: _Graph, hidden: str) -> str:
    """Gelu in the form that the runtime recognises and runs as one step."""
    bell = graph.add("Add", graph.add("Erf", graph.add("Div", hidden, "root_two")), "unit")
    return graph.add("Mul", graph.add("Mul", hidden, bell), "half")


def _normalise(graph: _Graph, weights: Weights, name: str, hidden: str) -> str:
    scale = graph.keep(f"{name}.scale", weights[f"{name}.weight"])
    shift = graph.keep(f"{name}.shift", weights[f"{name}.bias"])
    return graph.add("LayerNormalization", hidden, scale, shift, axis=-1, epsilon=_NORM_EPSILON)


def _pool(graph: _Graph, hidden: str, name: str) -> None:
    """The mean over the word pieces that are there, brought to length 1."""
    last = graph.keep(f"{name}.last_axis", np.array([-1], np.int64))
    mask = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=TensorProto.FLOAT), last)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, mask), "one", keepdims=0)
    mean = graph.add("Div", total, graph.add("ReduceSum", mask, "one", keepdims=0))
    length = graph.add("ReduceL2", mean, axes=[1], keepdims=1)
    graph.nodes.append(helper.make_node("Div", [mean, length], [name], name=name))


def _finish(graph: _Graph) -> onnx.ModelProto:
    shape = ["sentences", "pieces"]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, shape)
        for name in ("input_ids", "attention_mask")
    ]
    outputs = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["sentences", WIDTH])
        for name in ("embedding", "half_way")
    ]
    built = helper.make_graph(graph.nodes, "sentence_encoder", inputs, outputs, graph.constants)
    versions = [helper.make_opsetid("", 17), helper.make_opsetid(_RUNTIME, 1)]
    return helper.make_model(built, opset_imports=versions, ir_version=8)
