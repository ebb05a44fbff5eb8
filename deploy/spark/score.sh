#!/usr/bin/env bash
# Submits a scoring job to Spark. What stands before -- goes to spark-submit, what follows are the options of the job:
#
#   score.sh --master yarn --deploy-mode cluster -- \
#     --model models:/fraud@champion --input s3a://lake/rows.parquet --output s3a://lake/scored.parquet
#
# SPARK_HOME says which Spark (without it, the spark-submit on the PATH), MILLRACE_SPARK_JAR which jar (without it, the
# one that this repository's build makes).
set -euo pipefail

jar="${MILLRACE_SPARK_JAR:-$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)/spark-scoring/target/millrace-spark.jar}"
if [[ ! -f $jar ]]; then
  echo "$jar is not there: make it with ./mvnw -pl spark-scoring -am -DskipTests package" >&2
  exit 2
fi

submit=()
while (($# > 0)) && [[ $1 != -- ]]; do
  submit+=("$1")
  shift
done
if (($# == 0)); then
  echo "usage: score.sh [options of spark-submit] -- [options of the job]; -- --help tells those" >&2
  exit 2
fi
shift
exec "${SPARK_HOME:+$SPARK_HOME/bin/}spark-submit" ${submit[@]+"${submit[@]}"} "$jar" "$@"
