"""Trains the models of the serving bench and puts them where its servers look.

    prepare_models.py OUT TRACKING_URI

Each model goes to OUT/<model>: `mlflow/` for `mlflow models serve`, `mlserver/` with the settings of MLServer,
`model.onnx` for the bare handler, and the bodies of requests with 1 and 100 rows in both protocols. The same model
is logged as ONNX to the tracking server and registered there under its name, with the alias champion.

`iris-python` is the linear model once more, for those who score it with Python: MLServer's runtime of MLflow and
Millrace's workers. There is no bare handler for it.
"""

import json
import sys
from pathlib import Path

import joblib
import mlflow
import numpy as np
import sklearn
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_iris, make_classification
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

SIZES = (1, 100)


def iris():
    features, target = load_iris(return_X_y=True)
    return LogisticRegression(max_iter=500), features, target


def boosted():
    features, target = make_classification(2_000, n_features=100, n_informative=30, random_state=7)
    return GradientBoostingClassifier(n_estimators=100, random_state=7), features, target


def main(out: Path, tracking_uri: str) -> None:
    mlflow.set_tracking_uri(tracking_uri)
    mlflow.set_experiment("serving-bench")
    for name, make in (("iris", iris), ("boosted", boosted)):
        model, features, target = make()
        features = features.astype(np.float32)
        model.fit(features, target)
        prepare(out / name, name, model, features)
        if name == "iris":
            prepare_python(out / "iris-python", "iris-python", model, features)


def prepare(folder: Path, name: str, model, features) -> None:
    signature = infer_signature(features, model.predict(features))
    save(folder, name, model, signature, "mlserver_sklearn.SKLearnModel", "./model.joblib")
    joblib.dump(model, folder / "mlserver" / "model.joblib")

    onnx_model = to_onnx(model, features[:1], options={"zipmap": False}, target_opset=18)
    (folder / "model.onnx").write_bytes(onnx_model.SerializeToString())
    with mlflow.start_run():
        mlflow.onnx.log_model(
            onnx_model,
            name="model",
            signature=signature,
            input_example=features[:2],
            registered_model_name=name,
            pip_requirements=["onnxruntime"],
        )
    mlflow.MlflowClient().set_registered_model_alias(name, "champion", "1")
    write_requests(folder, features)


def prepare_python(folder: Path, name: str, model, features) -> None:
    signature = infer_signature(features, model.predict(features))
    save(folder, name, model, signature, "mlserver_mlflow.MLflowRuntime", "../mlflow")
    with mlflow.start_run():
        mlflow.sklearn.log_model(
            model,
            name="model",
            signature=signature,
            input_example=features[:2],
            registered_model_name=name,
            serialization_format="cloudpickle",
            pip_requirements=[
                f"mlflow=={mlflow.__version__}",
                f"scikit-learn=={sklearn.__version__}",
                f"numpy=={np.__version__}",
                "cloudpickle",
            ],
        )
    mlflow.MlflowClient().set_registered_model_alias(name, "champion", "1")
    write_requests(folder, features)


def save(folder: Path, name: str, model, signature, implementation: str, uri: str) -> None:
    folder.mkdir(parents=True)
    mlflow.sklearn.save_model(model, str(folder / "mlflow"), signature=signature, serialization_format="cloudpickle")
    (folder / "mlserver").mkdir()
    settings = {"name": name, "implementation": implementation, "parameters": {"uri": uri, "version": "1"}}
    (folder / "mlserver" / "model-settings.json").write_text(json.dumps(settings))


def write_requests(folder: Path, features) -> None:
    for rows in SIZES:
        values = [[float(value) for value in row] for row in features[:rows]]
        invocations = {"inputs": values}
        infer = {
            "inputs": [
                {
                    "name": "input-0",
                    "shape": [rows, features.shape[1]],
                    "datatype": "FP32",
                    "parameters": {"content_type": "np"},
                    "data": [value for row in values for value in row],
                }
            ]
        }
        (folder / f"invocations-{rows}.json").write_text(json.dumps(invocations))
        (folder / f"infer-{rows}.json").write_text(json.dumps(infer))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
