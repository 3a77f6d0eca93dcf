package dev.attest.localsigstore;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.DERUTF8String;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.cert.X509v3CertificateBuilder;

/** The certificate extensions 1.3.6.1.4.1.57264.1.x of Fulcio's docs/oid-info.md: the issuer always, the rest for workflow tokens. */
final class WorkflowExtensions {

    private static final ASN1ObjectIdentifier ARC = new ASN1ObjectIdentifier("1.3.6.1.4.1.57264.1");
    private static final String GITHUB = "https://github.com/";

    private final X509v3CertificateBuilder builder;
    private final IdentityToken token;

    private WorkflowExtensions(X509v3CertificateBuilder builder, IdentityToken token) {
        this.builder = builder;
        this.token = token;
    }

    static void add(X509v3CertificateBuilder builder, IdentityToken token) throws IOException {
        var extensions = new WorkflowExtensions(builder, token);
        extensions.raw(1, Optional.of(Names.ISSUER));
        if (token.claim("job_workflow_ref").isPresent()) {
            extensions.addDeprecated();
        }
        extensions.text(8, Optional.of(Names.ISSUER));
        if (token.claim("job_workflow_ref").isPresent()) {
            extensions.addWorkflow();
        }
    }

    private void addDeprecated() throws IOException {
        raw(2, token.claim("event_name"));
        raw(3, token.claim("sha"));
        raw(4, token.claim("workflow"));
        raw(5, token.claim("repository"));
        raw(6, token.claim("ref"));
    }

    private void addWorkflow() throws IOException {
        text(9, url("job_workflow_ref"));
        text(10, token.claim("job_workflow_sha"));
        text(11, token.claim("runner_environment"));
        text(12, url("repository"));
        text(13, token.claim("sha"));
        text(14, token.claim("ref"));
        text(15, token.claim("repository_id"));
        text(16, url("repository_owner"));
        text(17, token.claim("repository_owner_id"));
        text(18, url("workflow_ref"));
        text(19, token.claim("workflow_sha"));
        text(20, token.claim("event_name"));
        text(21, runInvocation());
        text(22, token.claim("repository_visibility"));
        text(23, token.claim("environment"));
    }

    private Optional<String> url(String claim) {
        return token.claim(claim).map(path -> GITHUB + path);
    }

    private Optional<String> runInvocation() {
        return url("repository")
                .flatMap(repository -> token.claim("run_id").map(run -> repository + "/actions/runs/" + run))
                .flatMap(run -> token.claim("run_attempt").map(attempt -> run + "/attempts/" + attempt));
    }

    private void raw(int number, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            builder.addExtension(new Extension(oid(number), false, value.get().getBytes(UTF_8)));
        }
    }

    private void text(int number, Optional<String> value) throws IOException {
        if (value.isPresent()) {
            builder.addExtension(oid(number), false, new DERUTF8String(value.get()));
        }
    }

    private static ASN1ObjectIdentifier oid(int number) {
        return ARC.branch(Integer.toString(number));
    }
}
