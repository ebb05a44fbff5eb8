#!/usr/bin/env bash
# Builds what is not built, swaps versions of an endpoint under load and looks at every answer; every option goes to the bench itself
# (bench/bench.sh --help). `make bench-swap` calls this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="$(system-tests/python/venv.sh)/bin/python"
./mvnw --quiet --batch-mode -pl bench,platform-server -am -DskipTests package
exec java -jar bench/target/bench.jar --swaps 200 --mlflow-python "$python" --millrace ./millrace \
  --document docs/performance.md "$@"
