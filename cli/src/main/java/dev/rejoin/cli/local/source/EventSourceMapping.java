package dev.rejoin.cli.local.source;

/**
 * What reads what, and how.
 *
 * @param source the stream
 * @param function what is invoked with its records
 * @param destination where records go that are given up
 */
public record EventSourceMapping(
        EventSource source,
        StreamFunction function,
        FailureDestination destination,
        MappingConfig config,
        MappingPace pace,
        MappingListener listener) {}
