"""ctlog.py PORT KEY.pem: the part of a Certificate Transparency log (RFC 6962) that fulcio needs: add-pre-chain, answered with an SCT.

It keeps no tree: no CT log that can be built here runs without a database. fulcio checks each SCT with the log's key.
"""

import base64
import hashlib
import json
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

POISON = bytes.fromhex("060a2b06010401d679020403")
KEY = serialization.load_pem_private_key(open(sys.argv[2], "rb").read(), None)
DER, SPKI = serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
LOG_ID = hashlib.sha256(KEY.public_key().public_bytes(DER, SPKI)).digest()


def element(data: bytes, at: int):
    """The tag, the contents' start and the end of the DER element at this place."""
    length, start = data[at + 1], at + 2
    if length & 0x80:
        start += length & 0x7F
        length = int.from_bytes(data[at + 2 : start], "big")
    return data[at], start, start + length


def children(data: bytes):
    at = 0
    while at < len(data):
        tag, start, end = element(data, at)
        yield tag, data[at:end], data[start:end]
        at = end


def wrap(tag: int, contents: bytes) -> bytes:
    size = len(contents)
    length = size.to_bytes((size.bit_length() + 7) // 8 or 1, "big")
    return bytes([tag]) + (length if size < 0x80 else bytes([0x80 | len(length)]) + length) + contents


def without_poison(tbs: bytes) -> bytes:
    _, start, end = element(tbs, 0)
    parts = []
    for tag, whole, contents in children(tbs[start:end]):
        if tag == 0xA3:
            (_, _, extensions), = children(contents)
            kept = b"".join(e for _, e, inner in children(extensions) if not inner.startswith(POISON))
            whole = wrap(0xA3, wrap(0x30, kept))
        parts.append(whole)
    return wrap(0x30, b"".join(parts))


def sct(chain: list) -> dict:
    leaf, issuer = (x509.load_der_x509_certificate(base64.b64decode(c)) for c in chain[:2])
    leaf.verify_directly_issued_by(issuer)
    issuer_key = hashlib.sha256(issuer.public_key().public_bytes(DER, SPKI)).digest()
    tbs = without_poison(leaf.tbs_certificate_bytes)
    now = int(time.time() * 1000)
    # RFC 6962, 3.2: version, certificate_timestamp, timestamp, precert_entry, no extensions.
    signed = struct.pack(">BBQH", 0, 0, now, 1) + issuer_key + len(tbs).to_bytes(3, "big") + tbs + b"\0\0"
    signature = KEY.sign(signed, ec.ECDSA(hashes.SHA256()))
    return {
        "sct_version": 0,
        "id": base64.b64encode(LOG_ID).decode(),
        "timestamp": now,
        "extensions": "",
        "signature": base64.b64encode(struct.pack(">BBH", 4, 3, len(signature)) + signature).decode(),
    }


class CtLog(BaseHTTPRequestHandler):
    def do_POST(self):
        if self.path != "/ct/v1/add-pre-chain":
            self.send_error(404)
            return
        chain = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["chain"]
        body = json.dumps(sct(chain)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), CtLog).serve_forever()
