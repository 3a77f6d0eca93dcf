# Sourced by interop/run and every lane: where things are, which versions of others are used, how a lane reports.
# A lane ends with 0 (passed), 77 (skipped; its last line says why) or anything else (failed).

PROJECT=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd -P)
ATTEST=$PROJECT/attest
CACHE=${ATTEST_INTEROP_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/attest/interop}
SHARED=${ATTEST_SHARED:-$PROJECT/../shared}
CORPUS=${ATTEST_CORPUS:-${XDG_CACHE_HOME:-$HOME/.cache}/attest/corpus}

# Go programs of others: name, version, module, package in it (./ is a folder here that only calls the module). The newest that Go 1.26 builds and the module proxy has.
go_tools() {
  cat <<TOOLS
cosign                  v3.1.2   github.com/sigstore/cosign/v3                   cmd/cosign
fulcio                  v1.8.8   github.com/sigstore/fulcio                      .
rekor-tiles             v2.3.0   github.com/sigstore/rekor-tiles/v2              cmd/rekor-server/posix
timestamp-server        v2.1.3   github.com/sigstore/timestamp-authority/v2      cmd/timestamp-server
sigstore-kms-keyfile    v1.10.8  github.com/sigstore/sigstore                    ./kms-plugin
distribution            v3.1.2   github.com/distribution/distribution/v3         cmd/registry
referrers-registry      v0.22.1  github.com/google/go-containerregistry          ./referrers-registry
sigstore-go-conformance v1.3.0   github.com/sigstore/sigstore-go                 test/conformance
sigstore-go-verify      v1.3.0   github.com/sigstore/sigstore-go                 examples/sigstore-go-verification
slsa-verifier           v2.7.1   github.com/slsa-framework/slsa-verifier/v2      cli/slsa-verifier
actionlint              v1.7.7   github.com/rhysd/actionlint                     cmd/actionlint
gh                      v2.74.0  github.com/cli/cli/v2                           cmd/gh
syft                    v1.57.0  github.com/anchore/syft                         cmd/syft
grype                   v0.121.2 github.com/anchore/grype                        cmd/grype
trivy                   v0.74.0  github.com/aquasecurity/trivy                   cmd/trivy
sbomqs                  v2.0.2   github.com/interlynk-io/sbomqs/v2               .
melange                 v0.34.0  chainguard.dev/melange                          .
apko                    v1.2.0   chainguard.dev/apko                             .
TOOLS
}

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

# go_tool NAME: the program lies in the cache in the pinned version, or was built now because ATTEST_INTEROP_HEAVY=1 allows it.
# Otherwise fails with one line that says why. The version is read from what Go writes into every program.
go_tool() {
  local name=$1 row version module package build
  row=$(go_tools | grep -E "^$name ") || fail "no such Go tool in interop/lib.sh: $name"
  read -r _ version module package <<<"$row"
  if [ -x "$CACHE/bin/$name" ] && LC_ALL=C grep -aqP "(mod|dep)\t\Q$module\E\t\Q$version\E\t" "$CACHE/bin/$name" && is_of_these_sources "$name" "$package"; then return 0; fi
  [ "${ATTEST_INTEROP_HEAVY:-}" = 1 ] || { echo "$name $version is not in the cache; ATTEST_INTEROP_HEAVY=1 builds it with go"; return 1; }
  command -v go >/dev/null 2>&1 || { echo "building $name $version needs go"; return 1; }
  # A module of its own that requires the tool: `go install` would ask for more versions than the one that is pinned.
  build=$CACHE/build/$name
  rm -rf "$build"
  mkdir -p "$build" "$CACHE/bin"
  printf 'module attest.invalid/interop\n\ngo 1.26\n\nrequire %s %s\n' "$module" "$version" >"$build/go.mod"
  [ ! -e "$PROJECT/interop/go-replace/$name" ] || cat "$PROJECT/interop/go-replace/$name" >>"$build/go.mod"
  case $package in
    ./*) cp "$PROJECT/interop/$package"/*.go "$build" && package=. ;;
    .) package=$module ;;
    *) package=$module/$package ;;
  esac
  (cd "$build" && GOFLAGS=-mod=mod GOTOOLCHAIN=local nice -n 10 go build -p 2 -o tool "$package") >"$build/log" 2>&1 || {
    echo "$name $version could not be built: $(tail -n 1 "$build/log")"
    return 1
  }
  mv -f "$build/tool" "$CACHE/bin/$name"
  [ ! -e "$build/main.go" ] || sha256sum <"$build/main.go" >"$CACHE/bin/$name.source"
  rm -rf "$build"
}

# A program of a folder here is of another version, too, when that folder has changed.
is_of_these_sources() {
  case $2 in
    ./*) [ -e "$CACHE/bin/$1.source" ] && [ "$(sha256sum <"$PROJECT/interop/$2/main.go")" = "$(cat "$CACHE/bin/$1.source")" ] ;;
  esac
}

# need_go_tool NAME…: each of them, or the lane is skipped by the name of the first that is not to be had.
need_go_tool() {
  local name why
  for name in "$@"; do
    why=$(go_tool "$name") || skip "$why"
  done
}

# need_python: a virtual environment with sigstore-python; sets PYTHON.
need_python() {
  local home=$CACHE/sigstore-python wanted=$PROJECT/interop/sigstore-python/requirements.txt
  command -v python3 >/dev/null 2>&1 || skip "needs python3"
  if ! cmp -s "$wanted" "$home/installed.txt"; then
    rm -rf "$home"
    python3 -m venv "$home" || skip "python3 cannot make a virtual environment"
    "$home/bin/pip" install --quiet -r "$wanted" || skip "the packages of sigstore-python could not be installed from PyPI"
    cp "$wanted" "$home/installed.txt"
  fi
  PYTHON=$home/bin/python
}

# need_node: the packages of sigstore-js, installed once; `sigstore_js verify|sign ARGUMENT…` runs the script of that name.
need_node() {
  local home=$CACHE/sigstore-js from=$PROJECT/interop/sigstore-js
  command -v npm >/dev/null 2>&1 || skip "needs node and npm"
  mkdir -p "$home"
  if ! cmp -s "$from/package.json" "$home/installed.json"; then
    cp "$from/package.json" "$home/package.json"
    (cd "$home" && npm install --no-audit --no-fund --no-package-lock --silent) || skip "the packages of sigstore-js could not be installed from the npm registry"
    cp "$home/package.json" "$home/installed.json"
  fi
  # Node looks for packages beside the script.
  cp "$from"/*.mjs "$home"
}

sigstore_js() { node "$CACHE/sigstore-js/$1.mjs" "${@:2}"; }

sigstore_python() { "$PYTHON" "$PROJECT/interop/sigstore-python/verify.py" "$@"; }

# Servers of a lane: serve NAME command… starts one in the background with its log in $LANE_WORK/NAME.log; all are ended by pid.
SERVERS=()
end_servers() {
  [ ${#SERVERS[@]} -eq 0 ] || kill "${SERVERS[@]}" 2>/dev/null || true
  ${LANE_CLEANUP:-true}
}
trap end_servers EXIT

serve() {
  local name=$1
  shift
  "$@" >"$LANE_WORK/$name.log" 2>&1 &
  SERVERS+=($!)
}

# await NAME command…: until the command succeeds, or the lane fails with the end of that server's log.
await() {
  local name=$1
  shift
  for _ in $(seq 150); do
    "$@" >/dev/null 2>&1 && return 0
    sleep 0.1
  done
  fail "$name did not start: $(tail -n 3 "$LANE_WORK/$name.log")"
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_registry [NAME]: Debian's docker-registry (2.8, no referrers API) on loopback; sets REGISTRY.
start_registry() {
  local name=${1:-registry} port
  need_debian docker-registry:docker-registry python3:python3 curl:curl
  port=$(free_port)
  mkdir -p "$LANE_WORK/$name/data"
  cat >"$LANE_WORK/$name/config.yml" <<CONFIG
version: 0.1
log: {level: error}
storage: {filesystem: {rootdirectory: $LANE_WORK/$name/data}, delete: {enabled: true}}
http: {addr: 127.0.0.1:$port}
CONFIG
  serve "$name" docker-registry serve "$LANE_WORK/$name/config.yml"
  await "$name" curl -fs "http://127.0.0.1:$port/v2/"
  REGISTRY=localhost:$port
}

# start_referrers_registry: go-containerregistry's registry, which has the referrers API, on loopback; sets REGISTRY.
start_referrers_registry() {
  local port
  need_go_tool referrers-registry
  need_debian python3:python3 curl:curl
  port=$(free_port)
  serve referrers "$CACHE/bin/referrers-registry" "127.0.0.1:$port"
  await referrers curl -fs "http://127.0.0.1:$port/v2/"
  REGISTRY=localhost:$port
}

# put_image NAME: the demo's unsigned image under this name in the registry; sets IMAGE, by digest.
put_image() {
  local digest
  need_debian skopeo:skopeo
  skopeo copy --quiet --dest-tls-verify=false "oci:$WORK/demo/unsigned:latest" "docker://$REGISTRY/$1:1"
  digest=$(skopeo inspect --tls-verify=false --format '{{.Digest}}' "docker://$REGISTRY/$1:1")
  IMAGE=$REGISTRY/$1@$digest
}

# get_bundles IMAGE DIR: the bundles that the fallback tag of an image lists, numbered, as files.
get_bundles() {
  local name=http://${1%%/*}/v2/${1#*/} digest number=0
  name=${name%@*}
  need_debian curl:curl jq:jq
  mkdir -p "$2"
  for digest in $(curl -fs -H 'Accept: application/vnd.oci.image.index.v1+json' "$name/manifests/sha256-${1##*@sha256:}" | jq -r '.manifests[].digest'); do
    digest=$(curl -fs -H 'Accept: application/vnd.oci.image.manifest.v1+json' "$name/manifests/$digest" | jq -r '.layers[0].digest')
    number=$((number + 1))
    curl -fsL -o "$2/$number.json" "$name/blobs/$digest"
  done
  [ "$number" -gt 0 ] || fail "no bundles at $1"
}
