"""verify.py TRUSTED_ROOT IDENTITY ISSUER BUNDLE...: verifies each bundle with sigstore-python; exit 1 when one is refused.

A bundle over a message and not over a statement is checked against the file that the variable ARTIFACT names.
"""

import os
import sys
from pathlib import Path

from sigstore.models import Bundle, TrustedRoot
from sigstore.verify import Verifier
from sigstore.verify.policy import Identity

root, identity, issuer, *bundles = sys.argv[1:]
assert bundles, "no bundles"
verifier = Verifier(trusted_root=TrustedRoot.from_file(root))
policy = Identity(identity=identity, issuer=issuer)
refused = 0
for name in bundles:
    try:
        bundle = Bundle.from_json(Path(name).read_bytes())
        if "ARTIFACT" in os.environ:
            verifier.verify_artifact(Path(os.environ["ARTIFACT"]).read_bytes(), bundle, policy)
        else:
            verifier.verify_dsse(bundle, policy)
        print(f"accepted {name}")
    except Exception as error:  # whatever it says, it is a refusal
        refused += 1
        print(f"refused {name}: {error!r}")
sys.exit(0 if refused == 0 else 1)
