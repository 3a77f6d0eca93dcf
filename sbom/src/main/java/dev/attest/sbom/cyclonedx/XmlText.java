package dev.attest.sbom.cyclonedx;

import dev.attest.sbom.document.Characters;
import java.io.StringWriter;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Indented XML, written to memory by the platform's writer; attributes are names and values in turn. */
final class XmlText {
    private static final String INDENT = "  ";

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;
    private int depth;
    private boolean open;

    /** A step of the writer. */
    @FunctionalInterface
    private interface Step {
        void run() throws XMLStreamException;
    }

    XmlText() {
        try {
            writer = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
        } catch (XMLStreamException e) {
            throw new IllegalStateException("a Java platform that writes no XML", e);
        }
        text.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    }

    void start(String name, String... attributes) {
        write(() -> {
            line();
            writer.writeStartElement(name);
            attributes(attributes);
            depth++;
            open = true;
        });
    }

    void end() {
        write(() -> {
            depth--;
            if (!open) {
                line();
            }
            writer.writeEndElement();
            open = false;
            if (depth == 0) {
                writer.writeCharacters("\n");
                writer.flush();
            }
        });
    }

    void element(String name, String content, String... attributes) {
        write(() -> {
            line();
            writer.writeStartElement(name);
            attributes(attributes);
            writer.writeCharacters(Characters.xml(content));
            writer.writeEndElement();
            open = false;
        });
    }

    void empty(String name, String... attributes) {
        write(() -> {
            line();
            writer.writeEmptyElement(name);
            attributes(attributes);
            open = false;
        });
    }

    /** All that was written, complete once the outermost element is ended. */
    String text() {
        return text.toString();
    }

    private void attributes(String... attributes) throws XMLStreamException {
        for (int i = 0; i < attributes.length; i += 2) {
            // Readers make spaces of line feeds and tabs in attributes.
            writer.writeAttribute(attributes[i], Characters.line(Characters.xml(attributes[i + 1])));
        }
    }

    private void line() throws XMLStreamException {
        if (depth > 0) {
            writer.writeCharacters("\n" + INDENT.repeat(depth));
        }
    }

    private static void write(Step step) {
        try {
            step.run();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("memory that cannot be written to", e);
        }
    }
}
