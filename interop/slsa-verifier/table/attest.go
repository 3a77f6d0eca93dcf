// Package v1 is slsa-verifier's own; this file lets the program beside it add a row to its table of builders.
package v1

import "github.com/slsa-framework/slsa-verifier/v2/verifiers/internal/gha/slsaprovenance/common"

// AttestAllow trusts a builder as far as the table trusts those of GitHub's artifact attestations.
func AttestAllow(builder string) {
	buildTypeMap[builder] = map[string]provFunc{common.GithubActionsBuildTypeV1: newGithubAttest}
}
