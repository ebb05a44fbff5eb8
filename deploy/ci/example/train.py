"""Trains a classifier of irises, logs it as ONNX and registers it. Prints the id of the run.

Usage: train.py MODEL DEPTH
"""

import sys

import mlflow
import mlflow.onnx
import numpy as np
from millrace_prediction_tests import log_prediction_tests
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.metrics import f1_score
from sklearn.model_selection import train_test_split
from sklearn.tree import DecisionTreeClassifier

model_name, depth = sys.argv[1], int(sys.argv[2])
features, labels = load_iris(return_X_y=True)
features = features.astype(np.float32)
train_x, test_x, train_y, test_y = train_test_split(
    features, labels, test_size=0.3, random_state=7, stratify=labels
)

mlflow.set_experiment("irises")
with mlflow.start_run() as run:
    for name, x, context in (("train", train_x, "training"), ("test", test_x, "test")):
        mlflow.log_input(mlflow.data.from_numpy(x, name=name), context=context)
    mlflow.log_param("depth", depth)
    classifier = DecisionTreeClassifier(max_depth=depth, random_state=7).fit(train_x, train_y)
    predictions = classifier.predict(test_x)
    mlflow.log_metric("f1", f1_score(test_y, predictions, average="macro"))
    model = mlflow.onnx.log_model(
        to_onnx(classifier, train_x[:1], options={"zipmap": False}),
        name="model",
        signature=infer_signature(test_x, predictions),
        input_example=test_x[:2],
        registered_model_name=model_name,
    )
    log_prediction_tests(model, train_x, {"label": classifier.predict(train_x)})
print(run.info.run_id)
