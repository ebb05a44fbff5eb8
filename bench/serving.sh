#!/usr/bin/env bash
# Builds what is not built and measures endpoints beside `mlflow models serve`, MLServer and a bare handler; every option goes
# to the bench itself (bench/bench.sh --help). `make bench-serving` calls this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="$(system-tests/python/venv.sh)/bin/python"
mlserver="$(system-tests/python/venv.sh ../../bench/requirements-mlserver.txt)/bin/python"
./mvnw --quiet --batch-mode -pl bench,platform-server -am -DskipTests package
exec java -jar bench/target/bench.jar --serving --mlflow-python "$python" --mlserver-python "$mlserver" \
  --millrace ./millrace --rounds 3 --seconds 5 --warm-up 10 --document docs/performance.md "$@"
