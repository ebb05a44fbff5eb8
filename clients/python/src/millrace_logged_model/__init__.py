"""Adds files to models that were logged."""

import json
import os
import tempfile


def model_id(model):
    """The id of what ``log_model`` answered, of ``models:/m-…``, or of an id itself.

    :raises ValueError: where it is none of these.
    """
    name = getattr(model, "model_id", model)
    if isinstance(name, str) and name.startswith("models:/"):
        name = name[len("models:/") :]
    if not isinstance(name, str) or not name.startswith("m-") or "/" in name:
        raise ValueError("the model is no logged model: give what log_model answered, or an id such as m-4f1c…")
    return name


def add_json(model_id, folder, name, document):
    """Adds a document to the folder of a logged model; one of the same name is replaced."""
    from mlflow import MlflowClient

    with tempfile.TemporaryDirectory() as directory:
        path = os.path.join(directory, name)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(document, file, allow_nan=False)
        MlflowClient().log_model_artifact(model_id, path, folder)
