package org.weijifen.tables.sheet;

import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads a part of a workbook as XML, in bounded memory whatever stands in it: bounded are the depth of elements, the number and
 * length of different names, which a parser keeps, and what it takes at a stretch. Names are compared without their prefix.
 * The parser is the JDK's own, with document types and external entities switched off.
 */
final class XmlReader implements Closeable {
    private static final int DEEPEST = 100;
    private static final int MOST_NAMES = 1_000;
    private static final int LONGEST_NAME = 200;
    /** Tags with their attributes, comments and texts are no longer; Excel's longest cell has 32,767 characters. */
    private static final int LONGEST_BYTES = 1 << 20;

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Readings that help with pronouncing the text beside them, which they are no part of. */
    private static final String PHONETIC = "rPh";

    private final InputStream in;
    private final XMLStreamReader reader;
    private final Set<String> names = new HashSet<>();
    private int depth;
    private int taken;

    /** @param in is closed with the reader, and when there is none after all */
    XmlReader(InputStream in) throws IOException, XMLStreamException {
        this.in = in;
        XMLStreamReader opened = null;
        try {
            opened = factory()
                    .createXMLStreamReader(new InputStreamReader(
                            new CountedStream(withoutMark(in), this::take), StandardCharsets.UTF_8.newDecoder()));
        } finally {
            if (opened == null) {
                in.close();
            }
        }
        this.reader = opened;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, false);
        return factory;
    }

    private static InputStream withoutMark(InputStream in) throws IOException {
        byte[] start = in.readNBytes(BYTE_ORDER_MARK.length);
        return Arrays.equals(start, BYTE_ORDER_MARK)
                ? in
                : new SequenceInputStream(new ByteArrayInputStream(start), in);
    }

    /** Moves to the next start of an element, at any depth; false at the end of the document. */
    boolean toStart() throws XMLStreamException {
        while (reader.hasNext()) {
            if (next() == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
        }
        return false;
    }

    /** Moves to the next start of an element with this name. */
    boolean toStart(String name) throws XMLStreamException {
        while (toStart()) {
            if (name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Moves to the next child of the element that was entered last, or past its end. A child has to be passed by, with
     * {@link #text}, {@link #skip} or this method, before the next one is asked for.
     *
     * @return whether there is a child
     */
    boolean toChild() throws XMLStreamException {
        while (true) {
            int event = next();
            if (event == XMLStreamConstants.START_ELEMENT) {
                return true;
            }
            if (event == XMLStreamConstants.END_ELEMENT) {
                return false;
            }
        }
    }

    /** Moves past the end of the element whose start was reached last. */
    void skip() throws XMLStreamException {
        int level = depth;
        while (depth >= level) {
            next();
        }
    }

    /**
     * The text in the element whose start was reached last, with that of the elements in it; moves past its end.
     *
     * @param most characters to keep; one more of a longer text
     */
    String text(int most) throws XMLStreamException {
        int level = depth;
        StringBuilder text = new StringBuilder();
        while (depth >= level) {
            switch (next()) {
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    text.append(
                            reader.getTextCharacters(),
                            reader.getTextStart(),
                            Math.min(reader.getTextLength(), most + 1 - text.length()));
                case XMLStreamConstants.START_ELEMENT -> {
                    if (name().equals(PHONETIC)) {
                        skip();
                    }
                }
                default -> {}
            }
        }
        return text.toString();
    }

    /** The name of the element, without its prefix. */
    String name() {
        return local(reader.getLocalName());
    }

    /** The value of an attribute of the element whose start was reached last, or null. */
    String attribute(String name) {
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            if (local(reader.getAttributeLocalName(i)).equals(name)) {
                return reader.getAttributeValue(i);
            }
        }
        return null;
    }

    private int next() throws XMLStreamException {
        int event = reader.next();
        if (!reader.isCharacters()) {
            // A text comes in pieces, which are held together.
            taken = 0;
        }
        switch (event) {
            case XMLStreamConstants.START_ELEMENT -> {
                depth++;
                note(reader.getLocalName());
                for (int i = 0; i < reader.getAttributeCount(); i++) {
                    note(reader.getAttributeLocalName(i));
                }
                if (depth > DEEPEST) {
                    throw Refusals.unreadable();
                }
            }
            case XMLStreamConstants.END_ELEMENT -> depth--;
            case XMLStreamConstants.PROCESSING_INSTRUCTION -> note(reader.getPITarget());
            case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw Refusals.unreadable();
            default -> {}
        }
        return event;
    }

    private void take(int bytes) {
        taken += bytes;
        if (taken > LONGEST_BYTES) {
            throw Refusals.unreadable();
        }
    }

    private void note(String name) {
        if (names.add(name) && (names.size() > MOST_NAMES || name.length() > LONGEST_NAME)) {
            throw Refusals.unreadable();
        }
    }

    private static String local(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(colon + 1);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
