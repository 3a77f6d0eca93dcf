package dev.attest.sbom.cyclonedx;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.attest.json.StrictJson;
import dev.attest.sbom.document.Party;
import java.util.List;

/** Parties as CycloneDX's organisational entities and contacts. */
final class OrganizationJson {
    private OrganizationJson() {}

    /** The first as the organisation, all who can be written to as its contacts. */
    static ObjectNode of(List<Party> parties) {
        Party first = parties.get(0);
        ObjectNode organization = StrictJson.object().put("name", first.name());
        first.url().ifPresent(url -> organization.putArray("url").add(url));
        List<Party> reachable =
                parties.stream().filter(party -> party.mail().isPresent()).toList();
        if (!reachable.isEmpty()) {
            ArrayNode contacts = organization.putArray("contact");
            reachable.forEach(party -> contacts.add(contact(party)));
        }
        return organization;
    }

    static ObjectNode contact(Party party) {
        ObjectNode contact = StrictJson.object().put("name", party.name());
        party.mail().ifPresent(mail -> contact.put("email", mail));
        return contact;
    }

    /** Whether one of them can be reached by more than a name, as BSI TR-03183-2 asks of a creator. */
    static boolean isReachable(List<Party> parties) {
        return !parties.isEmpty()
                && (parties.get(0).url().isPresent()
                        || parties.stream().anyMatch(party -> party.mail().isPresent()));
    }
}
