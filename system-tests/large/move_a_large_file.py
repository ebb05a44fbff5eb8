"""Moves a file of 1 GB up and down with the official client, as MLFLOW_TRACKING_URI and its other variables say."""

import hashlib
import os
import sys

import mlflow

SIZE = 1_000_000_000
BLOCK = os.urandom(1_000_000)


def sha256(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


directory = sys.argv[1]
original = os.path.join(directory, "large.bin")
with open(original, "wb") as file:
    for number in range(SIZE // len(BLOCK)):
        file.write(number.to_bytes(8, "big"))
        file.write(BLOCK[8:])

with mlflow.start_run() as run:
    mlflow.log_artifact(original, "files")

listed = mlflow.MlflowClient().list_artifacts(run.info.run_id, "files")
assert [(f.path, f.file_size) for f in listed] == [("files/large.bin", SIZE)], listed
back = mlflow.artifacts.download_artifacts(
    run_id=run.info.run_id, artifact_path="files/large.bin", dst_path=os.path.join(directory, "back")
)
assert sha256(back) == sha256(original)
