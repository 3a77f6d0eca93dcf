package dev.attest.json;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

/** Two spaces and line feeds on every platform. */
final class IndentedPrinter extends DefaultPrettyPrinter {
    private static final long serialVersionUID = 1L;

    static final IndentedPrinter INSTANCE = new IndentedPrinter();

    private IndentedPrinter() {
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        indentObjectsWith(lines);
        indentArraysWith(lines);
    }

    @Override
    public DefaultPrettyPrinter createInstance() {
        return new IndentedPrinter();
    }
}
