// Package gha is slsa-verifier's own; this file shows one of its functions to the program beside it.
package gha

import (
	"crypto/x509"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/slsa-framework/slsa-verifier/v2/options"
)

// AttestCheck is what verify-github-attestation does once signature, chain and log are verified.
func AttestCheck(env *dsse.Envelope, cert *x509.Certificate, prov *options.ProvenanceOpts, builder *options.BuilderOpts) error {
	_, _, err := verifyEnvAndCert(env, cert, prov, builder, map[string]bool{})
	return err
}
