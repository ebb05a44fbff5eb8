#!/usr/bin/env bash
# Promotes what the environment says: MODEL, FROM, TO, GATES (one a line), REASON, WAIT_SERVING, ROLLBACK_ON_FAIL. MILLRACE is the command
# to run. The exit code is that of `millrace models promote`; an alias that is there already is fine.
set -euo pipefail

arguments=(models promote "$MODEL" --from "$FROM" --to "${TO:-@champion}")
[ -z "${REASON:-}" ] || arguments+=(--reason "$REASON")
while IFS= read -r gate; do
  [ -z "$gate" ] || arguments+=(--gate "$gate")
done <<< "${GATES:-}"
if [ -n "${WAIT_SERVING:-}" ]; then
  arguments+=(--wait-serving "$WAIT_SERVING")
  [ "${ROLLBACK_ON_FAIL:-true}" != true ] || arguments+=(--rollback-on-fail)
fi
[ -z "${REPORT:-}" ] || arguments+=(-o junit)

code=0
# MILLRACE may be several words, such as "java -jar millrace.jar".
if [ -n "${REPORT:-}" ]; then
  ${MILLRACE:-millrace} "${arguments[@]}" > "$REPORT" || code=$?
else
  ${MILLRACE:-millrace} "${arguments[@]}" || code=$?
fi
[ "$code" -ne 4 ] || code=0
exit "$code"
