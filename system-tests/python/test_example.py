"""The example script, run as a user runs it: with nothing but MLFLOW_TRACKING_URI to say where it goes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLE = Path(__file__).parents[2] / "examples" / "python" / "train_iris.py"


@pytest.mark.mlflow3
def test_training_script_of_a_data_scientist_runs_unchanged(server_url, client, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MLFLOW_", "MILLRACE_"))}

    script = subprocess.run(
        [sys.executable, EXAMPLE],
        env={**environment, "MLFLOW_TRACKING_URI": server_url},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
    )

    print(script.stdout)
    assert script.returncode == 0, script.stderr
    assert "its 45 predictions are the trained model's" in script.stdout
    champion = client.get_model_version_by_alias("iris-classifier", "champion")
    run = client.get_run(champion.run_id)
    assert run.info.status == "FINISHED"
    assert run.data.metrics["training_accuracy_score"] > 0.9
    assert {"plots", "notes"} <= {entry.path for entry in client.list_artifacts(run.info.run_id)}
    assert "iris-train" in [entry.dataset.name for entry in run.inputs.dataset_inputs]
    assert f"{server_url}/#/experiments/{run.info.experiment_id}/runs/{run.info.run_id}" in script.stdout
