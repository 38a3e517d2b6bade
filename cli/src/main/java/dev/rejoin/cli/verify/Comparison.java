package dev.rejoin.cli.verify;

import dev.rejoin.verify.Finding;
import java.time.Duration;
import java.util.List;

/**
 * How a comparison ended.
 *
 * @param items in the region that has the most
 * @param differingBuckets how many leaves of the tree of digests were not the same everywhere at first
 * @param candidates keys that were looked at again
 * @param findings those that were still not the same
 * @param bytes exchanged between regions: digests, positions, keys
 * @param units read capacity units of the scans, over all regions
 */
record Comparison(
        long items,
        int differingBuckets,
        int candidates,
        List<Finding> findings,
        long bytes,
        double units,
        Duration time) {
    Comparison {
        findings = List.copyOf(findings);
    }

    boolean areEqual() {
        return findings.isEmpty();
    }

    /** Whether some keys certainly differ. */
    boolean isDifferent() {
        return findings.stream().anyMatch(Finding::isDifference);
    }
}
