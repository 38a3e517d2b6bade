package dev.rejoin.cli.demo.step;

import dev.rejoin.cli.demo.scene.Application;
import dev.rejoin.item.Attributes;
import dev.rejoin.item.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What a shop and a bank write in two regions that do not hear of each other: a case for each type of attribute. */
final class Changes {
    private static final String MUG = "sku#mug";
    private static final String CART = "cart#ada";
    private static final String ORDER = "order#7001";
    private static final String LOT = "lot#12";
    private static final String ACCOUNT = "account#42";
    private static final String TAGS = "tags";
    private static final String BASKET = "basket";
    private static final String STATE = "state";
    private static final String BID = "bid";
    private static final String RECALLED = "recalled";
    private static final String BALANCE = "balance";
    private static final String PROGRESS = "progress";
    private static final String PRICE = "price";
    private static final String CUSTOMER = "customer#ada";
    private static final String NEWSLETTER = "newsletter";
    private static final String ADDRESS = "address";
    private static final String SESSION = "session#ada";
    private static final String PAGE = "page";
    private static final String THEME = "theme";
    private static final String WHOLE_ITEM = "item: lww";

    /** How many values are not shown in the end, and so are in the journal. */
    static final int LOSERS = 8;

    private Changes() {}

    /**
     * An attribute that two regions change.
     *
     * @param type what the policy says that it is
     * @param expected what it must show in the end, in every region
     * @param early what the one region does
     * @param late what the other does after that, without knowing of it
     * @param claim what that means
     */
    record Change(
            String id,
            String attribute,
            String type,
            Value expected,
            Consumer<Application> early,
            Consumer<Application> late,
            String claim) {}

    /** The items before, in the order in which they are shown. */
    static Map<String, Attributes> items() {
        Map<String, Attributes> items = new LinkedHashMap<>();
        items.put(
                MUG,
                Attributes.of(Map.of(Orders.STOCK, Value.N.of(100), TAGS, set("blue", "sale"), PRICE, Value.N.of(12))));
        items.put(CART, Attributes.of(BASKET, list("tea")));
        items.put(ORDER, Attributes.of(Map.of(STATE, Orders.text("paid"), PROGRESS, Orders.text("shipped"))));
        items.put(LOT, Attributes.of(BID, Value.N.of(80)));
        items.put(CUSTOMER, Attributes.of(ADDRESS, address("Rome", 1)));
        items.put(SESSION, Attributes.of(Map.of(PAGE, Orders.text("cart"), THEME, Orders.text("light"))));
        items.put(ACCOUNT, Attributes.of(BALANCE, Value.N.of(1_000)));
        return items;
    }

    static List<Change> all() {
        return Stream.of(product(), cartAndOrder(), auction(), customer(), bank())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Change> product() {
        return List.of(
                new Change(
                        MUG,
                        Orders.STOCK,
                        "counter",
                        Value.N.of(50),
                        shop -> shop.add(MUG, Orders.STOCK, -30),
                        shop -> shop.subtract(MUG, Orders.STOCK, 20),
                        "both sales count: 100 - 30 - 20 = 50"),
                new Change(
                        MUG,
                        TAGS,
                        "set",
                        set("blue", "gift"),
                        shop -> shop.addTo(MUG, TAGS, set("gift")),
                        shop -> shop.takeFrom(MUG, TAGS, set("sale")),
                        "the tag that was added is there, and the one that was taken is gone"),
                new Change(
                        MUG,
                        PRICE,
                        "min",
                        Value.N.of(7),
                        shop -> shop.set(MUG, PRICE, Value.N.of(7)),
                        shop -> shop.set(MUG, PRICE, Value.N.of(9)),
                        "the lowest price that was promised stands"),
                new Change(
                        MUG,
                        RECALLED,
                        "true-wins",
                        new Value.Bool(true),
                        shop -> shop.set(MUG, RECALLED, new Value.Bool(true)),
                        shop -> shop.set(MUG, RECALLED, new Value.Bool(false)),
                        "a recall stands, also against a newer write that had not seen it"));
    }

    private static List<Change> cartAndOrder() {
        return List.of(
                new Change(
                        CART,
                        BASKET,
                        "list",
                        list("tea", "milk", "bread"),
                        shop -> shop.append(CART, BASKET, list("milk")),
                        shop -> shop.append(CART, BASKET, list("bread")),
                        "what both appended is there, in one order everywhere"),
                new Change(
                        ORDER,
                        STATE,
                        "siblings",
                        Orders.text("shipped"),
                        shop -> shop.set(ORDER, STATE, Orders.text("cancelled")),
                        shop -> shop.set(ORDER, STATE, Orders.text("shipped")),
                        "the newest is shown, and the other is kept until somebody decides"),
                new Change(
                        ORDER,
                        PROGRESS,
                        "custom:demo-furthest",
                        Orders.text("delivered"),
                        shop -> shop.set(ORDER, PROGRESS, Orders.text("delivered")),
                        shop -> shop.set(ORDER, PROGRESS, Orders.text("packed")),
                        "a resolver of the shop's own says that what is further along stands"));
    }

    private static List<Change> auction() {
        return List.of(new Change(
                LOT,
                BID,
                "max",
                Value.N.of(120),
                shop -> shop.set(LOT, BID, Value.N.of(120)),
                shop -> shop.set(LOT, BID, Value.N.of(110)),
                "the highest bid stands, although a lower one is newer"));
    }

    /** The session is one item in the eyes of its policy: each side changes another attribute of it. */
    private static List<Change> customer() {
        return List.of(
                new Change(
                        CUSTOMER,
                        NEWSLETTER,
                        "false-wins",
                        new Value.Bool(false),
                        shop -> shop.set(CUSTOMER, NEWSLETTER, new Value.Bool(false)),
                        shop -> shop.set(CUSTOMER, NEWSLETTER, new Value.Bool(true)),
                        "who opted out stays out"),
                new Change(
                        CUSTOMER,
                        ADDRESS,
                        "map",
                        address("Oslo", 2),
                        shop -> shop.set(CUSTOMER, ADDRESS, address("Oslo", 1)),
                        shop -> shop.set(CUSTOMER, ADDRESS, address("Rome", 2)),
                        "edits of different fields both survive"),
                new Change(
                        SESSION,
                        PAGE,
                        WHOLE_ITEM,
                        Orders.text("cart"),
                        shop -> shop.set(SESSION, PAGE, Orders.text("checkout")),
                        shop -> {},
                        "the newest write replaces the whole item, and what it did not know with it"),
                new Change(
                        SESSION,
                        THEME,
                        WHOLE_ITEM,
                        Orders.text("dark"),
                        shop -> {},
                        shop -> shop.set(SESSION, THEME, Orders.text("dark")),
                        "so no item is half one writer's, half another's"));
    }

    private static List<Change> bank() {
        return List.of(new Change(
                ACCOUNT,
                BALANCE,
                "counter",
                Value.N.of(1_150),
                bank -> bank.add(ACCOUNT, BALANCE, 250),
                bank -> bank.add(ACCOUNT, BALANCE, -100),
                "deposit and withdrawal both count: 1000 + 250 - 100 = 1150"));
    }

    private static Value set(String... texts) {
        return new Value.SS(Set.of(texts));
    }

    private static Value address(String city, long zip) {
        return new Value.M(Map.of("city", Orders.text(city), "zip", Value.N.of(zip)));
    }

    private static Value list(String... texts) {
        return new Value.L(List.of(texts).stream().<Value>map(Value.S::new).toList());
    }
}
