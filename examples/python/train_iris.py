"""Trains two iris classifiers, tracks them, registers the better one and loads it back by its alias.

An ordinary MLflow script: point MLFLOW_TRACKING_URI at a server and run it.

    MLFLOW_TRACKING_URI=http://127.0.0.1:5000 python train_iris.py
"""

import json
import tempfile
from pathlib import Path

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import mlflow
import numpy as np
from mlflow import MlflowClient
from mlflow.models import infer_signature
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import ConfusionMatrixDisplay, accuracy_score
from sklearn.model_selection import train_test_split
from sklearn.naive_bayes import GaussianNB

EXPERIMENT = "iris"
MODEL_NAME = "iris-classifier"


def main():
    mlflow.set_experiment(EXPERIMENT)
    mlflow.sklearn.autolog()

    iris = load_iris(as_frame=True)
    train, test = train_test_split(iris.frame, test_size=0.3, random_state=7, stratify=iris.target)
    features = list(iris.data.columns)
    dataset = mlflow.data.from_pandas(train, source="scikit-learn/iris", name="iris-train", targets="target")

    candidates = {
        "logistic-regression": LogisticRegression(max_iter=500),
        "naive-bayes": GaussianNB(),
    }
    for name, model in candidates.items():
        with mlflow.start_run(run_name=name) as run:
            mlflow.set_tag("team", "botany")
            mlflow.log_input(dataset, context="training")
            model.fit(train[features], train["target"])
            predictions = model.predict(test[features])
            mlflow.log_metric("test_accuracy", accuracy_score(test["target"], predictions))

            figure, axes = plt.subplots()
            ConfusionMatrixDisplay.from_predictions(test["target"], predictions, ax=axes)
            mlflow.log_figure(figure, "plots/confusion.png")
            plt.close(figure)

            with tempfile.TemporaryDirectory() as directory:
                notes = Path(directory) / "notes.json"
                notes.write_text(json.dumps({"features": features, "rows": len(train)}))
                mlflow.log_artifact(notes, artifact_path="notes")

            mlflow.sklearn.log_model(
                model,
                name="classifier",
                signature=infer_signature(train[features], predictions),
                input_example=test[features].head(3),
            )
            print(f"{name}: logged as run {run.info.run_id}")

    best = mlflow.search_runs(
        experiment_names=[EXPERIMENT],
        filter_string="metrics.test_accuracy > 0.8 AND tags.team = 'botany' AND attributes.status = 'FINISHED'",
        order_by=["metrics.test_accuracy DESC", "attributes.start_time DESC"],
    ).iloc[0]
    print(f"best run: {best['tags.mlflow.runName']} with test accuracy {best['metrics.test_accuracy']:.3f}")

    version = mlflow.register_model(f"runs:/{best.run_id}/classifier", MODEL_NAME)
    MlflowClient().set_registered_model_alias(MODEL_NAME, "champion", version.version)

    champion = mlflow.pyfunc.load_model(f"models:/{MODEL_NAME}@champion")
    expected = candidates[best["tags.mlflow.runName"]].predict(test[features])
    np.testing.assert_array_equal(champion.predict(test[features]), expected)
    print(f"models:/{MODEL_NAME}@champion is version {version.version}; its {len(expected)} predictions are the trained model's")


if __name__ == "__main__":
    main()
