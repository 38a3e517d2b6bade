package dev.rejoin.aws.config;

import java.time.Duration;

/**
 * How deleted items are kept.
 *
 * @param table where
 * @param kept how long
 */
public record BinConfig(String table, Duration kept) {}
