package dev.attest.policy.rule;

import dev.attest.oci.Reference;
import dev.attest.policy.Case;
import dev.attest.policy.Finding;
import dev.attest.policy.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Development images are known by a path segment {@code dev} or a tag that is {@code dev} or ends in {@code -dev}. */
public record NameIsNotForDevelopment() implements Rule {
    @Override
    public String id() {
        return "not-development";
    }

    @Override
    public List<Finding> judge(Case subject) {
        return List.of(
                marksDevelopment(subject.reference())
                        ? Finding.fails(
                                id(),
                                "the name marks a development image: " + subject.reference(),
                                "deploy the production variant of this image")
                        : Finding.holds(id(), "the name does not mark a development image"));
    }

    private static boolean marksDevelopment(Reference reference) {
        if (reference instanceof Reference.Registry registry) {
            return registry.tag()
                            .filter(NameIsNotForDevelopment::isForDevelopment)
                            .isPresent()
                    || Arrays.asList(registry.repository().split("/", -1)).contains("dev");
        }
        return reference instanceof Reference.Layout layout
                && layout.tag()
                        .filter(NameIsNotForDevelopment::isForDevelopment)
                        .isPresent();
    }

    private static boolean isForDevelopment(String tag) {
        String name = tag.toLowerCase(Locale.ROOT);
        return name.equals("dev") || name.endsWith("-dev");
    }
}
