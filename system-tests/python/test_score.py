"""`millrace score` scores files with a version that is behind no endpoint, is killed, and goes on.

MILLRACE_JAVA and MILLRACE_CLI_JAR name the command line.
"""

import json
import os
import subprocess
import time

import lightgbm as lgb
import mlflow
import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest
import requests
from mlflow.models import infer_signature

pytestmark = pytest.mark.millrace

ROWS = 20_000


@pytest.fixture(scope="module")
def data():
    random = np.random.RandomState(3)
    frame = pd.DataFrame(random.randn(ROWS, 2), columns=["age", "debt"])
    frame.insert(0, "id", range(ROWS))
    model = lgb.train(
        {"objective": "regression", "verbose": -1, "num_threads": 1},
        lgb.Dataset(frame[["age", "debt"]], frame["age"] * 2 - frame["debt"]),
        10,
    )
    return frame, model


@pytest.fixture
def registered(data, experiment_id, client, unique):
    frame, model = data
    name = unique("batch")
    with mlflow.start_run():
        mlflow.lightgbm.log_model(
            model,
            name="model",
            signature=infer_signature(frame[["age", "debt"]]),
            registered_model_name=name,
            pip_requirements=["lightgbm"],
        )
    client.set_registered_model_alias(name, "champion", "1")
    return name


def command(server_url, *arguments):
    return [os.environ["MILLRACE_JAVA"], "-jar", os.environ["MILLRACE_CLI_JAR"], "score", "--server", server_url, *arguments]


def lineage(server_url, node):
    answer = requests.get(f"{server_url}/api/millrace/v1/lineage", params={"node": node, "direction": "up"}, timeout=30)
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_a_killed_job_goes_on_and_ends_as_if_nothing_had_been(server_url, registered, data, tmp_path):
    frame, model = data
    rows, scored = tmp_path / "rows.csv", tmp_path / "scored.csv"
    frame.to_csv(rows, index=False)
    arguments = ["-m", f"models:/{registered}@champion", "-i", str(rows), "-o", str(scored), "--chunk-rows", "50"]
    state = tmp_path / "scored.csv.part.json"

    job = subprocess.Popen(command(server_url, *arguments), stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 60
    while not (state.exists() and json.loads(state.read_text())["chunks"] >= 5):
        assert job.poll() is None, job.stdout.read()
        assert time.monotonic() < deadline, "five chunks took 60 s"
        time.sleep(0.01)
    job.kill()
    job.wait()
    done = json.loads(state.read_text())["rows"]
    assert 0 < done < ROWS, "it was killed on its way"
    assert not scored.exists()

    again = subprocess.run(command(server_url, *arguments), capture_output=True, text=True, timeout=300)

    assert again.returncode == 0, again.stderr
    found = pd.read_csv(scored, float_precision="round_trip")
    pd.testing.assert_frame_equal(found[["id", "age", "debt"]], pd.read_csv(rows, float_precision="round_trip"))
    expected = model.predict(pd.read_csv(rows, float_precision="round_trip")[["age", "debt"]])
    np.testing.assert_array_equal(found["prediction"].to_numpy(), expected)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.csv", "scored.csv"]

    runs = mlflow.search_runs(
        experiment_names=["batch-scoring"], filter_string=f"params.model = '{registered}'", output_format="list"
    )
    assert [run.data.metrics["rows"] for run in runs] == [ROWS]
    inputs = {
        next(tag.value for tag in each.tags if tag.key == "mlflow.data.context"): each.dataset.digest
        for each in runs[0].inputs.dataset_inputs
    }
    graph = lineage(server_url, f"dataset:{inputs['output']}")
    edges = {(edge["from"], edge["kind"], edge["to"]) for edge in graph["edges"]}
    run = f"run:{runs[0].info.run_id}"
    assert (run, "made", f"dataset:{inputs['output']}") in edges
    assert (f"dataset:{inputs['scoring']}", "read", run) in edges
    assert any(kind == "read" and to == run and start.startswith("model:") for start, kind, to in edges)


def test_rows_that_cannot_be_scored_are_left_out_with_their_reason(server_url, registered, data, tmp_path):
    frame, model = data
    rows, scored = tmp_path / "rows.jsonl", tmp_path / "scored.jsonl"
    lines = frame[:10].to_json(orient="records", lines=True, double_precision=15).splitlines()
    lines[3], lines[7] = '{"id": 3, "age": "old", "debt": 1}', "{"
    rows.write_text("\n".join(lines) + "\n")
    arguments = ["-m", f"models:/{registered}/1", "-i", str(rows), "-o", str(scored), "--columns", "id", "--no-run"]

    failed = subprocess.run(command(server_url, *arguments), capture_output=True, text=True, timeout=120)

    assert failed.returncode == 1
    assert "rows.jsonl, line " in failed.stderr

    job = subprocess.run(
        command(server_url, *arguments, "--on-error", "skip", "--restart"), capture_output=True, text=True, timeout=120
    )

    assert job.returncode == 0, job.stderr
    answers = [json.loads(line) for line in scored.read_text().splitlines()]
    assert [answer["id"] for answer in answers] == [0, 1, 2, 4, 5, 6, 8, 9]
    kept = [json.loads(line) for number, line in enumerate(lines) if number not in (3, 7)]
    expected = model.predict(pd.DataFrame(kept)[["age", "debt"]])
    assert [answer["prediction"] for answer in answers] == expected.tolist()
    rejects = [json.loads(line) for line in (tmp_path / "scored.jsonl.rejects.jsonl").read_text().splitlines()]
    assert sorted(reject["line"] for reject in rejects) == [4, 8]
    assert any("'age'" in reject["reason"] for reject in rejects)


def types(file):
    columns = pq.ParquetFile(file).schema
    return [(column.name, column.physical_type, str(column.logical_type)) for column in columns]


@pytest.mark.parametrize("compression", ["snappy", "gzip", "zstd", None])
def test_tables_of_pandas_keep_their_types(server_url, registered, data, tmp_path, compression):
    frame, model = data
    table = frame[:3_000].copy()
    table["small"] = pd.array([i % 100 for i in range(len(table))], dtype="Int8")
    table.loc[5, "small"] = pd.NA
    table["share"] = (table["age"] / 3).astype("float32")
    table["flag"] = table["age"] > 0
    table["note"] = [None if i % 11 == 0 else f"ä \"{i % 7}\"" for i in range(len(table))]
    table["at"] = pd.date_range("2026-01-31 02:30", periods=len(table), freq="17min", tz="UTC")
    table["day"] = table["at"].dt.date
    rows, scored = tmp_path / "rows.parquet", tmp_path / "scored.parquet"
    table.to_parquet(rows, index=False, compression=compression, row_group_size=700)

    arguments = ["-m", f"models:/{registered}/1", "-i", str(rows), "-o", str(scored), "--no-run"]
    job = subprocess.run(command(server_url, *arguments), capture_output=True, text=True, timeout=120)

    assert job.returncode == 0, job.stderr
    before, after = pq.read_table(rows), pq.read_table(scored)
    assert types(scored) == types(rows) + [("prediction", "DOUBLE", "None")]
    for name in before.column_names:
        assert after[name].equals(before[name].cast(after[name].type)), name
    expected = model.predict(table[["age", "debt"]])
    np.testing.assert_array_equal(after["prediction"].to_numpy(), expected)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["rows.parquet", "scored.parquet"]


def test_a_nested_column_is_refused_by_its_name(server_url, registered, data, tmp_path):
    frame, _ = data
    table = frame[:3].copy()
    table["words"] = [["a"], ["b", "c"], []]
    table.to_parquet(tmp_path / "rows.parquet")
    arguments = ["-m", f"models:/{registered}/1", "-i", str(tmp_path / "rows.parquet"), "-o", str(tmp_path / "o.parquet")]

    job = subprocess.run(command(server_url, *arguments), capture_output=True, text=True, timeout=120)

    assert job.returncode == 1
    assert "Column 'words' is nested" in job.stderr
