package dev.rejoin.cli.operate;

/**
 * A replicated table and the tables beside it in one region, named as {@code template.yaml} names them.
 *
 * @param table the applications' table
 */
public record TableNames(String table) {
    /** Shadow rows. */
    public String shadow() {
        return table + "-rejoin";
    }

    /** Conflicts. */
    public String journal() {
        return table + "-rejoin-journal";
    }

    /** Heartbeats and what else the regions tell each other. */
    public String control() {
        return table + "-rejoin-control";
    }

    /** Shadow rows of the control table. */
    public String controlShadow() {
        return table + "-rejoin-control-shadow";
    }

    /** Deleted items. */
    public String bin() {
        return table + "-rejoin-bin";
    }
}
