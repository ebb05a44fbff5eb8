"""A job of Spark answers what `millrace score` answers, for the same version and rows.

MILLRACE_JAVA and MILLRACE_CLI_JAR name the command line, MILLRACE_SPARK_PYTHON a Python that has pyspark.
"""

import json
import os
import pathlib
import shutil
import subprocess

import lightgbm as lgb
import mlflow
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
from mlflow.models import infer_signature
from skl2onnx import to_onnx
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression

pytestmark = pytest.mark.millrace

SCRIPT = pathlib.Path(__file__).parents[2] / "deploy" / "spark" / "score.sh"
FEATURES = ["a", "b", "c", "d"]


@pytest.fixture(scope="module")
def frame():
    features, _ = load_iris(return_X_y=True)
    table = pd.DataFrame(np.tile(features.astype(np.float32), (20, 1)), columns=FEATURES)
    table.insert(0, "id", range(len(table)))
    table["note"] = [["", " x ", 'ä "7", b', "two\nlines"][i % 4] for i in range(len(table))]
    return table


@pytest.fixture
def boosted(frame, experiment_id, client, unique):
    """A booster that takes columns."""
    name = unique("spark")
    columns = frame[FEATURES].astype("float64")
    with mlflow.start_run():
        mlflow.lightgbm.log_model(
            lgb.train({"verbose": -1, "num_threads": 1}, lgb.Dataset(columns, columns["a"] - columns["b"]), 10),
            name="model",
            signature=infer_signature(columns),
            registered_model_name=name,
            pip_requirements=["lightgbm"],
        )
    client.set_registered_model_alias(name, "champion", "1")
    return name


@pytest.fixture
def classifier(frame, experiment_id, client, unique):
    """A classifier that takes a tensor and has two outputs."""
    name = unique("spark-onnx")
    features, target = load_iris(return_X_y=True)
    features = features.astype(np.float32)
    model = LogisticRegression(max_iter=500).fit(features, target)
    with mlflow.start_run():
        mlflow.onnx.log_model(
            to_onnx(model, features[:1], options={"zipmap": False}, target_opset=18),
            name="model",
            signature=infer_signature(
                features, {"label": model.predict(features), "probabilities": model.predict_proba(features)}
            ),
            registered_model_name=name,
            pip_requirements=["onnxruntime"],
        )
    client.set_registered_model_alias(name, "champion", "1")
    return name


@pytest.fixture
def millrace_score(server_url):
    def run(*arguments):
        command = [os.environ["MILLRACE_JAVA"], "-jar", os.environ["MILLRACE_CLI_JAR"], "score", "--server", server_url]
        job = subprocess.run([*command, *map(str, arguments)], capture_output=True, text=True, timeout=120)
        assert job.returncode == 0, job.stderr

    return run


@pytest.fixture(scope="module")
def spark_home():
    where = "import os, pyspark; print(os.path.dirname(pyspark.__file__))"
    found = subprocess.run(
        [os.environ["MILLRACE_SPARK_PYTHON"], "-c", where], capture_output=True, text=True, timeout=60, check=True
    )
    home = found.stdout.strip()
    yield home
    # Of executors in processes of their own.
    shutil.rmtree(pathlib.Path(home) / "work", ignore_errors=True)


@pytest.fixture
def spark_score(server_url, spark_home):
    """Submits a job, to two threads of one process or to processes of their own."""

    def run(*arguments, master="local[2]"):
        variables = {
            **os.environ,
            "JAVA_HOME": str(pathlib.Path(os.environ["MILLRACE_JAVA"]).parents[1]),
            "SPARK_HOME": spark_home,
            "SPARK_LOCAL_IP": "127.0.0.1",
        }
        # What starts quickly and does little.
        spark = ["--driver-java-options", "-XX:TieredStopAtLevel=1"]
        for setting in ("ui.enabled=false", "sql.shuffle.partitions=2", "executor.memory=600m"):
            spark += ["--conf", "spark." + setting]
        command = ["bash", str(SCRIPT), "--master", master, *spark, "--", "--tracking-uri", server_url]
        return subprocess.run(
            [*command, *map(str, arguments)], capture_output=True, text=True, timeout=180, env=variables
        )

    return run


def write(table, place):
    if place.suffix == ".csv":
        table.to_csv(place, index=False)
    elif place.suffix == ".jsonl":
        table.to_json(place, orient="records", lines=True, double_precision=15)
    else:
        table.to_parquet(place, index=False)


def read(place):
    """Every value as it is written, by id."""
    files = sorted(place.glob("part-*")) if place.is_dir() else [place]
    if place.suffix == ".csv":
        table = pd.concat(pd.read_csv(file, dtype=str, keep_default_na=False) for file in files)
        order = table["id"].astype(int)
    elif place.suffix == ".jsonl":
        lines = [line for file in files for line in file.read_text().splitlines()]
        table = pd.DataFrame({"line": lines})
        order = table["line"].map(lambda line: json.loads(line)["id"])
    else:
        table = pd.concat(pq.read_table(file).to_pandas() for file in files)
        order = table["id"]
    return table.iloc[np.argsort(order.to_numpy())].reset_index(drop=True)


def scoring_runs(name):
    return mlflow.search_runs(
        experiment_names=["batch-scoring"],
        filter_string=f"params.model = '{name}'",
        order_by=["attributes.start_time ASC"],
        output_format="list",
    )


def inputs(run):
    return {
        next(tag.value for tag in each.tags if tag.key == "mlflow.data.context"): each.dataset
        for each in run.inputs.dataset_inputs
    }


@pytest.mark.parametrize("ending", ["csv", "jsonl", "parquet"])
def test_spark_answers_what_the_command_line_answers(
    millrace_score, spark_score, boosted, classifier, frame, tmp_path, ending
):
    table = frame.copy()
    name, options = (boosted, []) if ending == "jsonl" else (classifier, ["--features", ",".join(FEATURES)])
    if ending == "parquet":
        options += ["--columns", "id,note,at"]
        moments = pd.date_range("2026-01-31 02:30", periods=len(table), freq="17min", tz="UTC")
        table["at"] = moments.astype("datetime64[us, UTC]")
    rows, ours, theirs = tmp_path / f"rows.{ending}", tmp_path / f"ours.{ending}", tmp_path / f"theirs.{ending}"
    write(table, rows)
    question = ["--model", f"models:/{name}@champion", "--input", rows, *options]

    millrace_score(*question, "--output", ours)
    master = "local-cluster[2,1,1024]" if ending == "jsonl" else "local[2]"
    job = spark_score(*question, "--output", theirs, "--chunk-rows", "250", master=master)

    assert job.returncode == 0, job.stderr
    assert f"Scored {len(table):,} rows with version 1 of '{name}'" in job.stdout
    pd.testing.assert_frame_equal(read(theirs), read(ours))
    assert len(read(theirs)) == len(table)
    by_us, by_spark = scoring_runs(name)
    assert by_spark.data.params == by_us.data.params
    assert by_spark.data.metrics == by_us.data.metrics == {"rows": len(table), "rejected": 0}
    assert inputs(by_spark)["scoring"].digest == inputs(by_us)["scoring"].digest
    assert inputs(by_spark)["scoring"].source == inputs(by_us)["scoring"].source
    assert theirs.name in inputs(by_spark)["output"].source
    assert [model.model_id for model in by_spark.inputs.model_inputs] == [
        model.model_id for model in by_us.inputs.model_inputs
    ]


def test_a_broken_row_ends_the_job_or_is_left_out(spark_score, boosted, frame, tmp_path):
    rows, scored = tmp_path / "rows", tmp_path / "scored.csv"
    rows.mkdir()
    table = frame[["id", *FEATURES]].astype(str)
    table[:100].to_csv(rows / "one.csv", index=False)
    broken = table[100:200].copy()
    broken.loc[103, "c"] = "old"
    broken.to_csv(rows / "two.csv", index=False)
    with (rows / "two.csv").open("a") as file:
        file.write("200,1\n")
    question = ["--model", f"models:/{boosted}/1", "--input", rows, "--output", scored, "--columns", "id"]

    failed = spark_score(*question, "--no-run")

    assert failed.returncode == 1
    assert "row 4 of it, of file:" in failed.stderr
    assert "two.csv: " in failed.stderr
    assert not scored.exists()

    job = spark_score(*question, "--on-error", "skip")

    assert job.returncode == 0, job.stderr
    assert read(scored)["id"].tolist() == [str(i) for i in range(200) if i != 103]
    assert set(read(scored).columns) == {"id", "prediction"}
    rejects = [
        json.loads(line)
        for file in sorted((tmp_path / "scored.csv.rejects.jsonl").glob("part-*"))
        for line in file.read_text().splitlines()
    ]
    assert sorted(reject["row"] for reject in rejects) == [4, 101]
    assert all(reject["file"].endswith("two.csv") for reject in rejects)
    assert any("'c'" in reject["reason"] for reject in rejects)
    assert any("It has 2 fields where the header has 5." in reject["reason"] for reject in rejects)
    (run,) = scoring_runs(boosted)
    assert run.data.metrics == {"rows": 199, "rejected": 2}


def test_a_model_of_python_is_refused(spark_score, experiment_id, unique, frame, tmp_path):
    class Sum(mlflow.pyfunc.PythonModel):
        def predict(self, context, model_input):
            return model_input.sum(axis=1)

    name = unique("spark-python")
    with mlflow.start_run():
        mlflow.pyfunc.log_model(
            name="model",
            python_model=Sum(),
            signature=infer_signature(frame[FEATURES]),
            registered_model_name=name,
            pip_requirements=[],
        )
    write(frame, tmp_path / "rows.csv")

    job = spark_score("-m", f"models:/{name}/1", "-i", tmp_path / "rows.csv", "-o", tmp_path / "scored.csv")

    assert job.returncode == 1
    assert f"Version 1 of '{name}' cannot be scored by Spark's executors" in job.stderr
    assert "(python_function)" in job.stderr
