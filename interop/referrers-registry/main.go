// Command referrers-registry serves go-containerregistry's registry, in memory and with the referrers API, on the address
// it is given; -tls CERTIFICATE KEY and -login USER:PASSWORD after that make it one that is spoken to so.
package main

import (
	"io"
	"log"
	"net/http"
	"os"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	if len(os.Args) < 2 {
		log.Fatal("usage: referrers-registry ADDRESS [-tls CERTIFICATE KEY | -login USER:PASSWORD]")
	}
	quiet := registry.Logger(log.New(io.Discard, "", 0))
	handler := registry.New(quiet, registry.WithReferrersSupport(true))
	switch {
	case len(os.Args) == 5 && os.Args[2] == "-tls":
		log.Fatal(http.ListenAndServeTLS(os.Args[1], os.Args[3], os.Args[4], handler))
	case len(os.Args) == 4 && os.Args[2] == "-login":
		handler = admitting(os.Args[3], handler)
	}
	log.Fatal(http.ListenAndServe(os.Args[1], handler))
}

// admitting lets through who shows this user and password.
func admitting(login string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, password, shown := r.BasicAuth()
		if !shown || user+":"+password != login {
			w.Header().Set("WWW-Authenticate", `Basic realm="lane"`)
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
