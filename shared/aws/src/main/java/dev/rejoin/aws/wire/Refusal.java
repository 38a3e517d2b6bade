package dev.rejoin.aws.wire;

/** Why a request was not accepted at all. The sender goes on owing what it sent. */
public enum Refusal {
    /** Of a format newer than the receiver reads. */
    UNKNOWN_FORMAT,
    /** No request of any format, or too large. */
    MALFORMED,
    /** For a table that the receiver does not replicate. */
    WRONG_TABLE,
    /** For another region. */
    WRONG_REGION,
    /** From a region that is no peer of the receiver. */
    UNKNOWN_ACTOR,
    /** From an incarnation that the receiver has expelled. */
    EXPELLED
}
