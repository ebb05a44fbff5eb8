#!/usr/bin/env bash
# Prints the directory of a Python environment that holds what a requirements file names (requirements.txt where no
# other is given), building it first where it is missing. Environments are kept in ${MILLRACE_CACHE:-~/.cache/millrace},
# one for each content of the file and each Python, and appear there complete or not at all. A build reports its
# progress on standard error.
#
#   venv.sh [requirements-mlflow-2.22.5.txt]
set -euo pipefail

requirements="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/${1:-requirements.txt}"
python="${PYTHON:-python3}"
cache="${MILLRACE_CACHE:-$HOME/.cache/millrace}"

if ! command -v "$python" >/dev/null; then
  echo "$python is not on the PATH" >&2
  exit 3
fi
if ! "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
  echo "$python must be Python 3.11 or newer with its venv module (Debian: python3-venv)" >&2
  exit 3
fi

fingerprint="$({ "$python" --version; cat "$requirements"; } | "$python" -c \
  'import hashlib, sys; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest()[:16])')"
venv="$cache/venv-$fingerprint"

if [[ ! -d $venv ]]; then
  mkdir -p "$cache"
  building="$(mktemp -d "$cache/building-venv-XXXXXX")"
  trap 'rm -rf "$building"' EXIT
  echo "Building the Python environment $venv (once, about a minute)" >&2
  "$python" -m venv "$building" >&2
  "$building/bin/python" -m pip install --disable-pip-version-check --no-input --progress-bar off \
    --requirement "$requirements" >&2
  # Another build may have finished first; either result is the same environment.
  mv -T "$building" "$venv" 2>/dev/null || [[ -d $venv ]]
fi
echo "$venv"
