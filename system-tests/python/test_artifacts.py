import hashlib
import json
import os

import matplotlib.pyplot as plt
import mlflow
import numpy as np
import pandas as pd
import pytest
import requests


@pytest.fixture
def run_id(client, experiment_id):
    return client.create_run(experiment_id).info.run_id


def listing(client, run_id, path=None):
    return [(entry.path, entry.is_dir, entry.file_size) for entry in client.list_artifacts(run_id, path)]


def test_file_goes_up_and_comes_back_the_same(client, run_id, tmp_path):
    content = os.urandom(300_000)
    source = tmp_path / "weights.bin"
    source.write_bytes(content)

    client.log_artifact(run_id, source)

    assert listing(client, run_id) == [("weights.bin", False, len(content))]
    target = tmp_path / "down"
    target.mkdir()
    downloaded = client.download_artifacts(run_id, "weights.bin", str(target))
    with open(downloaded, "rb") as copy:
        assert copy.read() == content


def test_larger_file_is_streamed_whole(client, run_id, tmp_path):
    source = tmp_path / "large.bin"
    digest = hashlib.sha256()
    with open(source, "wb") as file:
        for _ in range(40):
            block = os.urandom(1 << 20)
            digest.update(block)
            file.write(block)

    client.log_artifact(run_id, source)

    downloaded = mlflow.artifacts.download_artifacts(run_id=run_id, artifact_path="large.bin", dst_path=str(tmp_path / "d"))
    with open(downloaded, "rb") as copy:
        assert hashlib.file_digest(copy, "sha256").hexdigest() == digest.hexdigest()


def test_empty_file_is_an_artifact(client, run_id, tmp_path):
    (tmp_path / "empty.txt").touch()

    client.log_artifact(run_id, tmp_path / "empty.txt")

    assert [(path, is_dir) for path, is_dir, _ in listing(client, run_id)] == [("empty.txt", False)]
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/empty.txt") == ""


def test_folder_keeps_its_shape(client, run_id, tmp_path):
    folder = tmp_path / "report"
    (folder / "img" / "deep").mkdir(parents=True)
    (folder / "index.html").write_text("<h1>Report</h1>")
    (folder / "img" / "a.txt").write_text("a")
    (folder / "img" / "deep" / "b.txt").write_text("bb")

    client.log_artifacts(run_id, folder, "out")

    assert listing(client, run_id) == [("out", True, None)]
    assert listing(client, run_id, "out") == [("out/img", True, None), ("out/index.html", False, 15)]
    assert listing(client, run_id, "out/img") == [("out/img/a.txt", False, 1), ("out/img/deep", True, None)]
    assert listing(client, run_id, "out/img/deep") == [("out/img/deep/b.txt", False, 2)]
    downloaded = client.download_artifacts(run_id, "out", str(tmp_path))
    with open(os.path.join(downloaded, "img", "deep", "b.txt")) as copy:
        assert copy.read() == "bb"


def test_listing_of_a_run_without_artifacts_is_empty(client, run_id):
    assert listing(client, run_id) == []
    assert listing(client, run_id, "absent") == []


def test_listing_of_a_file_is_empty(client, run_id):
    client.log_text(run_id, "x", "notes/a.txt")

    assert listing(client, run_id, "notes/a.txt") == []


def test_overwritten_artifact_shows_the_new_content(client, run_id):
    client.log_text(run_id, "first", "note.txt")
    client.log_text(run_id, "the second", "note.txt")

    assert listing(client, run_id) == [("note.txt", False, 10)]
    assert mlflow.artifacts.load_text(f"runs:/{run_id}/note.txt") == "the second"


def test_text_dict_table_figure_and_images(client, experiment_id):
    with mlflow.start_run() as run:
        mlflow.log_text("plain ünïcode", "text/plain.txt")
        mlflow.log_dict({"a": [1, 2]}, "dicts/a.json")
        mlflow.log_dict({"b": "x"}, "dicts/b.yaml")
        mlflow.log_table(pd.DataFrame({"q": ["one", "two"], "score": [1, 2]}), "tables/scores.json")
        figure, axes = plt.subplots()
        axes.plot([0, 1])
        mlflow.log_figure(figure, "plots/line.png")
        plt.close(figure)
        mlflow.log_image(np.full((8, 8, 3), 200, dtype=np.uint8), "pictures/grey.png")
        for step in range(2):
            mlflow.log_image(np.full((8, 8, 3), 50 * step, dtype=np.uint8), key="sample", step=step)

    uri = f"runs:/{run.info.run_id}"
    assert mlflow.artifacts.load_text(f"{uri}/text/plain.txt") == "plain ünïcode"
    assert mlflow.artifacts.load_dict(f"{uri}/dicts/a.json") == {"a": [1, 2]}
    assert mlflow.artifacts.load_image(f"{uri}/pictures/grey.png").size == (8, 8)
    assert mlflow.artifacts.load_image(f"{uri}/plots/line.png").size[0] > 100
    assert list(mlflow.load_table("tables/scores.json", run_ids=[run.info.run_id])["score"]) == [1, 2]
    assert [entry.path for entry in client.list_artifacts(run.info.run_id)] == [
        "dicts",
        "images",
        "pictures",
        "plots",
        "tables",
        "text",
    ]
    # Two pictures and their thumbnails.
    assert len(client.list_artifacts(run.info.run_id, "images")) == 4


@pytest.mark.parametrize(
    "name", ["with space.txt", "ünïcode-✓.txt", "plus+sign.txt", "a&b=c.txt", "it's;semi,colon.txt", "(1) [2] {3}.txt"]
)
def test_unusual_file_names(client, run_id, tmp_path, name):
    (tmp_path / name).write_text(name)

    client.log_artifact(run_id, tmp_path / name, "odd")

    assert [path for path, _, _ in listing(client, run_id, "odd")] == [f"odd/{name}"]
    target = tmp_path / "down"
    target.mkdir()
    downloaded = client.download_artifacts(run_id, f"odd/{name}", str(target))
    with open(downloaded) as copy:
        assert copy.read() == name


def test_browser_download(server_url, client, run_id):
    client.log_dict(run_id, {"a": 1}, "dicts/a.json")

    answer = requests.get(
        f"{server_url}/get-artifact", params={"path": "dicts/a.json", "run_uuid": run_id}, timeout=30
    )

    assert answer.status_code == 200
    assert json.loads(answer.text) == {"a": 1}


def test_absent_artifact_is_an_error(client, run_id, tmp_path):
    with pytest.raises(Exception, match="absent.txt|404|No such"):
        client.download_artifacts(run_id, "absent.txt", str(tmp_path))


@pytest.mark.parametrize("path", ["../../escape.txt", "..%2F..%2Fescape.txt", "/etc/passwd", "a/../../escape.txt"])
def test_paths_that_leave_the_run_are_refused(server_url, run_id, path):
    answer = requests.get(f"{server_url}/get-artifact", params={"path": path, "run_uuid": run_id}, timeout=30)

    assert answer.status_code == 400
    assert answer.json()["error_code"] == "INVALID_PARAMETER_VALUE"


def test_deleted_artifacts_are_gone(client, run_id, experiment_id):
    client.log_text(run_id, "x", "notes/a.txt")
    client.log_text(run_id, "y", "notes/b.txt")

    repository = mlflow.store.artifact.artifact_repository_registry.get_artifact_repository(
        client.get_run(run_id).info.artifact_uri
    )
    repository.delete_artifacts("notes/a.txt")

    assert [path for path, _, _ in listing(client, run_id, "notes")] == ["notes/b.txt"]
