// sign.mjs SIGNING_CONFIG TOKEN_FILE BUNDLE FILE [PAYLOAD_TYPE]: signs a file with sigstore-js, as a message or in a DSSE envelope.
import { readFileSync, writeFileSync } from 'node:fs';
import { bundleToJSON } from '@sigstore/bundle';
import { SigningConfig } from '@sigstore/protobuf-specs';
import { bundleBuilderFromSigningConfig } from '@sigstore/sign';

const [configFile, tokenFile, bundleFile, file, type] = process.argv.slice(2);
const builder = bundleBuilderFromSigningConfig({
  signingConfig: SigningConfig.fromJSON(JSON.parse(readFileSync(configFile, 'utf8'))),
  identityProvider: { getToken: async () => readFileSync(tokenFile, 'utf8') },
  bundleType: type ? 'dsseEnvelope' : 'messageSignature',
});
const bundle = await builder.create({ data: readFileSync(file), type });
writeFileSync(bundleFile, JSON.stringify(bundleToJSON(bundle)));
