# Sourced, after lib.sh, by the lanes that go through several registries, each plain, with TLS and with a login.
# start_kind KIND VARIANT serves one on loopback and sets REGISTRY, how curl and skopeo reach it, and what attest needs.

KINDS=(docker-registry distribution referrers-registry)
VARIANTS=(plain tls login)
LOGIN_USER=alice LOGIN_PASSWORD=s3cret
# attest speaks plain HTTP to loopback addresses unless it is told whom to trust there.
TLS_HOST=localhost

# need_kind KIND: the program is here, or the reason is printed.
need_kind() {
  case $1 in
    docker-registry) command -v docker-registry >/dev/null 2>&1 || echo "docker-registry is not installed" ;;
    *) go_tool "$1" ;;
  esac
}

# make_authority: an authority of our own in $LANE_WORK/ca.pem and a certificate of it for this machine.
make_authority() {
  [ -e "$LANE_WORK/ca.pem" ] && return 0
  (
    cd "$LANE_WORK"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=lane-authority -keyout ca.key -out ca.pem
    openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=localhost -keyout server.key -out server.csr
    printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' >server.ext
    openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 2 -extfile server.ext -out server.pem
  ) 2>"$LANE_WORK/openssl.log" || fail "openssl made no authority: $(tail -n 1 "$LANE_WORK/openssl.log")"
}

# make_login: the file that a registry checks passwords with, and docker's file of logins for REGISTRY.
make_login() {
  # The C library's bcrypt; the salt is no secret here.
  perl -e 'print $ARGV[0], ":", crypt($ARGV[1], q($2b$05$abcdefghijklmnopqrstuu)), "\n"' "$LOGIN_USER" "$LOGIN_PASSWORD" >"$LANE_WORK/htpasswd"
  mkdir -p "$LANE_WORK/docker"
  printf '{"auths": {"%s": {"auth": "%s"}}}\n' "$REGISTRY" "$(printf '%s' "$LOGIN_USER:$LOGIN_PASSWORD" | base64)" >"$LANE_WORK/docker/config.json"
}

# write_config FILE DATA PORT VARIANT: of docker's registry, old and new.
write_config() {
  {
    printf 'version: 0.1\nlog: {level: error, accesslog: {disabled: true}}\n'
    printf 'storage: {filesystem: {rootdirectory: %s}, delete: {enabled: true}}\n' "$2"
    printf 'http:\n  addr: 127.0.0.1:%s\n' "$3"
    [ "$4" != tls ] || printf '  tls: {certificate: %s, key: %s}\n' "$LANE_WORK/server.pem" "$LANE_WORK/server.key"
    [ "$4" != login ] || printf 'auth: {htpasswd: {realm: lane, path: %s}}\n' "$LANE_WORK/htpasswd"
  } >"$1"
}

start_kind() {
  local kind=$1 variant=$2 port name=$1-$2
  port=$(free_port)
  REGISTRY=localhost:$port SCHEME=http CURL=(curl -s) COPY=(--dest-tls-verify=false) INSPECT=(--tls-verify=false)
  unset ATTEST_REGISTRY_CA DOCKER_CONFIG
  case $variant in
    tls)
      make_authority
      SCHEME=https CURL+=(--cacert "$LANE_WORK/ca.pem")
      export ATTEST_REGISTRY_CA=$LANE_WORK/ca.pem
      ;;
    login)
      make_login
      export DOCKER_CONFIG=$LANE_WORK/docker
      CURL+=(-u "$LOGIN_USER:$LOGIN_PASSWORD") COPY+=(--dest-creds "$LOGIN_USER:$LOGIN_PASSWORD") INSPECT+=(--creds "$LOGIN_USER:$LOGIN_PASSWORD")
      ;;
  esac
  mkdir -p "$LANE_WORK/$name"
  write_config "$LANE_WORK/$name/config.yml" "$LANE_WORK/$name/data" "$port" "$variant"
  case $kind in
    docker-registry) serve "$name" docker-registry serve "$LANE_WORK/$name/config.yml" ;;
    # Nobody is told of what it does.
    distribution) serve "$name" env OTEL_TRACES_EXPORTER=none "$CACHE/bin/distribution" serve "$LANE_WORK/$name/config.yml" ;;
    referrers-registry)
      case $variant in
        plain) serve "$name" "$CACHE/bin/referrers-registry" "127.0.0.1:$port" ;;
        tls) serve "$name" "$CACHE/bin/referrers-registry" "127.0.0.1:$port" -tls "$LANE_WORK/server.pem" "$LANE_WORK/server.key" ;;
        login) serve "$name" "$CACHE/bin/referrers-registry" "127.0.0.1:$port" -login "$LOGIN_USER:$LOGIN_PASSWORD" ;;
      esac
      ;;
  esac
  await "$name" "${CURL[@]}" -f "$SCHEME://$REGISTRY/v2/"
}

# push NAME: the demo's unsigned image under this name; sets IMAGE, by digest.
push() {
  skopeo copy --quiet "${COPY[@]}" "oci:$WORK/demo/unsigned:latest" "docker://$REGISTRY/$1:1"
  IMAGE=$REGISTRY/$1@$(skopeo inspect "${INSPECT[@]}" --format '{{.Digest}}' "docker://$REGISTRY/$1:1")
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
