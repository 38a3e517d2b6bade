package dev.rejoin.testkit.lambda;

/**
 * What a function answered to one event.
 *
 * @param failed whether it threw; the body then is AWS's description of the error
 * @param body JSON
 */
public record Answer(boolean failed, String body) {}
