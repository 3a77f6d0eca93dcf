package dev.attest.vex;

import java.util.List;

/** What a statement is about: a product, narrowed to the subcomponents in it when there are any. */
public record Product(Component component, List<Component> subcomponents) {
    public Product {
        subcomponents = List.copyOf(subcomponents);
    }

    /**
     * Whether it speaks of {@code subcomponent} in {@code product} (OpenVEX v0.2.0, as go-vex does): without
     * subcomponents it speaks of all of them, and an empty {@code subcomponent} asks for the product alone.
     */
    public boolean matches(String product, String subcomponent) {
        return component.matches(product)
                && (subcomponents.isEmpty()
                        || subcomponent.isEmpty()
                        || subcomponents.stream().anyMatch(one -> one.matches(subcomponent)));
    }
}
