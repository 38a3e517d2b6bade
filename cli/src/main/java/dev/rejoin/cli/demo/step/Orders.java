package dev.rejoin.cli.demo.step;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import java.math.BigDecimal;
import java.util.Map;

/** The items of the scene. */
final class Orders {
    static final String STATUS = "status";
    static final String NOTE = "note";
    static final String TOTAL = "total";
    static final String STOCK = "stock";
    static final String TEA = "sku#tea";
    static final String COFFEE = "sku#coffee";

    private Orders() {}

    static Value text(String text) {
        return new Value.S(text);
    }

    static Attributes order(String customer, String total) {
        return Attributes.of(
                Map.of("customer", text(customer), STATUS, text("new"), TOTAL, new Value.N(new BigDecimal(total))));
    }

    static Attributes product(String name, long stock) {
        return Attributes.of(Map.of("name", text(name), STOCK, Value.N.of(stock)));
    }
}
