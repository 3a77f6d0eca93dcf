package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.sbom.licence.LicenceExpression;
import dev.attest.sbom.licence.Licences;
import java.util.List;
import java.util.Optional;

/**
 * Declared licences in the forms CycloneDX allows: one SPDX expression when every licence is known, else names or
 * addresses as they were written. An expression is also what a single identifier is written as: {@code id} is bound to
 * the list of licences that the schema's version knows.
 */
final class LicenceJson {
    private LicenceJson() {}

    static Optional<ArrayNode> of(List<String> declared) {
        Licences licences = Licences.of(declared);
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        licences.expression()
                .ifPresent(expression ->
                        array.addObject().put("expression", expression.text()).put("acknowledgement", "declared"));
        for (Licences.Named one : licences.named()) {
            ObjectNode licence = array.addObject().putObject("license").put("acknowledgement", "declared");
            licence.put("name", one.expression().map(LicenceExpression::text).orElse(one.text()));
            one.url().ifPresent(url -> licence.put("url", url));
        }
        return array.isEmpty() ? Optional.empty() : Optional.of(array);
    }
}
