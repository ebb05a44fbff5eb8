#!/usr/bin/env bash
# Builds what is not built, promotes versions while a platform and a serving replica of it are asked, and tells how soon each answers
# with the new one; every option goes to the bench itself (bench/bench.sh --help), PROMOTIONS=5 makes it short. `make bench-replica` calls this.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

python="$(system-tests/python/venv.sh)/bin/python"
./mvnw --quiet --batch-mode -pl bench,platform-server,serving-replica -am -DskipTests package
exec java -jar bench/target/bench.jar --mlflow-python "$python" --millrace ./millrace --document docs/performance.md \
  --replica-promotions "${PROMOTIONS:-50}" "$@"
