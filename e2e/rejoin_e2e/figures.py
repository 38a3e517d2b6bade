"""Figures of a run: how long a write takes to the other region, and what it costs."""

import time

from rejoin_e2e.world import NAME, eventually

WRITES = 100
SETTLE_SECONDS = 2


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def measure(emulator, west, east):
    """One write after the other in the west, each awaited in the east; then what the emulator saw of them."""
    began = time.time()
    totals, spans = [], []
    for number in range(WRITES):
        written = time.time()
        west.put(f"measured#{number}", status="new")
        eventually("a measured write arrives", lambda n=number: east.get(f"measured#{n}"), 60, 0.005)
        totals.append(time.time() - written)
        spans.append((written, time.time()))
    time.sleep(SETTLE_SECONDS)  # Metrics and the peer's own stream come after the item.
    seen = [entry for entry in emulator.observations() if entry.get("begin", began) >= began]
    return lag(seen, spans, totals, west, east)


def lag(seen, spans, totals, west, east):
    """Capture: until the forwarder has the record. Link: until the applier has the version. Apply: until it answered."""
    capture, link, apply = [], [], []
    for written, arrived in spans:
        forwards = called(seen, "forwarder", west, written, arrived)
        applies = called(seen, "applier", east, written, arrived + 1)
        if forwards and applies and applies[0]["begin"] >= forwards[0]["begin"]:
            capture.append(forwards[0]["begin"] - written)
            link.append(applies[0]["begin"] - forwards[0]["begin"])
            apply.append(applies[0]["end"] - applies[0]["begin"])
    figures = {}
    for name, values in (("write to item seen", totals), ("capture", capture), ("link", link), ("apply", apply)):
        if values:
            p50, p99 = (round(percentile(values, share) * 1000) for share in (0.5, 0.99))
            figures[f"{name}, ms"] = f"p50 {p50}, p99 {p99} ({len(values)} writes)"
    return figures


def called(seen, role, region, begin, end):
    name = f"rejoin-{NAME}-{role}"
    return [
        entry
        for entry in seen
        if entry["kind"] == "invocation"
        and entry["function"] == name
        and entry["region"] == region.name
        and begin <= entry["begin"] <= end
    ]


def costs(emulator):
    """What the functions did for each plain write of the whole run."""
    seen = emulator.observations()
    writes = [entry for entry in seen if entry["kind"] == "write" and entry["java"]]
    plain = [entry for entry in seen if entry["kind"] == "write" and not entry["java"] and entry["table"] == NAME]
    metrics = [entry for entry in seen if entry["kind"] == "metrics" and entry["java"]]
    data = [entry for entry in writes if entry["table"] == NAME]
    shadow = [entry for entry in writes if entry["table"] == f"{NAME}-rejoin"]
    return {
        "plain writes": len(plain),
        "PutMetricData calls per 1,000 changes": round(1000 * len(metrics) / max(1, len(plain))),
        "writes of the functions to the table, per plain write": round(len(data) / max(1, len(plain)), 2),
        "writes of the functions to the shadow table, per plain write": round(len(shadow) / max(1, len(plain)), 2),
    }
