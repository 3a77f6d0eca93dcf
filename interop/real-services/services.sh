# Sourced after lib.sh: a whole Sigstore of the real programs on loopback, ended with the lane.

# start_services: sets PEOPLE and CI (issuers), PERSON and WORKFLOW (identities), ROOT and SIGNING_CONFIG (made by cosign);
# `token people` and `token ci` print tokens.
start_services() {
  need_go_tool fulcio rekor-tiles timestamp-server cosign
  need_debian openssl:openssl curl:curl
  need_python
  local bin=$CACHE/bin dir=$LANE_WORK/services issuer fulcio tsa rekor ct since
  mkdir -p "$dir/rekor"

  issuer=http://127.0.0.1:$(free_port)
  PEOPLE=$issuer/people PERSON=signer@example.com
  CI=$issuer/ci WORKFLOW=https://github.com/example/app/.github/workflows/release.yml@refs/heads/main
  serve issuer "$PYTHON" "$PROJECT/interop/real-services/issuer.py" "${issuer##*:}"
  await issuer curl -fs "$CI/keys"

  # A root and an intermediate authority; fulcio holds the intermediate one's key under a password.
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-384 -nodes -keyout "$dir/root.key" -out "$dir/root.pem" \
    -days 30 -subj '/O=attest interop/CN=root' -addext keyUsage=critical,keyCertSign,cRLSign 2>"$dir/openssl.log"
  openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-384 -aes256 -pass pass:interop -out "$dir/fulcio.key" 2>>"$dir/openssl.log"
  openssl req -new -key "$dir/fulcio.key" -passin pass:interop -subj '/O=attest interop/CN=intermediate' -out "$dir/fulcio.csr"
  printf '%s\n' basicConstraints=critical,CA:TRUE,pathlen:0 keyUsage=critical,keyCertSign,cRLSign extendedKeyUsage=codeSigning \
    subjectKeyIdentifier=hash authorityKeyIdentifier=keyid >"$dir/fulcio.ext"
  openssl x509 -req -in "$dir/fulcio.csr" -CA "$dir/root.pem" -CAkey "$dir/root.key" -CAcreateserial -days 30 -sha384 \
    -extfile "$dir/fulcio.ext" -out "$dir/intermediate.pem" 2>>"$dir/openssl.log"
  cat "$dir/intermediate.pem" "$dir/root.pem" >"$dir/fulcio.pem"

  openssl ecparam -name prime256v1 -genkey -noout -out "$dir/ct.key"
  openssl ec -in "$dir/ct.key" -pubout -out "$dir/ct.pub" 2>>"$dir/openssl.log"
  ct=http://127.0.0.1:$(free_port)
  serve ct "$PYTHON" "$PROJECT/interop/real-services/ctlog.py" "${ct##*:}" "$dir/ct.key"
  await ct curl -s "$ct"

  cat >"$dir/fulcio.yaml" <<CONFIG
oidc-issuers:
  $PEOPLE: {issuer-url: "$PEOPLE", client-id: sigstore, type: email}
  $CI: {issuer-url: "$CI", client-id: sigstore, type: github-workflow}
CONFIG
  fulcio=http://127.0.0.1:$(free_port)
  serve fulcio "$bin/fulcio" serve --host 127.0.0.1 --port "${fulcio##*:}" --grpc-host 127.0.0.1 --grpc-port "$(free_port)" \
    --metrics-port "$(free_port)" --legacy-unix-domain-socket "$dir/fulcio.socket" --config-path "$dir/fulcio.yaml" \
    --ca fileca --fileca-cert "$dir/fulcio.pem" --fileca-key "$dir/fulcio.key" --fileca-key-passwd interop --fileca-watch=false \
    --ct-log-url "$ct" --ct-log-public-key-path "$dir/ct.pub"
  await fulcio curl -fs "$fulcio/api/v2/trustBundle"

  openssl genpkey -algorithm ed25519 -out "$dir/rekor.key"
  openssl pkey -in "$dir/rekor.key" -pubout -out "$dir/rekor.pub"
  rekor=http://127.0.0.1:$(free_port)
  serve rekor "$bin/rekor-tiles" serve --http-address 127.0.0.1 --http-port "${rekor##*:}" --grpc-address 127.0.0.1 \
    --grpc-port "$(free_port)" --http-metrics-port "$(free_port)" --hostname rekor.attest.invalid --storage-dir "$dir/rekor" \
    --signer-filepath "$dir/rekor.key" --checkpoint-interval 500ms --batch-max-age 100ms
  await rekor curl -fs "$rekor/healthz"

  tsa=http://127.0.0.1:$(free_port)
  serve tsa "$bin/timestamp-server" serve --host 127.0.0.1 --port "${tsa##*:}" --timestamp-signer memory --disable-ntp-monitoring
  await tsa curl -fs "$tsa/ping"
  curl -fs "$tsa/api/v1/timestamp/certchain" >"$dir/tsa.pem"

  since=start-time=$(date -u -d '-1 hour' +%Y-%m-%dT%H:%M:%SZ)
  ROOT=$LANE_WORK/trusted_root.json SIGNING_CONFIG=$LANE_WORK/signing_config.json
  # The log is known by its name: of an address with a port, clients disagree whether the port is part of a checkpoint's origin.
  "$bin/cosign" trusted-root create --fulcio "url=$fulcio,certificate-chain=$dir/fulcio.pem,$since" \
    --ctfe "url=$ct,public-key=$dir/ct.pub,$since" --rekor "url=https://rekor.attest.invalid,public-key=$dir/rekor.pub,$since,origin=rekor.attest.invalid" \
    --tsa "url=$tsa/api/v1/timestamp,certificate-chain=$dir/tsa.pem,$since" --out "$ROOT"
  "$bin/cosign" signing-config create --fulcio "url=$fulcio,api-version=1,$since,operator=interop" \
    --rekor "url=$rekor,api-version=2,$since,operator=interop" --rekor-config ANY \
    --oidc-provider "url=$PEOPLE,api-version=1,$since,operator=interop" \
    --tsa "url=$tsa/api/v1/timestamp,api-version=1,$since,operator=interop" --tsa-config ANY --out "$SIGNING_CONFIG"
}

# The same as sigstore-python reads them, in one file.
client_trust_config() {
  jq -n --slurpfile root "$ROOT" --slurpfile config "$SIGNING_CONFIG" \
    '{mediaType: "application/vnd.dev.sigstore.clienttrustconfig.v0.1+json", trustedRoot: $root[0], signingConfig: $config[0]}'
}

token() {
  case $1 in
    people) curl -fs "$PEOPLE/token" ;;
    ci) curl -fs "$CI/token" ;;
    *) fail "no such issuer: $1" ;;
  esac
}

# start_rekor_v1: beside them the Rekor v1 of `attest local serve`, for readers that do not know Rekor v2 yet (a real one needs
# trillian, a database and redis). Sets ROOT_V1 and SIGNING_CONFIG_V1: all else stays with the real services.
start_rekor_v1() {
  local dir=$LANE_WORK/rekor-v1
  mkdir -p "$dir"
  need_debian jq:jq
  serve rekor-v1 "$ATTEST" local serve --local-dir "$dir/sigstore" --port "$(free_port)" --signing-config "$dir/signing_config.json"
  await rekor-v1 test -s "$dir/signing_config.json"
  ROOT_V1=$LANE_WORK/trusted_root_v1.json SIGNING_CONFIG_V1=$LANE_WORK/signing_config_v1.json
  jq --slurpfile local "$dir/sigstore/trusted_root.json" '.tlogs = $local[0].tlogs' "$ROOT" >"$ROOT_V1"
  jq --slurpfile local "$dir/signing_config.json" '.rekorTlogUrls = [$local[0].rekorTlogUrls[] | select(.majorApiVersion == 1)]' "$SIGNING_CONFIG" >"$SIGNING_CONFIG_V1"
}
