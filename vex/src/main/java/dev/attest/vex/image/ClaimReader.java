package dev.attest.vex.image;

import dev.attest.vex.Component;
import dev.attest.vex.Justification;
import dev.attest.vex.MalformedVexException;
import dev.attest.vex.Product;
import dev.attest.vex.Purl;
import dev.attest.vex.VexStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Reads from template statements what they say about one image. What could be said of the image only by saying more than
 * the template does is not said.
 */
final class ClaimReader {
    private static final int MAX_CLAIMS = 200_000;

    private final ImageProduct image;
    private final ComponentIndex index;
    private final List<Claim> claims = new ArrayList<>();
    private final List<Specialised.Unused> unmatched = new ArrayList<>();

    ClaimReader(ImageProduct image, ComponentIndex index) {
        this.image = image;
        this.index = index;
    }

    List<Claim> claims() {
        return claims;
    }

    List<Specialised.Unused> unmatched() {
        return unmatched;
    }

    /** Reads one statement, which has a time of its own. */
    void read(VexStatement statement) throws MalformedVexException {
        List<String> problems = statement.assessment().problems();
        String name = statement.vulnerability().name();
        if (!problems.isEmpty()) {
            throw new MalformedVexException(name.replaceAll("[^ -~]", "?") + ": " + String.join("; ", problems));
        }
        if (statement.products().isEmpty()) {
            unmatched.add(new Specialised.Unused(name, "no product", "it does not say what it is about"));
            return;
        }
        boolean matched = false;
        int before = unmatched.size();
        for (Product product : statement.products()) {
            matched |= image.is(product.component()) ? ofImage(statement, product) : ofPackage(statement, product);
        }
        if (!matched && unmatched.size() == before) {
            unmatched.add(new Specialised.Unused(
                    name, statement.products().get(0).component().label(), "neither this image nor a component in it"));
        }
    }

    private boolean ofImage(VexStatement statement, Product product) throws MalformedVexException {
        if (product.subcomponents().isEmpty()) {
            add(statement, Optional.empty());
            return true;
        }
        boolean matched = false;
        for (Component subcomponent : product.subcomponents()) {
            SortedSet<String> found = index.matching(subcomponent);
            // What is said not to be there is rightly not in the SBOM, but a scanner may still report it.
            if (found.isEmpty() && saysAbsent(statement)) {
                subcomponent
                        .id()
                        .flatMap(Purl::of)
                        .ifPresent(purl -> found.add(purl.plain().toString()));
            }
            for (String one : found) {
                add(statement, Optional.of(one));
            }
            if (found.isEmpty()) {
                unmatched.add(new Specialised.Unused(
                        statement.vulnerability().name(), subcomponent.label(), "no such component in this image"));
            }
            matched |= !found.isEmpty();
        }
        return matched;
    }

    private boolean ofPackage(VexStatement statement, Product product) throws MalformedVexException {
        SortedSet<String> found = index.matching(product.component());
        if (found.isEmpty()) {
            return false;
        }
        if (!product.subcomponents().isEmpty()) {
            unmatched.add(new Specialised.Unused(
                    statement.vulnerability().name(),
                    product.component().label(),
                    "it is about a part of a package, and would be widened to the image"));
            return false;
        }
        for (String one : found) {
            add(statement, Optional.of(one));
        }
        return true;
    }

    private void add(VexStatement statement, Optional<String> subcomponent) throws MalformedVexException {
        if (claims.size() == MAX_CLAIMS) {
            throw new MalformedVexException("more than " + MAX_CLAIMS + " statements about components of one image");
        }
        claims.add(new Claim(statement, subcomponent));
    }

    private static boolean saysAbsent(VexStatement statement) {
        return statement
                .assessment()
                .justification()
                .filter(Justification.COMPONENT_NOT_PRESENT::equals)
                .isPresent();
    }
}
