# Sourced, after lib.sh, by the lanes that go through several registries in several variants.
# start_kind KIND VARIANT serves one on loopback and sets REGISTRY, how curl and skopeo reach it, and TO: the options that
# attest needs. A variant is plain or some of tls, mtls (a certificate of the client is asked for) and login, joined by +.

KINDS=(docker-registry distribution referrers-registry)
LOGIN_USER=alice LOGIN_PASSWORD=s3cret
# What no machine resolves: only a proxy of ours reaches it.
FAR_HOST=registry.attest.invalid

# need_kind KIND: the program is here, or the reason is printed.
need_kind() {
  case $1 in
    docker-registry) command -v docker-registry >/dev/null 2>&1 || echo "docker-registry is not installed" ;;
    *) go_tool "$1" ;;
  esac
}

# is VARIANT PART
is() {
  case +$1+ in *+"$2"+*) return 0 ;; *) return 1 ;; esac
}

# certify NAME USAGE: a key and a certificate of our own authority.
certify() {
  openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=$1" -keyout "$1.key" -out "$1.csr"
  printf 'subjectAltName=DNS:localhost,DNS:%s,IP:127.0.0.1\nextendedKeyUsage=%s\n' "$FAR_HOST" "$2" >"$1.ext"
  openssl x509 -req -in "$1.csr" -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile "$1.ext" -out "$1.pem"
}

# make_authority: an authority of our own in $LANE_WORK/ca.pem, its certificates for a server and for a client, and a folder
# with those names that skopeo wants.
make_authority() {
  [ -e "$LANE_WORK/certificates" ] && return 0
  (
    set -e
    cd "$LANE_WORK"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=lane-authority -keyout ca.key -out ca.pem
    certify server serverAuth
    certify client clientAuth
    mkdir certificates
    cp ca.pem certificates/ca.crt
    cp client.pem certificates/client.cert
    cp client.key certificates/client.key
  ) 2>"$LANE_WORK/openssl.log" || fail "openssl made no authority: $(tail -n 1 "$LANE_WORK/openssl.log")"
}

# make_login: the file that a registry checks passwords with, and docker's file of logins for REGISTRY, near and far.
make_login() {
  local pair
  pair=$(printf '%s' "$LOGIN_USER:$LOGIN_PASSWORD" | base64)
  # The C library's bcrypt; the salt is no secret here.
  perl -e 'print $ARGV[0], ":", crypt($ARGV[1], q($2b$05$abcdefghijklmnopqrstuu)), "\n"' "$LOGIN_USER" "$LOGIN_PASSWORD" >"$LANE_WORK/htpasswd"
  mkdir -p "$LANE_WORK/docker"
  printf '{"auths": {"%s": {"auth": "%s"}, "%s": {"auth": "%s"}}}\n' "$REGISTRY" "$pair" "$FAR_HOST:${REGISTRY#*:}" "$pair" >"$LANE_WORK/docker/config.json"
}

# write_config FILE DATA PORT VARIANT: of docker's registry, old and new. Requests are logged.
write_config() {
  {
    printf 'version: 0.1\nlog: {level: error}\n'
    printf 'storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}\n' "$2"
    printf 'http:\n  addr: 127.0.0.1:%s\n' "$3"
    ! is "$4" tls && ! is "$4" mtls || printf '  tls:\n    certificate: %s\n    key: %s\n' "$LANE_WORK/server.pem" "$LANE_WORK/server.key"
    ! is "$4" mtls || printf '    clientcas: [%s]\n' "$LANE_WORK/ca.pem"
    ! is "$4" login || printf 'auth: {htpasswd: {realm: lane, path: %s}}\n' "$LANE_WORK/htpasswd"
  } >"$1"
}

start_kind() {
  local kind=$1 variant=$2 port extra=() name=${3:-$1-$2}
  port=$(free_port)
  REGISTRY=localhost:$port SCHEME=http CURL=(curl -s) COPY=(--dest-tls-verify=false) INSPECT=(--tls-verify=false) TO=()
  unset DOCKER_CONFIG
  if is "$variant" tls || is "$variant" mtls; then
    make_authority
    SCHEME=https CURL+=(--cacert "$LANE_WORK/ca.pem") TO+=(--registry-ca "$LANE_WORK/ca.pem")
    extra+=(-tls "$LANE_WORK/server.pem" "$LANE_WORK/server.key")
  fi
  if is "$variant" mtls; then
    CURL+=(--cert "$LANE_WORK/client.pem" --key "$LANE_WORK/client.key")
    TO+=(--registry-client-certificate "$LANE_WORK/client.pem" --registry-client-key "$LANE_WORK/client.key")
    COPY+=(--dest-cert-dir "$LANE_WORK/certificates") INSPECT+=(--cert-dir "$LANE_WORK/certificates")
  fi
  if is "$variant" login; then
    make_login
    export DOCKER_CONFIG=$LANE_WORK/docker
    CURL+=(-u "$LOGIN_USER:$LOGIN_PASSWORD") COPY+=(--dest-creds "$LOGIN_USER:$LOGIN_PASSWORD") INSPECT+=(--creds "$LOGIN_USER:$LOGIN_PASSWORD")
    extra+=(-login "$LOGIN_USER:$LOGIN_PASSWORD")
  fi
  mkdir -p "$LANE_WORK/$name"
  write_config "$LANE_WORK/$name/config.yml" "$LANE_WORK/$name/data" "$port" "$variant"
  case $kind in
    docker-registry) serve "$name" docker-registry serve "$LANE_WORK/$name/config.yml" ;;
    # Nobody is told of what it does.
    distribution) serve "$name" env OTEL_TRACES_EXPORTER=none "$CACHE/bin/distribution" serve "$LANE_WORK/$name/config.yml" ;;
    referrers-registry) serve "$name" "$CACHE/bin/referrers-registry" "127.0.0.1:$port" "${extra[@]}" ;;
  esac
  await "$name" "${CURL[@]}" -f "$SCHEME://$REGISTRY/v2/"
}

# push NAME: the demo's unsigned image under this name; sets IMAGE, by digest.
push() {
  skopeo copy --quiet "${COPY[@]}" "oci:$WORK/demo/unsigned:latest" "docker://$REGISTRY/$1:1"
  [ -n "${DIGEST:-}" ] || DIGEST=$(skopeo inspect "${INSPECT[@]}" --format '{{.Digest}}' "docker://$REGISTRY/$1:1")
  IMAGE=$REGISTRY/$1@$DIGEST
}

# entries IMAGE: the digests of all that is attached, by the referrers API and under the fallback tag, each once.
entries() {
  local at=$SCHEME://${1%%/*}/v2/${1#*/} digest=${1##*@}
  at=${at%@*}
  {
    "${CURL[@]}" -f -H 'Accept: application/vnd.oci.image.index.v1+json' "$at/referrers/$digest" || true
    "${CURL[@]}" -f -H 'Accept: application/vnd.oci.image.index.v1+json' "$at/manifests/${digest/:/-}" || true
  } | jq -r '.manifests[].digest' | sort -u
}

# has_api IMAGE: whether the registry has the referrers API.
has_api() {
  local at=$SCHEME://${1%%/*}/v2/${1#*/}
  "${CURL[@]}" -f -o "$LANE_WORK/api.json" "${at%@*}/referrers/${1##*@}"
}
