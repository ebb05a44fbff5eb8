#!/usr/bin/env bash
# Builds what is not built and compares Millrace with a stock mlflow server; every option goes to the bench itself
# (bench/bench.sh --help). `make bench` calls this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="$(system-tests/python/venv.sh)/bin/python"
./mvnw --quiet --batch-mode -pl bench,platform-server -am -DskipTests package
exec java -jar bench/target/bench.jar --mlflow-python "$python" --millrace ./millrace --document docs/performance.md "$@"
