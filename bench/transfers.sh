#!/usr/bin/env bash
# Builds what is not built and compares how files get through Millrace, a stock mlflow server and MinIO itself; every
# option goes to the bench (bench/bench.sh --help). `make bench-transfers` calls this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="$(system-tests/python/venv.sh ../../bench/requirements.txt)/bin/python"
minio="$(bench/minio.sh)"
./mvnw --quiet --batch-mode -pl bench,platform-server -am -DskipTests package
exec java -jar bench/target/bench.jar --transfers --mlflow-python "$python" --millrace ./millrace --minio "$minio" \
  --document docs/performance.md "$@"
