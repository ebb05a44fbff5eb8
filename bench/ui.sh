#!/usr/bin/env bash
# Builds what is not built and measures the runs page in headless Chromium, on a server of its own with one large
# experiment; options go to web-ui/bench/ui.mjs. `make bench-ui` calls this. With --mlflow also mlflow's own page.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

mlflow=
if [ "${1:-}" = --mlflow ]; then
  mlflow=yes
  shift
fi
[ -n "${MILLRACE_NO_BUILD:-}" ] || ./mvnw --quiet --batch-mode -pl platform-server,cli -am -DskipTests package

data="$(mktemp -d)"
pids=()
end() {
  for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
  wait
  rm -rf "$data"
}
trap end EXIT

port="${BENCH_UI_PORT:-5090}"
MILLRACE_NO_BUILD=1 ./millrace server --port "$port" --data-dir "$data/millrace" >"$data/millrace.log" 2>&1 &
pids+=($!)
export MILLRACE_URL="http://127.0.0.1:$port"

if [ -n "$mlflow" ]; then
  python="$(system-tests/python/venv.sh)/bin/python"
  "$python" -m mlflow server --host 127.0.0.1 --port "$((port + 1))" --workers 2 \
    --backend-store-uri "sqlite:///$data/mlflow.db" --artifacts-destination "$data/artifacts" >"$data/mlflow.log" 2>&1 &
  pids+=($!)
  export MLFLOW_URL="http://127.0.0.1:$((port + 1))"
fi

for url in "$MILLRACE_URL" ${MLFLOW_URL:-}; do
  until curl --silent --fail --output /dev/null "$url/health"; do
    for pid in "${pids[@]}"; do
      kill -0 "$pid" 2>/dev/null || { tail -n 20 "$data"/*.log >&2; exit 1; }
    done
    sleep 0.5
  done
done
node web-ui/bench/ui.mjs "$@"
