// Runs slsa-verifier's own checks of a certificate and its provenance on the vectors of attest: everything of
// verify-github-attestation but signature, chain and log, for which it knows no other trust than the public one.
//
//	slsa-verifier-check [-allow] [-repository OWNER/NAME] VECTOR…
//
// One line a vector: accepted or refused, its name, why. -allow adds the vector's own builder to the compiled-in table.
package main

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/json"
	"flag"
	"fmt"
	"math/big"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/secure-systems-lab/go-securesystemslib/dsse"
	"github.com/slsa-framework/slsa-verifier/v2/options"
	"github.com/slsa-framework/slsa-verifier/v2/verifiers/internal/gha"
	table "github.com/slsa-framework/slsa-verifier/v2/verifiers/internal/gha/slsaprovenance/v1.0"
)

type vector struct {
	PredicateType string            `json:"predicateType"`
	Claims        map[string]string `json:"claims"`
	Predicate     json.RawMessage   `json:"predicate"`
}

func main() {
	allow := flag.Bool("allow", false, "add each builder to the table")
	repository := flag.String("repository", "owner/repo", "the expected source")
	flag.Parse()
	for _, file := range flag.Args() {
		name := strings.TrimSuffix(filepath.Base(file), ".json")
		if err := check(file, *repository, *allow); err != nil {
			fmt.Printf("refused  %s: %s\n", name, strings.ReplaceAll(err.Error(), "\n", " "))
		} else {
			fmt.Printf("accepted %s\n", name)
		}
	}
}

func check(file, repository string, allow bool) error {
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var one vector
	if err := json.Unmarshal(text, &one); err != nil {
		return err
	}
	cert, err := certificate(one.Claims)
	if err != nil {
		return err
	}
	builder, _, _ := strings.Cut(one.Claims["subject"], "@")
	if allow {
		table.AttestAllow(builder)
	}
	digest := strings.Repeat("a", 64)
	payload := fmt.Sprintf(`{"_type":"https://in-toto.io/Statement/v1","subject":[{"name":"app","digest":{"sha256":"%s"}}],"predicateType":%q,"predicate":%s}`,
		digest, one.PredicateType, bytes.TrimSpace(one.Predicate))
	env := &dsse.Envelope{PayloadType: "application/vnd.in-toto+json", Payload: base64.StdEncoding.EncodeToString([]byte(payload))}
	return gha.AttestCheck(env, cert,
		&options.ProvenanceOpts{ExpectedSourceURI: "github.com/" + repository, ExpectedDigest: digest},
		&options.BuilderOpts{ExpectedID: &builder})
}

// A certificate with these claims of Fulcio's (1 to 6 are bare texts, 8 to 24 DER UTF8Strings), signed by itself.
func certificate(claims map[string]string) (*x509.Certificate, error) {
	subject, err := url.Parse(claims["subject"])
	if err != nil {
		return nil, err
	}
	now := time.Now()
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: now, NotAfter: now.Add(time.Hour), URIs: []*url.URL{subject}}
	for number, value := range claims {
		n, err := strconv.Atoi(number)
		if err != nil {
			continue
		}
		encoded := []byte(value)
		if n > 7 {
			if encoded, err = asn1.MarshalWithParams(value, "utf8"); err != nil {
				return nil, err
			}
		}
		template.ExtraExtensions = append(template.ExtraExtensions, pkix.Extension{Id: asn1.ObjectIdentifier{1, 3, 6, 1, 4, 1, 57264, 1, n}, Value: encoded})
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return nil, err
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}
