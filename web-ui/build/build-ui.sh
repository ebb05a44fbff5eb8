#!/bin/sh
# Builds the web UI for Maven: build-ui.sh build | test
# Output goes to target/ only; npm keeps its cache where it always does.
set -eu
cd "$(dirname "$0")/.."

no_node() {
  if [ "${CI:-}" = true ]; then
    echo "web-ui: $1 With CI=true that is an error." >&2
    exit 1
  fi
  echo "web-ui: $1 The server is built WITHOUT its web UI; a page that says so takes its place." >&2
  if [ "$2" = build ]; then
    rm -rf target/dist
    mkdir -p target/dist
    cp build/without-ui.html target/dist/index.html
  fi
  exit 0
}

command -v node >/dev/null 2>&1 || no_node "Node.js is not in PATH (20.19 or newer is needed)." "$1"
command -v npm >/dev/null 2>&1 || no_node "npm is not in PATH." "$1"
node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' ||
  no_node "Node.js $(node --version) is too old (20.19 or newer is needed)." "$1"

# The lock file decides what is installed: while it stays the same, so does node_modules.
stamp=node_modules/.lock-sha256
lock=$(node -p 'require("crypto").createHash("sha256").update(require("fs").readFileSync("package-lock.json")).digest("hex")')
if [ "$(cat "$stamp" 2>/dev/null)" != "$lock" ]; then
  npm ci --no-audit --no-fund --no-progress
  printf '%s\n' "$lock" >"$stamp"
fi

case "$1" in
  build) npm run --silent build ;;
  test)
    npm run --silent format:check
    npm run --silent lint
    npm run --silent test
    ;;
  *)
    echo "usage: build-ui.sh build|test" >&2
    exit 2
    ;;
esac
