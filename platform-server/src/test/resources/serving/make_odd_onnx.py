"""Writes the ONNX models in odd-onnx, each of one operator.

    pip install onnx && python make_odd_onnx.py

`one-row.onnx` fails while it scores more rows than one; `echo.onnx` answers with the texts that it is sent.
"""

from pathlib import Path

from onnx import TensorProto, checker, helper

FOLDER = Path(__file__).parent / "odd-onnx"


def save(name, nodes, inputs, outputs, constants=()):
    graph = helper.make_graph(nodes, name, inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    (FOLDER / f"{name}.onnx").write_bytes(model.SerializeToString())


def value(name, kind, *shape):
    return helper.make_tensor_value_info(name, kind, shape)


save(
    "one-row",
    [helper.make_node("Reshape", ["x", "shape"], ["y"])],
    [value("x", TensorProto.FLOAT, None, 1)],
    [value("y", TensorProto.FLOAT, 1)],
    [helper.make_tensor("shape", TensorProto.INT64, [1], [1])],
)
save(
    "echo",
    [helper.make_node("Identity", ["text"], ["same"])],
    [value("text", TensorProto.STRING, None, 1)],
    [value("same", TensorProto.STRING, None, 1)],
)
