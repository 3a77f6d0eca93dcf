# Sourced by interop/run and every lane: where things are, which versions of others are used, how a lane reports.
# A lane ends with 0 (passed), 77 (skipped; its last line says why) or anything else (failed).

PROJECT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
ATTEST=$PROJECT/attest
CACHE=${ATTEST_INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/attest/interop}
SHARED=${ATTEST_SHARED:-$PROJECT/../shared}
CORPUS=${ATTEST_CORPUS:-${XDG_CACHE_HOME:-$HOME/.cache}/attest/corpus}

COSIGN_VERSION=v3.1.2

IDENTITY=developer@local.attest.invalid
ISSUER=https://local.attest.invalid

mkdir -p "$CACHE"

skip() {
  echo "$*"
  exit 77
}

fail() {
  echo "FAILED: $*"
  exit 1
}

# expect CODE command… : the command must end with exactly this code.
expect() {
  local want=$1 got=0
  shift
  "$@" || got=$?
  [ "$got" -eq "$want" ] || fail "expected exit $want, got $got: $*"
}

# Debian packages that a lane needs: installed when this may be done here, else the lane is skipped by name.
need_debian() {
  local missing=()
  local pair
  for pair in "$@"; do
    command -v "${pair%%:*}" >/dev/null 2>&1 || missing+=("${pair##*:}")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1; then
    [ -e "$CACHE/apt-updated" ] || { apt-get update -q >/dev/null 2>&1 && touch "$CACHE/apt-updated"; }
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" >"$CACHE/apt.log" 2>&1 && return 0
  fi
  skip "needs the Debian packages: ${missing[*]}"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_registry DIR: Debian's docker-registry (2.8, no referrers API) on loopback; sets REGISTRY, stopped when the lane ends.
start_registry() {
  local dir=$1 port
  need_debian docker-registry:docker-registry python3:python3
  port=$(free_port)
  mkdir -p "$dir/data"
  cat >"$dir/config.yml" <<CONFIG
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $dir/data}, delete: {enabled: true}}
http: {addr: 127.0.0.1:$port}
CONFIG
  docker-registry serve "$dir/config.yml" >"$dir/log" 2>&1 &
  REGISTRY_PID=$!
  trap 'kill $REGISTRY_PID 2>/dev/null || true; ${LANE_CLEANUP:-true}' EXIT
  REGISTRY=localhost:$port
  for _ in $(seq 100); do
    curl -fs "http://127.0.0.1:$port/v2/" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  fail "docker-registry did not start: $(tail -3 "$dir/log")"
}
