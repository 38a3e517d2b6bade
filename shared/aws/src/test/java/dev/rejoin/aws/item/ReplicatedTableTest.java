package dev.rejoin.aws.item;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.item.Attributes;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.replica.StoredItem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class ReplicatedTableTest {
    @Test
    void hasNamesByDefault() {
        ReplicatedTable table = ReplicatedTable.of("orders", "pk", "sk");

        assertThat(table).isEqualTo(new ReplicatedTable("orders", "orders-rejoin", List.of("pk", "sk"), "_rejoin"));
        assertThat(table.partitionKey()).isEqualTo("pk");
    }

    @Test
    void tellsEverythingThatIsWrong() {
        assertThatThrownBy(() -> new ReplicatedTable("a b", "a b", List.of("c", "c", "c"), "c"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not a table's name: 'a b'")
                .hasMessageContaining("its own shadow table")
                .hasMessageContaining("one or two attributes")
                .hasMessageContaining("named twice")
                .hasMessageContaining("the reserved attribute is part of the key: c");
        assertThatThrownBy(() -> new ReplicatedTable("orders", "shadows", List.of(), ""))
                .hasMessageContaining("one or two attributes")
                .hasMessageContaining("needs a name");
    }

    @Test
    void itemsAreTakenApartByItsNames() {
        ItemCodec codec = new ItemCodec(new ReplicatedTable("orders", "shadows", List.of("pk", "_rejoin"), "clock"));
        Map<String, AttributeValue> whole = Map.of(
                "pk", AttributeValue.fromS("a"),
                "_rejoin", AttributeValue.fromN("1"),
                "clock", AttributeValue.fromS("c"),
                "status", AttributeValue.fromS("new"));
        ItemKey key = ItemKey.of(Map.of("pk", new Value.S("a"), "_rejoin", Value.N.of(1)));
        StoredItem item = new StoredItem(key, Attributes.of("status", new Value.S("new")), new Value.S("c"));

        assertThat(codec.item(whole)).isEqualTo(item);
        assertThat(codec.attributes(item)).isEqualTo(whole);
        assertThat(codec.key(whole)).isEqualTo(key);
    }
}
