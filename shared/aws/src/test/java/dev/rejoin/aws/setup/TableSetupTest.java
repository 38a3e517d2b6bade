package dev.rejoin.aws.setup;

import static dev.rejoin.aws.engine.Engine.CLIENT;
import static dev.rejoin.aws.engine.Engine.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rejoin.aws.engine.Engine;
import dev.rejoin.aws.engine.FaultyHttpClient;
import dev.rejoin.aws.item.ReplicatedTable;
import dev.rejoin.aws.store.DynamoDbStore;
import dev.rejoin.clock.Actor;
import dev.rejoin.clock.Dot;
import dev.rejoin.item.ItemKey;
import dev.rejoin.item.Value;
import dev.rejoin.version.Cell;
import dev.rejoin.version.SequenceNumber;
import dev.rejoin.version.ShadowRow;
import dev.rejoin.version.Version;
import dev.rejoin.version.VersionBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndexUpdate;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;

class TableSetupTest {
    private final TableSetup setup = new TableSetup(CLIENT);

    @Test
    void aShadowTableHasTheKeyOfItsTable() {
        String name = Engine.createTable(List.of("customer", "order"), List.of("B", "N"));
        ReplicatedTable table = await(setup.describe(name));
        await(setup.createShadow(table));

        assertThat(table).isEqualTo(ReplicatedTable.of(name, "customer", "order"));
        TableDescription shadow = described(table.shadowName());
        TableDescription original = described(name);
        assertThat(shadow.keySchema()).isEqualTo(original.keySchema());
        assertThat(shadow.attributeDefinitions()).containsExactlyInAnyOrderElementsOf(original.attributeDefinitions());
        assertThat(shadow.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        assertThat(shadow.streamSpecification()).isNull();
    }

    @Test
    void aShadowTableHasNothingOfItsTablesIndexes() {
        String name = Engine.createTable(List.of("pk"), List.of("S"));
        addIndex(name, "status");

        ReplicatedTable table = await(setup.describe(name));
        await(setup.createShadow(table));

        assertThat(described(table.shadowName()).attributeDefinitions())
                .extracting("attributeName")
                .containsExactly("pk");
    }

    @Test
    void whatIsMissingOrThereAlreadyFails() {
        assertThatThrownBy(() -> await(setup.describe("missing"))).hasCauseInstanceOf(ResourceNotFoundException.class);
        ReplicatedTable table = await(setup.describe(Engine.createTable(List.of("pk"), List.of("S"))));
        await(setup.createShadow(table));
        assertThatThrownBy(() -> await(setup.createShadow(table))).hasCauseInstanceOf(ResourceInUseException.class);
    }

    @Test
    void aShadowTableWhoseAnswerWasLostIsCreatedOnce() {
        ReplicatedTable table = await(setup.describe(Engine.createTable(List.of("pk"), List.of("S"))));
        try (FaultyHttpClient network = new FaultyHttpClient();
                DynamoDbAsyncClient client = Engine.client(network, config -> {})) {
            network.pass(1);
            network.loseAnswers(1);
            await(new TableSetup(client).createShadow(table));
            assertThat(network.left()).isZero();
        }
    }

    @Test
    void keysMayHaveTheNamesOfAShadowRowsAttributes() {
        ReplicatedTable table = await(setup.describe(Engine.createTable(List.of("v", "lost"), List.of("S", "S"))));
        await(setup.createShadow(table));
        DynamoDbStore store = new DynamoDbStore(CLIENT, table);
        ItemKey key = ItemKey.of(Map.of("v", new Value.S("a"), "lost", new Value.S("b")));
        Dot dot = new Dot(1, new Actor("eu"));
        TreeMap<String, Cell> lost = new TreeMap<>(Map.of("v", Cell.of(dot, new Value.S("x"))));
        Version clock =
                new VersionBuilder(Version.EMPTY).register("v", lost.get("v")).build();
        ShadowRow row = new ShadowRow(clock, SequenceNumber.of(1), null, lost, List.of());

        assertThat(await(store.writeShadow(key, row, ShadowRow.NONE)).isDone()).isTrue();
        assertThat(await(store.readShadows(List.of(key)))).isEqualTo(Map.of(key, row));
        assertThat(await(store.writeTombstone(key, row, row)).isDone()).isTrue();
    }

    private static void addIndex(String table, String attribute) {
        GlobalSecondaryIndexUpdate index = GlobalSecondaryIndexUpdate.builder()
                .create(create -> create.indexName("by-" + attribute)
                        .keySchema(KeySchemaElement.builder()
                                .attributeName(attribute)
                                .keyType(KeyType.HASH)
                                .build())
                        .projection(projection -> projection.projectionType(ProjectionType.ALL)))
                .build();
        List<AttributeDefinition> definitions = new ArrayList<>(described(table).attributeDefinitions());
        definitions.add(AttributeDefinition.builder()
                .attributeName(attribute)
                .attributeType(ScalarAttributeType.S)
                .build());
        await(CLIENT.updateTable(update ->
                update.tableName(table).attributeDefinitions(definitions).globalSecondaryIndexUpdates(index)));
    }

    private static TableDescription described(String table) {
        return await(CLIENT.describeTable(describe -> describe.tableName(table)))
                .table();
    }
}
