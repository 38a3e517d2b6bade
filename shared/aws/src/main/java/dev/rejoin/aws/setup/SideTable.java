package dev.rejoin.aws.setup;

import dev.rejoin.aws.bin.BinRow;
import dev.rejoin.aws.journal.JournalRow;

/** The tables beside a table whose key is their own. */
public enum SideTable {
    /** Conflicts. */
    JOURNAL(JournalRow.ITEM, JournalRow.CONFLICT),
    /** Deleted items. */
    BIN(BinRow.ITEM, BinRow.DELETE);

    /** The attribute by which rows of all of them expire. */
    static final String EXPIRES = JournalRow.EXPIRES;

    private final String partitionKey;
    private final String sortKey;

    SideTable(String partitionKey, String sortKey) {
        this.partitionKey = partitionKey;
        this.sortKey = sortKey;
    }

    String partitionKey() {
        return partitionKey;
    }

    String sortKey() {
        return sortKey;
    }
}
