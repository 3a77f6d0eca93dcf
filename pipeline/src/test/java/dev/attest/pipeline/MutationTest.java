package dev.attest.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.oci.Digest;
import dev.attest.oci.MalformedImageException;
import dev.attest.policy.Evidence;
import dev.attest.testvectors.LayoutBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * Changes of a signed layout by somebody who may write to all of it. Whatever is changed, the answer is a refusal or one
 * of the two checked exceptions, unless the image and every statement about it are still the same.
 *
 * <p>These bind nothing and may change: the annotations, artifactType, config and media types of the manifests that attach
 * evidence, annotations in index.json, and a bundle that no list names, which is the list itself, in what its verifier lists
 * as harmless. Layers are not read by a verification; their digests are bound by the manifest.
 */
class MutationTest extends WorkshopTest {
    /** How many bytes of each file are flipped: more with {@code -Dattest.mutants=all}. */
    private static final int FLIPS = "all".equals(System.getProperty("attest.mutants")) ? 400 : 6;

    private static final int CHANGES = "all".equals(System.getProperty("attest.mutants")) ? 4000 : 120;

    private final Random random = new Random(20261101);
    private String digest = "";
    private Set<String> payloads = Set.of();
    private int accepted;

    private void sign() throws Exception {
        digest = Images.single(layout.folder());
        workshop.sign(reference(), Workshop.DEVELOPER);
        VerifyReport report = workshop.verify(at(digest));
        assertThat(Workshop.isAccepted(report)).isTrue();
        payloads = payloads(report);
        assertThat(payloads).hasSize(5);
    }

    @Test
    void a_flipped_bit_in_any_file_is_refused_or_changes_nothing() throws Exception {
        sign();
        var files = new ArrayList<>(layout.blobs());
        files.add(layout.folder().resolve("index.json"));
        files.add(layout.folder().resolve("oci-layout"));
        var harmless = new TreeSet<String>();
        for (Path file : files) {
            byte[] original = Files.readAllBytes(file);
            for (int i = 0; i < FLIPS; i++) {
                byte[] flipped = original.clone();
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                Files.write(file, flipped);
                if (judge(file.getFileName() + " flip " + i)) {
                    harmless.add(kind(file));
                }
            }
            Files.write(file, original);
        }
        assertThat(harmless).isSubsetOf("a layer", "the empty config of evidence", "index.json");
    }

    private String kind(Path file) throws Exception {
        String name = file.getFileName().toString();
        String blob = "sha256:" + name;
        if (name.endsWith(".json") || name.equals("oci-layout")) {
            return name;
        }
        if (blob.equals(LayoutBuilder.sha256(new byte[] {'{', '}'}))) {
            return "the empty config of evidence";
        }
        String layer = layout.json(digest).at("/layers/0/digest").textValue();
        return blob.equals(layer) ? "a layer" : "bound";
    }

    @Test
    void a_changed_field_with_every_digest_made_to_fit_is_refused_or_changes_nothing() throws Exception {
        sign();
        List<LayoutFolder.Referrer> referrers = layout.referrers();
        for (int i = 0; i < CHANGES; i++) {
            LayoutFolder.Referrer referrer = referrers.get(random.nextInt(referrers.size()));
            LayoutFolder mutant = LayoutFolder.copy(layout.folder(), folder.resolve("mutant" + i));
            String what;
            if (random.nextBoolean()) {
                ObjectNode bundle = mutant.json(referrer.bundle());
                what = "bundle " + mutate(bundle);
                mutant.replaceBundle(referrer.bundle(), StrictJson.write(bundle));
            } else {
                ObjectNode manifest = mutant.json(referrer.digest());
                what = "manifest " + mutate(manifest);
                mutant.remove(one -> one.digest().equals(referrer.digest()));
                mutant.attach(manifest);
            }
            judge(mutant, referrer.type() + " " + what);
        }
        assertThat(accepted).as("some changes bind nothing, most do").isBetween(1, CHANGES / 2);
    }

    @Test
    void a_changed_image_with_every_digest_made_to_fit_is_another_image() throws Exception {
        sign();
        for (int i = 0; i < CHANGES / 4; i++) {
            ObjectNode manifest = layout.json(digest);
            boolean ofConfig = random.nextBoolean();
            ObjectNode changed =
                    ofConfig ? layout.json(manifest.at("/config/digest").textValue()) : manifest;
            String what = mutate(changed);
            if (ofConfig) {
                byte[] bytes = StrictJson.write(changed);
                ((ObjectNode) manifest.get("config"))
                        .put("digest", layout.store(bytes))
                        .put("size", bytes.length);
            }
            String other = layout.store(StrictJson.write(manifest));
            if (other.equals(digest)) {
                continue;
            }
            LayoutFolder mutant = LayoutFolder.copy(layout.folder(), folder.resolve("image" + i));
            mutant.attach(manifest);
            try {
                VerifyReport report = workshop.verify(dev.attest.oci.References.parse(
                        "oci:" + mutant.folder() + "@" + other, java.util.Optional.empty()));
                assertThat(Workshop.isAccepted(report)).as(what).isFalse();
            } catch (IOException | MalformedImageException e) {
                assertThat(e.getMessage()).as(what).isNotBlank();
            }
        }
    }

    private boolean judge(String what) throws Exception {
        return judge(layout, what);
    }

    /** Whether the mutant is accepted, which it may be only with the same image and the same statements. */
    private boolean judge(LayoutFolder mutant, String what) throws Exception {
        try {
            VerifyReport report = workshop.verify(dev.attest.oci.References.parse(
                    "oci:" + mutant.folder() + "@" + digest, java.util.Optional.empty()));
            if (Workshop.isAccepted(report)) {
                accepted++;
                assertThat(report.subject().digest()).hasToString(digest);
                assertThat(payloads(report)).as(what).isEqualTo(payloads);
                return true;
            }
        } catch (IOException | MalformedImageException e) {
            assertThat(e.getMessage()).as(what).isNotBlank();
        }
        return false;
    }

    private static Set<String> payloads(VerifyReport report) {
        var payloads = new TreeSet<String>();
        for (Evidence evidence : report.subject().evidence()) {
            if (evidence instanceof Evidence.Accepted one) {
                payloads.add(Digest.sha256(one.verified().payload()).toString());
            }
        }
        return payloads;
    }

    /** Changes one value somewhere in the document and says which. */
    private String mutate(ObjectNode document) {
        ObjectNode holder = document;
        var at = new StringBuilder();
        while (true) {
            List<String> names = new ArrayList<>();
            holder.fieldNames().forEachRemaining(names::add);
            if (names.isEmpty()) {
                holder.put("added", "x");
                return at + " added";
            }
            String name = names.get(random.nextInt(names.size()));
            at.append('/').append(name);
            JsonNode value = holder.get(name);
            if (value instanceof ArrayNode array && !array.isEmpty() && array.get(0) instanceof ObjectNode) {
                value = array.get(random.nextInt(array.size()));
            }
            if (!(value instanceof ObjectNode inner) || random.nextInt(6) == 0) {
                change(holder, name);
                return at.toString();
            }
            holder = inner;
        }
    }

    private void change(ObjectNode holder, String name) {
        JsonNode value = holder.get(name);
        switch (random.nextInt(4)) {
            case 0 -> holder.remove(name);
            case 1 -> holder.putNull(name);
            case 2 -> holder.put(name, random.nextInt());
            default -> {
                if (value.isTextual() && !value.textValue().isEmpty()) {
                    char[] text = value.textValue().toCharArray();
                    int at = random.nextInt(text.length);
                    text[at] = (char) (text[at] ^ 1);
                    holder.put(name, new String(text));
                } else {
                    holder.put(name, "x");
                }
            }
        }
    }
}
