package dev.attest.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Holds results to the schemas that docs/schemas publishes. */
final class Schemas {
    private Schemas() {}

    static void holds(String name, String json) throws IOException {
        assertEquals(List.of(), faults(name, json), json);
    }

    static List<String> faults(String name, String json) throws IOException {
        String schema = Files.readString(Path.of("..", "docs", "schemas", name + "-v1.schema.json"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema, InputFormat.JSON)
                .validate(json, InputFormat.JSON)
                .stream()
                .map(Object::toString)
                .toList();
    }
}
