#!/usr/bin/env bash
# A pipeline as CI runs it: train, log, gate, promote, wait until the endpoint serves the version.
#
#   MILLRACE_URL=http://127.0.0.1:5000 PYTHON=python3 MILLRACE="java -jar millrace.jar" pipeline.sh MODEL DEPTH
#
# Python needs mlflow, scikit-learn, skl2onnx and ../../../clients/python. The exit code is that of the promotion: 0 where the version is live.
set -euo pipefail

model=$1
depth=$2
here=$(cd "$(dirname "$0")" && pwd)
export MLFLOW_TRACKING_URI=${MILLRACE_URL:-http://127.0.0.1:5000}
millrace=${MILLRACE:-millrace}

echo "== train and log"
run=$("${PYTHON:-python3}" "$here/train.py" "$model" "$depth" | tail -n 1)
echo "run $run"

echo "== what promotions must pass"
$millrace policy set "$model" "$here/policy.yaml"
$millrace endpoints open "$model" "$model" > /dev/null 2>&1 || true

echo "== gate, promote, wait for serving"
MODEL=$model FROM=run:$run REASON="depth $depth" WAIT_SERVING=${WAIT_SERVING:-60s} bash "$here/../promote.sh"
