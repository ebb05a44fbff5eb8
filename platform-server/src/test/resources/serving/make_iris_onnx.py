"""Makes iris-onnx/: a logistic regression on scikit-learn's iris data as ONNX, and its answers.

Run in this folder:
    python -m venv venv && venv/bin/pip install scikit-learn==1.9.1 skl2onnx==1.20.0
    venv/bin/python make_iris_onnx.py
"""

import json
import pathlib

import numpy as np
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

folder = pathlib.Path("iris-onnx")
columns = ["sepal_length", "sepal_width", "petal_length", "petal_width"]

data = load_iris()
rows = data.data.astype(np.float32)
model = LogisticRegression(max_iter=1000).fit(rows, data.target)
sample = rows[::10]

for name, zipmap in (("model.onnx", False), ("zipmap.onnx", True)):
    onnx = convert_sklearn(
        model,
        initial_types=[("features", FloatTensorType([None, 4]))],
        options={id(model): {"zipmap": zipmap}},
        target_opset=17,
    )
    (folder / name).write_bytes(onnx.SerializeToString())

(folder / "expected.json").write_text(
    json.dumps(
        {
            "columns": columns,
            "data": [[float(str(v)) for v in row] for row in sample],
            "labels": model.predict(sample).tolist(),
            "probabilities": model.predict_proba(sample).tolist(),
        },
        indent=1,
    )
    + "\n"
)
