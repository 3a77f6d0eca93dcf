package dev.attest.signing;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.intoto.Envelope;
import dev.attest.json.StrictJson;
import dev.attest.signing.rekor.AttestationLog;
import dev.attest.signing.service.SigningException;
import dev.attest.signing.tsa.TimestampClient;
import java.security.cert.X509Certificate;
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

    /** Refuses what one of the logs would not take, before anything is published. */
    void requireFits(Envelope envelope) throws SigningException {
        for (AttestationLog log : logs) {
            log.requireFits(envelope);
        }
    }

    List<Testimony> testify(List<Envelope> envelopes, X509Certificate certificate) throws SigningException {
        var questions = new ArrayList<Questions.Question<ObjectNode>>();
        for (Envelope envelope : envelopes) {
            authorities.forEach(authority -> questions.add(() -> timestamp(authority, envelope)));
            logs.forEach(log -> questions.add(() -> log.add(envelope, certificate)));
        }
        List<ObjectNode> answers = Questions.askAll(questions, executor);
        int each = logs.size() + authorities.size();
        var testimonies = new ArrayList<Testimony>();
        for (int from = 0; from < answers.size(); from += each) {
            int middle = from + authorities.size();
            testimonies.add(new Testimony(answers.subList(middle, from + each), answers.subList(from, middle)));
        }
        return testimonies;
    }

    private static ObjectNode timestamp(TimestampClient authority, Envelope envelope) throws SigningException {
        byte[] reply = authority.timestamp(envelope.signature());
        return StrictJson.object().put("signedTimestamp", Base64.getEncoder().encodeToString(reply));
    }
}
