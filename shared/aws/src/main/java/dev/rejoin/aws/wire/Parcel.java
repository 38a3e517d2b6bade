package dev.rejoin.aws.wire;

import dev.rejoin.replica.Shipment;
import java.util.List;
import software.amazon.awssdk.core.SdkBytes;

/**
 * As many shipments as go in one call.
 *
 * @param payload the call's payload
 */
public record Parcel(List<Shipment> shipments, SdkBytes payload) {}
