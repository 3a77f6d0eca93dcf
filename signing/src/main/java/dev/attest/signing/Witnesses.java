package dev.attest.signing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.signing.config.RekorVersion;
import dev.attest.signing.config.Selection;
import dev.attest.signing.config.Service;
import dev.attest.signing.log.Signed;
import dev.attest.signing.rekor.AttestationLog;
import dev.attest.signing.rekor.RekorV1;
import dev.attest.signing.rekor.RekorV2;
import dev.attest.signing.service.ServiceClient;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.tsa.TimestampClient;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Executor;

/** The logs and timestamp authorities that see each signature; all of them are asked at once, for all signatures. */
final class Witnesses {
    /** What the witnesses said of one signature, as a bundle holds it. */
    record Testimony(List<ObjectNode> tlogEntries, List<ObjectNode> timestamps) {}

    private final List<AttestationLog> logs;
    private final List<TimestampClient> authorities;
    private final Executor executor;

    Witnesses(List<AttestationLog> logs, List<TimestampClient> authorities, Executor executor) {
        this.logs = List.copyOf(logs);
        this.executor = executor;
        this.authorities = List.copyOf(authorities);
    }

    /** Nobody: what a managed key signs may do without. */
    static Witnesses none() {
        return new Witnesses(List.of(), List.of(), Runnable::run);
    }

    static Witnesses of(Selection.Witnesses selected, SigningServices services, SecureRandom random) {
        ServiceClient client = services.client();
        List<AttestationLog> logs =
                selected.logs().stream().map(log -> log(log, services)).toList();
        List<TimestampClient> authorities = selected.timestampAuthorities().stream()
                .map(authority -> new TimestampClient(client, authority.url(), random))
                .toList();
        return new Witnesses(logs, authorities, services.executor());
    }

    private static AttestationLog log(Service log, SigningServices services) {
        return log.majorApiVersion() == RekorVersion.V2.majorApiVersion()
                ? new RekorV2(services.client(), log.url())
                : new RekorV1(services.client(), log.url(), services.maxLogBytes());
    }

    /** Refuses what one of the logs would not take, before anything is published. */
    void requireFits(Signed signed) throws SigningException {
        for (AttestationLog log : logs) {
            log.requireFits(signed);
        }
    }

    List<Testimony> testify(List<Signed> sealed) throws SigningException {
        var questions = new ArrayList<Questions.Question<ObjectNode>>();
        for (Signed signed : sealed) {
            authorities.forEach(authority -> questions.add(() -> timestamp(authority, signed)));
            logs.forEach(log -> questions.add(() -> log.add(signed)));
        }
        List<ObjectNode> answers = Questions.askAll(questions, executor);
        int each = logs.size() + authorities.size();
        var testimonies = new ArrayList<Testimony>();
        for (int from = 0; testimonies.size() < sealed.size(); from += each) {
            int middle = from + authorities.size();
            testimonies.add(new Testimony(answers.subList(middle, from + each), answers.subList(from, middle)));
        }
        return testimonies;
    }

    private static ObjectNode timestamp(TimestampClient authority, Signed signed) throws SigningException {
        byte[] reply = authority.timestamp(signed.signature());
        return StrictJson.object().put("signedTimestamp", Base64.getEncoder().encodeToString(reply));
    }
}
