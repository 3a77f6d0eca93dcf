"""A pytest plugin that lets sigstore-conformance run without the public instance.

The suite fetches an identity token and, for Rekor v2, the staging instance's trusted root and signing config from the network. Here
the token comes from the issuer that CONFORMANCE_TOKEN_URL names, root and config from the files of CONFORMANCE_ROOT and
CONFORMANCE_SIGNING_CONFIG. Everything else is the suite's own.
"""

import os
import sys
from pathlib import Path

import urllib3

_TOKEN = "https://storage.googleapis.com/sigstore-conformance-testing-token/untrusted-testing-token.txt"
_request = urllib3.request


def _request_token(method, url, *args, **kwargs):
    if url != _TOKEN:
        raise AssertionError(f"the suite asks the network for {url}")
    return _request(method, os.environ["CONFORMANCE_TOKEN_URL"], *args, **kwargs)


# The suite imports the function by name, after this plugin.
urllib3.request = _request_token


def pytest_collection_finish(session):
    suite = sys.modules["test.conftest"]
    suite._client_config = lambda project_root, staging: (
        Path(os.environ["CONFORMANCE_ROOT"]),
        Path(os.environ["CONFORMANCE_SIGNING_CONFIG"]),
    )
