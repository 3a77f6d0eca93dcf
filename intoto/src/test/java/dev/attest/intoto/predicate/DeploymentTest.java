package dev.attest.intoto.predicate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.attest.intoto.MalformedStatementException;
import dev.attest.intoto.ResourceDescriptor;
import dev.attest.intoto.Statement;
import dev.attest.intoto.predicate.Deployment.Decision;
import dev.attest.intoto.predicate.Deployment.Target;
import dev.attest.intoto.predicate.Deployment.Workload;
import dev.attest.json.StrictJson;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeploymentTest {
    private static final ResourceDescriptor IMAGE = ResourceDescriptor.sha256("app", "a".repeat(64));
    private static final Instant TIME = Instant.parse("2026-05-01T10:00:00Z");
    private static final Optional<ResourceDescriptor> POLICY = Optional.of(new ResourceDescriptor(
            Optional.empty(),
            Optional.of("https://example.com/policies/prod"),
            Map.of("sha256", "b".repeat(64)),
            Optional.empty()));

    @Test
    void what_was_written_is_read() throws Exception {
        var workload = new Workload("apps/v1", "Deployment", "shop", Optional.of("6d0c…1"), Optional.of("web"));
        var deployment = new Deployment(
                "production",
                new Target(Optional.of("https://k8s.example.com"), Optional.of("shop"), Optional.of(workload)),
                "system:serviceaccount:cd:deployer",
                Optional.of("705ab4f5-6393-11e8-b7cc-42010a800002"),
                Decision.ADMITTED,
                POLICY,
                TIME);
        byte[] written = deployment.statement(List.of(IMAGE)).write();
        assertThat(Deployment.read(Statement.parse(written).predicate())).isEqualTo(deployment);
        assertThat(new String(written, UTF_8))
                .contains(("'predicate':{'actor':'system:serviceaccount:cd:deployer',"
                                + "'admissionUid':'705ab4f5-6393-11e8-b7cc-42010a800002','cluster':'https://k8s.example.com',"
                                + "'decision':'ADMITTED','environment':'production','namespace':'shop','policy':{'digest':"
                                + "{'sha256':'" + "b".repeat(64) + "'},'uri':'https://example.com/policies/prod'},"
                                + "'time':'2026-05-01T10:00:00Z','workload':{'apiVersion':'apps/v1','container':'web',"
                                + "'kind':'Deployment','name':'shop','uid':'6d0c…1'}},"
                                + "'predicateType':'https://attest.dev/predicates/deployment/v1'")
                        .replace('\'', '"'));
    }

    @Test
    void the_least_is_read() throws Exception {
        var least = new Deployment(
                "production", Target.WHOLE, "me", Optional.empty(), Decision.UNJUDGED, Optional.empty(), TIME);
        assertThat(read("{'environment':'production','actor':'me','decision':'UNJUDGED','other':1,"
                        + "'time':'2026-05-01T12:00:00.00+02:00'}"))
                .isEqualTo(least);
        assertThat(least.json().toString())
                .isEqualTo("{\"environment\":\"production\",\"actor\":\"me\",\"decision\":\"UNJUDGED\","
                        + "\"time\":\"2026-05-01T10:00:00Z\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'actor':'me','decision':'UNJUDGED','time':'2026-05-01T10:00:00Z' | .environment: expected a text",
                "'environment':' ','actor':'me','decision':'UNJUDGED','time':'2026-05-01T10:00:00Z' | environment is not",
                "'environment':'p','decision':'UNJUDGED','time':'2026-05-01T10:00:00Z' | .actor: expected a text",
                "'environment':'p','actor':'me','time':'2026-05-01T10:00:00Z' | .decision: expected a text",
                "'environment':'p','actor':'me','decision':'DENIED','time':'2026-05-01T10:00:00Z' | .decision: expected one of",
                "'environment':'p','actor':'me','decision':'admitted','time':'2026-05-01T10:00:00Z' | .decision: expected one of",
                "'environment':'p','actor':'me','decision':'UNJUDGED' | .time: expected an RFC 3339 time",
                "'environment':'p','actor':'me','decision':'UNJUDGED','time':'now' | .time: expected an RFC 3339 time",
                "'environment':'p','actor':'me','decision':'ADMITTED','time':'2026-05-01T10:00:00Z' | a policy belongs to",
                "'environment':'p','actor':'me','decision':'UNJUDGED','time':'2026-05-01T10:00:00Z',"
                        + "'policy':{'uri':'https://p.example','digest':{'sha256':'bbbbbbbb'}} | a policy belongs to",
                "'environment':'p','actor':'me','decision':'WARNED','time':'2026-05-01T10:00:00Z',"
                        + "'policy':{'uri':'https://p.example'} | policy needs a uri and a digest",
                "'environment':'p','actor':'me','decision':'OVERRIDDEN','time':'2026-05-01T10:00:00Z',"
                        + "'policy':{'digest':{'sha256':'bbbbbbbb'}} | policy needs a uri and a digest",
                "'environment':'p','actor':'me','decision':'UNJUDGED','time':'2026-05-01T10:00:00Z',"
                        + "'workload':{'kind':'Pod','name':'a'} | .workload.apiVersion: expected a text",
                "'environment':'p','actor':'me','decision':'UNJUDGED','time':'2026-05-01T10:00:00Z',"
                        + "'cluster':'' | cluster is not",
            })
    void what_is_no_deployment_is_refused_with_its_place(String members, String complaint) {
        assertThatThrownBy(() -> read("{" + members + "}"))
                .isInstanceOf(MalformedStatementException.class)
                .hasMessageContaining(complaint);
    }

    private static Deployment read(String json) throws Exception {
        return Deployment.read(StrictJson.parseObject(json.replace('\'', '"').getBytes(UTF_8), "predicate"));
    }
}
