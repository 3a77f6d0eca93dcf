package dev.attest.provenance.report.file;

import dev.attest.provenance.MalformedProvenanceException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads the elements of an XML report as a stream. A document type is passed over unread, there are no entities but XML's
 * own, and nesting, tags and numbers are bounded, so that memory does not grow with the report.
 */
public final class ReportXml {
    /** Elements may be nested this deep. */
    public static final int MAX_DEPTH = 200;

    private static final int MAX_ATTRIBUTES = 200;

    private ReportXml() {}

    /** Told of every element, in the order of the document. */
    public interface Handler {
        void start(Element element) throws MalformedProvenanceException;

        default void end(String name) throws MalformedProvenanceException {}
    }

    /** Reads the whole document. */
    public static void read(InputStream in, Handler handler) throws IOException, MalformedProvenanceException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        try {
            var tags = new Markup(new InputStreamReader(in, XmlEncoding.of(in)));
            walk(factory.createXMLStreamReader(tags), handler);
        } catch (XMLStreamException e) {
            throw malformed(e);
        } catch (Markup.BrokenMarkupException e) {
            throw new MalformedProvenanceException("not XML: " + e.getMessage());
        } catch (IllegalStateException | IndexOutOfBoundsException | NullPointerException e) {
            // The platform's parser is known to fail so on some documents that are none.
            throw new MalformedProvenanceException("not XML");
        }
    }

    private static void walk(XMLStreamReader xml, Handler handler)
            throws XMLStreamException, MalformedProvenanceException {
        var path = new ArrayList<String>();
        while (xml.hasNext()) {
            int event = xml.next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                if (path.size() == MAX_DEPTH) {
                    throw new MalformedProvenanceException("nested deeper than " + MAX_DEPTH);
                }
                String name = xml.getLocalName();
                handler.start(new Element(
                        name,
                        List.copyOf(path),
                        attributes(xml),
                        xml.getLocation().getLineNumber()));
                path.add(name);
            } else if (event == XMLStreamConstants.END_ELEMENT) {
                handler.end(path.remove(path.size() - 1));
            }
        }
    }

    private static Map<String, String> attributes(XMLStreamReader xml) throws MalformedProvenanceException {
        int count = xml.getAttributeCount();
        if (count > MAX_ATTRIBUTES) {
            throw new MalformedProvenanceException("more than " + MAX_ATTRIBUTES + " attributes in one tag");
        }
        Map<String, String> attributes = new HashMap<>(count * 2);
        for (int i = 0; i < count; i++) {
            attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
        }
        return attributes;
    }

    private static MalformedProvenanceException malformed(XMLStreamException e) {
        for (Throwable cause = e.getNestedException(); cause != null; cause = cause.getCause()) {
            if (cause instanceof Markup.BrokenMarkupException) {
                return new MalformedProvenanceException("not XML: " + cause.getMessage());
            }
        }
        String where =
                e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNumber();
        return new MalformedProvenanceException("not XML" + where);
    }
}
