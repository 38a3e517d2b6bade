"""What is checked. Each scenario gets the two regions, and fails by raising Failed."""

import json
import time

from rejoin_e2e.world import NAME, REGIONS, STACK, Failed, eventually, other

ITEMS = 60
CONTESTED = 5
POISON_KEY = "poison#1"


def expect(condition, message):
    if not condition:
        raise Failed(message)


def same_everywhere(regions, seconds=90):
    """Waits until both regions hold the same items, and gives them."""

    def equal():
        left, right = (region.items() for region in regions)
        return [left] if left == right else None

    try:
        return eventually("both regions hold the same items", equal, seconds)[0]
    except Failed as error:
        left, right = (region.items() for region in regions)
        differing = sorted(key for key in {**left, **right} if left.get(key) != right.get(key))
        lines = [f"  {key}: {left.get(key)} | {right.get(key)}" for key in differing[:5]]
        raise Failed(f"{error}; {len(differing)} differ:\n" + "\n".join(lines)) from error


def first_writes(west, east):
    """A write of each region arrives in the other."""
    west.put("first#west", status="new")
    east.put("first#east", status="new")
    eventually("west's write is in the east", lambda: east.get("first#west"), 90)
    eventually("east's write is in the west", lambda: west.get("first#east"), 90)


def convergence(west, east):
    """Inserts, updates of different attributes, counters and deletes of both regions end equal."""
    for number in range(ITEMS):
        (west, east)[number % 2].put(f"order#{number}", status="new", by=(west, east)[number % 2].name)
    items = same_everywhere((west, east))
    expect(sum(key.startswith("order#") for key in items) == ITEMS, f"expected {ITEMS} orders, found {sorted(items)}")
    for number in range(0, ITEMS, 3):
        west.set(f"order#{number}", "address", "west")
        east.set(f"order#{number}", "note", "east")
        west.add(f"order#{number}", "stock", 5)
        east.add(f"order#{number}", "stock", -2)
    for number in range(1, ITEMS, 3):
        west.delete(f"order#{number}")

    def settled():
        items = west.items()
        changed = [items.get(f"order#{number}", {}) for number in range(0, ITEMS, 3)]
        gone = [f"order#{number}" not in items for number in range(1, ITEMS, 3)]
        return all(gone) and all(
            (item.get("address"), item.get("note"), item.get("stock")) == ("west", "east", 3) for item in changed
        )

    eventually("both edits, exact counters and no deleted item in the west", settled, 90)
    same_everywhere((west, east))


def conflict(west, east):
    """Concurrent writes of one attribute: one stands everywhere, the other is in the journal and in the metrics."""
    keys = [f"contested#{number}" for number in range(CONTESTED)]
    for key in keys:
        west.put(key, status="new")
    same_everywhere((west, east))
    for key in keys:
        # A few milliseconds apart: neither region can have heard of the other's write.
        west.set(key, "status", "cancelled")
        east.set(key, "status", "shipped")
    eventually("no contested item is new any more", lambda: all(west.get(key)["status"] != "new" for key in keys))
    items = same_everywhere((west, east), 120)
    statuses = {items[key]["status"] for key in keys}
    expect(statuses <= {"cancelled", "shipped"}, f"contested items have the statuses {statuses}")
    journals = [region.dynamodb.scan(TableName=journal_of(region))["Items"] for region in (west, east)]
    losers = [entry for journal in journals for entry in journal]
    expect(losers, "no conflict in either region's journal")

    def counted():
        found = [region.statistics("Conflicts", Table=NAME, Destination=region.name) for region in (west, east)]
        return sum(statistic["sum"] for statistic in found if statistic) >= 1

    eventually("the conflict is counted in CloudWatch", counted)
    return {"entries in the journals": len(losers)}


def journal_of(region):
    return f"{NAME}-rejoin-journal"


def outage(west, east):
    """The peer is stopped, writes go on, what it is owed is kept as hints; it is started again and converges."""
    east.stop_applier()
    began = time.time()
    for number in range(10):
        west.put(f"outage#{number}", status="new")
        west.add(f"outage#{number}", "stock", 1)
    eventually("hints wait for the stopped peer", lambda: west.owed() > 0, 90)
    expect(east.get("outage#0") is None, "a stopped applier applied something")
    time.sleep(3)  # The outage lasts: the courier tries in vain, and hints must outlive that.
    expect(west.owed() > 0, "hints were dropped while the peer was stopped")
    east.restart_applier()
    same_everywhere((west, east), 240)
    expect(east.get("outage#9") == {"pk": "outage#9", "status": "new", "stock": 1}, f"got {east.get('outage#9')}")
    eventually("no hint is left", lambda: west.owed() == 0, 240)
    hints = west.statistics("Hints", Table=NAME, Source=west.name, Destination=east.name)
    expect(hints and hints["sum"] >= 1, f"hints in CloudWatch: {hints}")
    return {"outage ended, s": round(time.time() - began, 1)}


def poison(west, east):
    """A record that can never be handled goes to S3 with its reason; its neighbours go on."""
    west.put("poison#neighbour", status="new")
    same_everywhere((west, east))
    record = eventually("the neighbour's record is in the stream", lambda: stream_record(west, "poison#neighbour"))
    arn = record.pop("_arn")
    damaged = json.loads(json.dumps(record))
    damaged["eventID"] = "damaged"
    damaged["eventName"] = "UNHEARD-OF"
    damaged["dynamodb"]["Keys"]["pk"]["S"] = POISON_KEY
    damaged["dynamodb"]["SequenceNumber"] = str(int(record["dynamodb"]["SequenceNumber"]) + 1)
    event = {"Records": [{**one, "eventSourceARN": arn} for one in (record, damaged)]}
    answer = west.invoke("forwarder", event)
    expect(not answer.get("batchItemFailures"), f"the damaged record blocks the shard: {answer}")
    bucket = west.outputs["FailureBucketName"]

    def stored():
        found = west.s3.list_objects_v2(Bucket=bucket, Prefix="poison/").get("Contents", [])
        return [entry["Key"] for entry in found]

    key = eventually("a poison record is in the failure bucket", stored)[0]
    body = json.loads(west.s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    expect("reason" in body, f"s3://{bucket}/{key} has no reason: {sorted(body)}")
    return {"poison record": key}


def stream_record(region, key):
    """A record of the table's stream, in the form in which Lambda hands it over."""
    table = region.dynamodb.describe_table(TableName=NAME)["Table"]
    arn = table["LatestStreamArn"]
    for shard in region.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        iterator = region.streams.get_shard_iterator(
            StreamArn=arn, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON"
        )["ShardIterator"]
        while iterator:
            page = region.streams.get_records(ShardIterator=iterator)
            for record in page["Records"]:
                if record["dynamodb"]["Keys"]["pk"] == {"S": key}:
                    made = record["dynamodb"]["ApproximateCreationDateTime"]
                    record["dynamodb"]["ApproximateCreationDateTime"] = int(made.timestamp())
                    for image in ("NewImage", "OldImage"):
                        # Bytes of our own attribute would need base64; the neighbour is a local write and has none.
                        record["dynamodb"].get(image, {}).pop("_rejoin", None)
                    return {**record, "_arn": arn}
            if not page["Records"]:
                break
            iterator = page.get("NextShardIterator")
    return None


def never_told(west, east, keys):
    """Writes keys in the west, loses what it owes the east, and gives those that the east is without for good."""
    east.stop_applier()
    west.stop_courier()
    for key in keys:
        west.put(key, status="new")
    forgotten = set()

    def all_forgotten():
        forgotten.update(west.forget_owed())
        # A courier may have had one in its hands before it was stopped: that one comes back, and is forgotten then.
        return keys <= forgotten and west.owed() == 0

    eventually("all are owed, and forgotten", all_forgotten, 90)
    east.restart_applier()
    west.restart_courier()
    # A record may be handled twice, and its key be owed again: what was written after it has arrived when that is over.
    west.put("verified#after", status="new")
    eventually("what was written after it arrives", lambda: east.get("verified#after"), 90)
    eventually("nothing is owed any more", lambda: west.owed() == 0, 90)
    missing = {key for key in keys if east.get(key) is None}
    expect(missing, "what was forgotten arrived all the same")
    return missing


def verified(west, east):
    """The state machine finds what one region was never told of, because hints were lost, and repairs it."""
    same_everywhere((west, east))
    eventually("nothing is owed", lambda: west.owed() == 0 and east.owed() == 0, 240)
    before = west.verify("before", segments=3, waitSeconds=1)
    expect(before["equal"], f"equal regions are told apart: {before}")
    missing = never_told(west, east, {"verified#1", "verified#2"})
    found = west.verify("found", segments=2, waitSeconds=1, repair=True)
    expect(found["different"] == len(missing) and not found["equal"], f"{missing} are missing in the east, and the report says {found}")
    same_everywhere((west, east), 120)
    after = west.verify("after", waitSeconds=1)
    expect(after["equal"], f"after the repair: {after}")
    return {"found": found, "after": after}


def watched(west, east):
    """Heartbeats of the schedule, lag per pair of regions, and every alarm, are in CloudWatch."""
    for region in (west, east):
        peer = other(region.name)
        eventually(
            f"the schedule runs the sentinel of {region.name}",
            lambda r=region: r.statistics("Heartbeats", Table=NAME, Source=r.name),
            120,
            1,
        )
        for name in ("ReplicationLag", "HeartbeatAge"):
            eventually(
                f"{name} from {peer} to {region.name} is in CloudWatch",
                lambda r=region, n=name, p=peer: r.statistics(n, Table=NAME, Source=p, Destination=r.name),
                120,
                1,
            )
        lag_alarm = f"{STACK}-lag-{peer}-to-{region.name}"
        eventually(f"alarm {lag_alarm}", lambda r=region, a=lag_alarm: a in r.alarms(), 120, 1)
        alarms = region.alarms()
        made = [a for a in alarms if "-lag-" not in a]
        expect(len(made) >= 5, f"alarms of the stack in {region.name}: {sorted(alarms)}")
    return {"alarms a region": len(alarms)}


ALL = (first_writes, convergence, conflict, outage, poison, verified, watched)
assert len(REGIONS) == 2
