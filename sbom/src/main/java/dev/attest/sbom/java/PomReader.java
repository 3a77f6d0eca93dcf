package dev.attest.sbom.java;

import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a pom.xml as a stream. A document type is refused, so that there are no entities but XML's own; nesting, texts
 * and counts are bounded, and beyond them the pom is not one.
 */
final class PomReader {
    private static final Pattern ENCODING = Pattern.compile("<\\?xml[^>?]{1,100}encoding=[\"']([A-Za-z0-9._-]{1,40})");
    private static final Charset UTF_8 = StandardCharsets.UTF_8;
    private static final Map<String, Charset> LATIN =
            Map.of("iso-8859-1", StandardCharsets.ISO_8859_1, "windows-1252", StandardCharsets.ISO_8859_1);
    private static final int MAX_DEPTH = 64;
    private static final int MAX_TEXT = 10_000;
    private static final int MAX_DEPENDENCIES = 1_000;
    private static final Set<String> SCOPES = Set.of("", "compile", "runtime");

    private final Map<String, String> texts = new HashMap<>();
    private final Map<String, String> item = new HashMap<>();
    private final List<Map<String, String>> dependencies = new ArrayList<>();
    private final List<Map<String, String>> licences = new ArrayList<>();

    private PomReader() {}

    static Pom parse(byte[] bytes) throws XMLStreamException {
        var reader = new PomReader();
        reader.read(bytes);
        return reader.pom();
    }

    private void read(byte[] bytes) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text(bytes)));
        try {
            walk(xml);
        } catch (IllegalStateException | IndexOutOfBoundsException | NullPointerException e) {
            // The platform's parser is known to fail so on some documents that are none.
            throw new XMLStreamException("not XML", e);
        } finally {
            xml.close();
        }
    }

    /** Bytes that are not of the encoding become replacement characters: names written so are no names, and nothing else. */
    private static String text(byte[] bytes) {
        String head = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
        Matcher encoding = ENCODING.matcher(head);
        Charset charset =
                encoding.lookingAt() ? LATIN.getOrDefault(encoding.group(1).toLowerCase(Locale.ROOT), UTF_8) : UTF_8;
        String text = new String(bytes, charset);
        return text.startsWith("\ufeff") ? text.substring(1) : text;
    }

    private void walk(XMLStreamReader xml) throws XMLStreamException {
        var path = new ArrayList<String>();
        var text = new StringBuilder();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
                throw new XMLStreamException("a document type or an entity");
            } else if (event == XMLStreamConstants.START_ELEMENT) {
                path.add(xml.getLocalName());
                text.setLength(0);
                if (path.size() > MAX_DEPTH) {
                    throw new XMLStreamException("nested deeper than " + MAX_DEPTH);
                }
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                if (text.length() <= MAX_TEXT) {
                    text.append(xml.getText());
                }
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                end(
                        String.join("/", path),
                        text.length() > MAX_TEXT ? "" : text.toString().strip());
                path.remove(path.size() - 1);
                text.setLength(0);
            }
        }
    }

    private void end(String path, String text) {
        String dependency = "project/dependencies/dependency";
        String licence = "project/licenses/license";
        if (path.equals(dependency) && dependencies.size() < MAX_DEPENDENCIES) {
            dependencies.add(Map.copyOf(item));
        } else if (path.equals(licence) && licences.size() < MAX_DEPENDENCIES) {
            licences.add(Map.copyOf(item));
        } else if (path.startsWith(dependency + "/") || path.startsWith(licence + "/")) {
            item.put(path.substring(path.lastIndexOf('/') + 1), text);
            return;
        } else if (texts.size() < MAX_DEPENDENCIES) {
            texts.putIfAbsent(path, text);
        }
        item.clear();
    }

    private Pom pom() {
        String group = value("project/groupId", value("project/parent/groupId", ""));
        String version = value("project/version", value("project/parent/version", ""));
        var origin = new Pom.Origin(
                value("project/organization/name", ""), value("project/url", ""), value("project/scm/url", ""));
        var declared = new ArrayList<Pom.Licence>();
        for (Map<String, String> one : licences) {
            var read = new Pom.Licence(fill(one.getOrDefault("name", "")), fill(one.getOrDefault("url", "")));
            if (!read.name().isEmpty() || !read.url().isEmpty()) {
                declared.add(read);
            }
        }
        return new Pom(new Gav(group, value("project/artifactId", ""), version), declared, origin, requires());
    }

    private List<String> requires() {
        var requires = new ArrayList<String>();
        for (Map<String, String> one : dependencies) {
            String group = fill(one.getOrDefault("groupId", ""));
            String artifact = fill(one.getOrDefault("artifactId", ""));
            boolean needed = SCOPES.contains(one.getOrDefault("scope", ""))
                    && !one.getOrDefault("optional", "").equals("true");
            if (needed && Gav.isWord(group) && Gav.isWord(artifact)) {
                requires.add(group + ":" + artifact);
            }
        }
        return requires;
    }

    private String value(String path, String otherwise) {
        String text = texts.getOrDefault(path, "");
        return text.isEmpty() ? otherwise : fill(text);
    }

    /** The text with the pom's own placeholders filled in once; empty where one is left. */
    private String fill(String text) {
        if (!text.contains("${")) {
            return text;
        }
        var filled = new StringBuilder();
        int at = 0;
        for (int open = text.indexOf("${"); open >= 0; open = text.indexOf("${", at)) {
            int close = text.indexOf('}', open);
            String value = close < 0 ? "" : placeholder(text.substring(open + 2, close));
            if (value.isEmpty() || value.contains("${") || filled.length() > MAX_TEXT) {
                return "";
            }
            filled.append(text, at, open).append(value);
            at = close + 1;
        }
        return filled.append(text.substring(at)).toString();
    }

    private String placeholder(String name) {
        String property = texts.getOrDefault("project/properties/" + name, "");
        if (!property.isEmpty()) {
            return property;
        }
        String own = name.replaceFirst("^(project|pom)\\.", "").replace('.', '/');
        String value = texts.getOrDefault("project/" + own, "");
        return value.isEmpty() ? texts.getOrDefault("project/parent/" + own, "") : value;
    }
}
