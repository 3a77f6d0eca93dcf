// verify.mjs TRUSTED_ROOT IDENTITY ISSUER BUNDLE… : verifies each bundle with sigstore-js; exit 1 when one is refused.
// A bundle over a message is checked against the file in ARTIFACT. TIMESTAMPS is how many each bundle must have: 2 by
// default (the log's and the authority's), 1 where the log is Rekor v2, which gives none.
import { readFileSync } from 'node:fs';
import { bundleFromJSON } from '@sigstore/bundle';
import { TrustedRoot } from '@sigstore/protobuf-specs';
import { Verifier, toSignedEntity, toTrustMaterial } from '@sigstore/verify';

const [rootFile, identity, issuer, ...bundles] = process.argv.slice(2);
const { ARTIFACT, TIMESTAMPS = '2' } = process.env;
const root = TrustedRoot.fromJSON(JSON.parse(readFileSync(rootFile, 'utf8')));
const thresholds = { ctlogThreshold: 1, tlogThreshold: 1, timestampThreshold: Number(TIMESTAMPS) };
const verifier = new Verifier(toTrustMaterial(root), thresholds);
const artifact = ARTIFACT ? readFileSync(ARTIFACT) : undefined;
if (bundles.length === 0) throw new Error('no bundles');
let refused = 0;
for (const file of bundles) {
  try {
    const bundle = bundleFromJSON(JSON.parse(readFileSync(file, 'utf8')));
    verifier.verify(toSignedEntity(bundle, artifact), { subjectAlternativeName: identity, extensions: { issuer } });
    console.log(`accepted ${file}`);
  } catch (error) {
    refused++;
    console.log(`refused ${file}: ${error.message}`);
  }
}
process.exit(refused === 0 ? 0 : 1);
