"""issuer.py PORT: an OpenID Connect issuer on loopback for fulcio, which wants discovery and keys over HTTP.

/people issues for an e-mail address, /ci for a GitHub Actions workflow; GET /people/token and /ci/token answer a token.
"""

import json
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

PORT = int(sys.argv[1])
KEY = ec.generate_private_key(ec.SECP256R1())
COMMIT = "0123456789abcdef0123456789abcdef01234567"
CLAIMS = {
    "people": {"sub": "signer@example.com", "email": "signer@example.com", "email_verified": True},
    "ci": {
        "sub": "repo:example/app:ref:refs/heads/main",
        "repository": "example/app",
        "repository_id": "1001",
        "repository_owner": "example",
        "repository_owner_id": "2002",
        "repository_visibility": "public",
        "ref": "refs/heads/main",
        "sha": COMMIT,
        "event_name": "push",
        "workflow": "release",
        "workflow_ref": "example/app/.github/workflows/release.yml@refs/heads/main",
        "workflow_sha": COMMIT,
        "job_workflow_ref": "example/app/.github/workflows/release.yml@refs/heads/main",
        "job_workflow_sha": COMMIT,
        "runner_environment": "github-hosted",
        "run_id": "42",
        "run_attempt": "1",
    },
}


def token(issuer: str, claims: dict) -> str:
    now = int(time.time())
    times = {"iat": now - 5, "nbf": now - 5, "exp": now + 600}
    return jwt.encode({"iss": issuer, "aud": "sigstore", **times, **claims}, KEY, "ES256", headers={"kid": "1"})


class Issuer(BaseHTTPRequestHandler):
    def do_GET(self):
        _, name, rest = (self.path.split("?")[0] + "//").split("/", 2)
        issuer = f"http://127.0.0.1:{PORT}/{name}"
        rest = rest.strip("/")
        if name not in CLAIMS:
            self.send_error(404)
        elif rest == ".well-known/openid-configuration":
            self.answer(
                {
                    "issuer": issuer,
                    "jwks_uri": f"{issuer}/keys",
                    "authorization_endpoint": f"{issuer}/none",
                    "token_endpoint": f"{issuer}/none",
                    "response_types_supported": ["id_token"],
                    "subject_types_supported": ["public"],
                    "id_token_signing_alg_values_supported": ["ES256"],
                }
            )
        elif rest == "keys":
            key = jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key(), as_dict=True)
            self.answer({"keys": [{**key, "kid": "1", "use": "sig", "alg": "ES256"}]})
        elif rest == "token":
            self.answer(token(issuer, CLAIMS[name]))
        else:
            self.send_error(404)

    def answer(self, value):
        body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", PORT), Issuer).serve_forever()
