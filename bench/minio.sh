#!/usr/bin/env bash
# Prints the MinIO binary of the cache (${MILLRACE_CACHE:-~/.cache/millrace}), building it with Go first where it is
# missing. The tests use the same one.
set -euo pipefail

directory="${MILLRACE_CACHE:-$HOME/.cache/millrace}/minio/bin"
if [[ ! -x $directory/minio ]]; then
  echo "Building MinIO in $directory (once, some minutes)" >&2
  mkdir -p "$directory"
  GOBIN="$directory" go install github.com/minio/minio@v0.0.0-20260212201848-7aac2a2c5b7c >&2
fi
echo "$directory/minio"
