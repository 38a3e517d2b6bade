package dev.rejoin.cli.local.region;

import software.amazon.awssdk.services.dynamodb.model.Record;

/** Where records go that cannot be decoded, so that their neighbours can go on. */
@FunctionalInterface
public interface PoisonDestination {
    /**
     * Takes a record that will not be tried again; may get it more than once. If this throws, the record is read again.
     *
     * @param reason why it cannot be decoded, without contents
     */
    void accept(Record record, String reason);
}
