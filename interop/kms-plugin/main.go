// A KMS plugin whose keys are PEM files: sigstore's own handler speaks the protocol, sigstore's own signers sign.
package main

import (
	"context"
	"crypto"
	"errors"
	"os"

	"github.com/sigstore/sigstore/pkg/cryptoutils"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/sigstore/sigstore/pkg/signature/kms/cliplugin/common"
	"github.com/sigstore/sigstore/pkg/signature/kms/cliplugin/handler"
)

type keyFile struct {
	signature.SignerVerifier
}

func (keyFile) DefaultAlgorithm() string      { return "file" }
func (keyFile) SupportedAlgorithms() []string { return []string{"file"} }

func (keyFile) CreateKey(context.Context, string) (crypto.PublicKey, error) {
	return nil, errors.New("keys are made by openssl")
}

func (keyFile) CryptoSigner(context.Context, func(error)) (crypto.Signer, crypto.SignerOpts, error) {
	return nil, nil, errors.New("not part of the protocol")
}

func open(options *common.InitOptions) (keyFile, error) {
	text, err := os.ReadFile(options.KeyResourceID)
	if err != nil {
		return keyFile{}, err
	}
	private, err := cryptoutils.UnmarshalPEMToPrivateKey(text, nil)
	if err != nil {
		return keyFile{}, err
	}
	signer, err := signature.LoadSignerVerifier(private, options.HashFunc)
	return keyFile{signer}, err
}

func main() {
	arguments, err := handler.GetPluginArgs(os.Args)
	if err == nil && os.Args[1] != common.ProtocolVersion {
		err = errors.New("another version of the protocol: " + os.Args[1])
	}
	var key keyFile
	if err == nil {
		key, err = open(arguments.InitOptions)
	}
	if err != nil {
		_ = handler.WriteErrorResponse(os.Stdout, err)
		os.Exit(1)
	}
	if _, err := handler.Dispatch(os.Stdout, os.Stdin, arguments, key); err != nil {
		os.Exit(1)
	}
}
