package dev.attest.vex.image;

import dev.attest.vex.Component;
import dev.attest.vex.DocumentInfo;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.Product;
import dev.attest.vex.VexDocument;
import dev.attest.vex.VexStatement;
import dev.attest.vex.openvex.OpenVex;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Makes template statements into one document about one image. A statement about the image stays one about the image; one
 * about a package that the SBOM has becomes one about the image with that package as subcomponent. The same templates give
 * the same bytes in whatever order they come.
 */
public final class Specialiser {
    private static final String TOOLING = "attest";

    private Specialiser() {}

    /**
     * Specialises the documents to the image.
     *
     * @param purls the package URLs of the image's SBOM
     * @param otherwise the time of statements that have none in their document, such as SOURCE_DATE_EPOCH
     * @throws MalformedVexException when a statement says too little to be written
     */
    public static Specialised specialise(
            List<VexDocument> documents, ImageProduct image, Collection<String> purls, Instant otherwise)
            throws MalformedVexException {
        var reader = new ClaimReader(image, new ComponentIndex(purls));
        var contributing = new ArrayList<VexDocument>();
        for (VexDocument document : documents) {
            int before = reader.claims().size();
            for (VexStatement statement : document.statements()) {
                reader.read(statement.at(document.timeOf(statement).orElse(otherwise)));
            }
            if (reader.claims().size() > before) {
                contributing.add(document);
            }
        }
        Effective effective = Effective.of(reader.claims());
        List<VexStatement> statements = statements(effective.kept(), image);
        Optional<VexDocument> document =
                statements.isEmpty() ? Optional.empty() : Optional.of(document(contributing, statements));
        return new Specialised(document, reader.unmatched(), effective.superseded());
    }

    /** One statement for all components of which the same is said. */
    private static List<VexStatement> statements(List<Claim> claims, ImageProduct image) {
        Map<VexStatement, TreeSet<String>> components = new LinkedHashMap<>();
        for (Claim claim : claims) {
            // The templates' own products differ, although the same is said.
            TreeSet<String> names =
                    components.computeIfAbsent(claim.statement().about(List.of()), key -> new TreeSet<>());
            claim.subcomponent().ifPresent(names::add);
        }
        var statements = new ArrayList<VexStatement>();
        components.forEach((statement, names) -> {
            List<Component> subcomponents = names.stream().map(Component::of).toList();
            statements.add(statement.about(image.ids().stream()
                    .map(id -> new Product(Component.of(id), subcomponents))
                    .toList()));
        });
        statements.sort(
                Comparator.comparing((VexStatement one) -> one.vulnerability().name())
                        .thenComparing(VexStatement::toString));
        return statements;
    }

    private static VexDocument document(List<VexDocument> templates, List<VexStatement> statements)
            throws MalformedVexException {
        var authors = new TreeSet<String>();
        var roles = new TreeSet<String>();
        for (VexDocument template : templates) {
            authors.add(template.info().author());
            template.info().role().ifPresent(roles::add);
        }
        Instant latest = statements.stream()
                .flatMap(statement -> statement.timestamp().stream())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var info = new DocumentInfo(
                Optional.empty(),
                String.join(", ", authors),
                roles.size() == 1 ? Optional.of(roles.first()) : Optional.empty(),
                Optional.empty(),
                1,
                Optional.of(TOOLING));
        var document = new VexDocument(info, Optional.of(latest), statements);
        return new VexDocument(info.named(OpenVex.canonicalId(document)), document.timestamp(), statements);
    }
}
