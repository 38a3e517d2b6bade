"""MiniStack, started with two repairs and one observer. Run as a process of its own: python -m rejoin_e2e.observed FILE.

First repair: MiniStack's mapping of DynamoDB streams takes a batch whose function reports failed items for a success, and their
records would be lost. Here such a batch comes again as a whole, which AWS allows ("at least once") and does for an unknown
item. Its finite retries, its bisecting and its S3 destination are not imitated.

Second repair: MiniStack keeps a number that a template takes from a parameter as text, and then cannot compare a queue's
MaximumConcurrency; no queue is read any more.

The observer appends a line of JSON to FILE for each invocation, each write to DynamoDB and each call of PutMetricData. It
changes nothing.
"""

import json
import sys
import threading
import time

from ministack.services import cloudwatch, dynamodb, lambda_svc

WRITES = ("PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems")

_poller = threading.local()
_nesting = threading.local()


class _Book:
    def __init__(self, path):
        self._file = open(path, "a", encoding="utf-8", buffering=1)
        self._lock = threading.Lock()

    def add(self, **entry):
        with self._lock:
            self._file.write(json.dumps(entry) + "\n")


def _again_on_partial_failure(result):
    """A batch with failed items, as a failed batch."""
    body = result.get("body")
    failures = body.get("batchItemFailures") if isinstance(body, dict) else None
    if not failures or result.get("error"):
        return result
    message = f"{len(failures)} items failed; the batch comes again"
    return {**result, "error": True, "body": {"errorType": "BatchItemFailures", "errorMessage": message}}


def _with_numbers(esm):
    """A mapping whose MaximumConcurrency is a number."""
    scaling = esm.get("ScalingConfig") or {}
    if isinstance(scaling.get("MaximumConcurrency"), str):
        scaling["MaximumConcurrency"] = int(scaling["MaximumConcurrency"])
    return esm


def install(book):
    concurrency = lambda_svc._sqs_esm_concurrency
    execute = lambda_svc._execute_function
    poll = lambda_svc._poll_dynamodb_streams
    handle_dynamodb = dynamodb.handle_request
    handle_cloudwatch = cloudwatch.handle_request

    def observed_poll():
        _poller.streams = True
        try:
            return poll()
        finally:
            _poller.streams = False

    def observed_execute(func, event):
        # The emulator calls itself once more when a function is of another region.
        if getattr(_nesting, "inside", False):
            return execute(func, event)
        _nesting.inside = True
        begin = time.time()
        try:
            result = execute(func, event)
        finally:
            _nesting.inside = False
        config = func.get("config") or func
        arn = config.get("FunctionArn", "::::::").split(":")
        records = event.get("Records") if isinstance(event, dict) else None
        book.add(
            kind="invocation",
            function=arn[6],
            region=arn[3],
            begin=begin,
            end=time.time(),
            records=len(records) if records else 0,
            error=str(result.get("body"))[:500] if result.get("error") else None,
            log=(result.get("log") or "")[-4000:],
        )
        return _again_on_partial_failure(result) if getattr(_poller, "streams", False) else result

    async def observed_dynamodb(method, path, headers, body, query_params):
        answer = await handle_dynamodb(method, path, headers, body, query_params)
        action = headers.get("x-amz-target", "").split(".")[-1]
        if action in WRITES:
            book.add(
                kind="write",
                action=action,
                table=json.loads(body).get("TableName"),
                region=dynamodb.get_region(),
                java="aws-sdk-java" in headers.get("user-agent", ""),
                status=answer[0],
            )
        return answer

    async def observed_cloudwatch(method, path, headers, body, query_params):
        answer = await handle_cloudwatch(method, path, headers, body, query_params)
        if b"PutMetricData" in body[:4096] or "PutMetricData" in (headers.get("x-amz-target", "") + path):
            book.add(kind="metrics", java="aws-sdk-java" in headers.get("user-agent", ""), status=answer[0])
        return answer

    lambda_svc._sqs_esm_concurrency = lambda esm, *others: concurrency(_with_numbers(esm), *others)
    lambda_svc._execute_function = observed_execute
    lambda_svc._poll_dynamodb_streams = observed_poll
    dynamodb.handle_request = observed_dynamodb
    cloudwatch.handle_request = observed_cloudwatch


def main():
    install(_Book(sys.argv.pop(1)))
    from ministack.app import main as serve

    serve()


if __name__ == "__main__":
    main()
