package dev.attest.sbom.erlang;

import java.util.List;

/** An Erlang term as a file of terms holds it: a text (atom, string, binary or number), or the elements of a tuple or list. */
record Term(String text, List<Term> elements) {
    static final Term NOTHING = new Term("", List.of());

    /** The element, or nothing. */
    Term at(int index) {
        return index < elements.size() ? elements.get(index) : NOTHING;
    }

    /** The value of the first pair {@code {key, value}} among the elements. */
    Term value(String key) {
        for (Term element : elements) {
            if (element.elements().size() == 2 && element.at(0).text().equals(key)) {
                return element.at(1);
            }
        }
        return NOTHING;
    }
}
