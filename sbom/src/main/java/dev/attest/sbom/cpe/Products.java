package dev.attest.sbom.cpe;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Our table of products: by purl type and name, or the beginning of a name. */
final class Products {
    private static final Products TABLE = load();

    private final Map<String, List<Product>> names = new HashMap<>();
    private final TreeMap<String, List<Product>> beginnings = new TreeMap<>();

    private Products() {}

    static Products table() {
        return TABLE;
    }

    List<Product> of(String type, String name) {
        String key = type + ' ' + name;
        List<Product> exact = names.get(key);
        if (exact != null) {
            return exact;
        }
        Map.Entry<String, List<Product>> below = beginnings.floorEntry(key);
        return below != null && key.startsWith(below.getKey()) ? below.getValue() : List.of();
    }

    private void add(String[] row) {
        boolean beginning = row[1].endsWith("*");
        String key = row[0] + ' ' + (beginning ? row[1].substring(0, row[1].length() - 1) : row[1]);
        (beginning ? beginnings : names)
                .computeIfAbsent(key, name -> new ArrayList<>())
                .add(new Product(row[2], row[3]));
    }

    private static Products load() {
        var table = new Products();
        try (var lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(Products.class.getResourceAsStream("products.tsv")), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    table.add(line.split("\t", 4));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }
}
