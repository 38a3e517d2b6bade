"""Two regions of one emulator, each with a stack of the template; and what an application would do there."""

import json
import time

import boto3
from boto3.dynamodb.types import TypeDeserializer
from botocore.config import Config

from rejoin_e2e import template

NAME = "orders"
STACK = f"rejoin-{NAME}"
REGIONS = ("eu-west-1", "us-east-1")
CLOCK = "_rejoin"
COUNTERS = ("stock",)
NAMESPACE = "Rejoin"
STACK_SECONDS = 120

_plain = TypeDeserializer().deserialize


class Failed(Exception):
    """A check failed. The message says what was expected and what was there."""


def eventually(what, check, seconds=60, pause=0.2):
    """Waits until the check gives something true, and gives that."""
    deadline = time.monotonic() + seconds
    while True:
        result = check()
        if result:
            return result
        if time.monotonic() > deadline:
            raise Failed(f"not within {seconds} s: {what}")
        time.sleep(pause)


def other(region):
    return REGIONS[1 - REGIONS.index(region)]


class Region:
    """One region: its clients, its stack, plain writes and reads."""

    def __init__(self, name, url):
        self.name = name
        self._url = url
        self.dynamodb = self._client("dynamodb")
        self.streams = self._client("dynamodbstreams")
        self.functions = self._client("lambda")
        self.cloudwatch = self._client("cloudwatch")
        self.queues = self._client("sqs")
        self.s3 = self._client("s3")
        self.stacks = self._client("cloudformation")
        self.machines = self._client("stepfunctions")
        self.outputs = {}
        self._stopped = None

    def _client(self, service):
        config = Config(retries={"max_attempts": 1}, read_timeout=120, s3={"addressing_style": "path"})
        return boto3.client(
            service,
            region_name=self.name,
            endpoint_url=self._url,
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=config,
        )

    def deploy(self, archive, adapt):
        """As sam deploy does: code and template to a bucket, then the stack.

        archive is the code; adapt makes, from template.yaml and the places of code and definition, the template to deploy.
        """
        bucket = f"deployment-{self.name}"
        place = {} if self.name == "us-east-1" else {"CreateBucketConfiguration": {"LocationConstraint": self.name}}
        self.s3.create_bucket(Bucket=bucket, **place)
        self.s3.upload_file(str(archive), bucket, archive.name)
        definition = template.DEFINITION
        self.s3.upload_file(str(definition), bucket, definition.name)
        deployed = adapt(template.load(), f"s3://{bucket}/{archive.name}", f"s3://{bucket}/{definition.name}")
        self.s3.put_object(Bucket=bucket, Key="template.json", Body=json.dumps(deployed).encode())
        parameters = {
            "Name": NAME,
            "TableName": NAME,
            "Counters": ",".join(COUNTERS),
            "ProtectTables": "false",
            "VerifyOnAws": "true",
            "Peer1Region": other(self.name),
        }
        self.stacks.create_stack(
            StackName=STACK,
            TemplateURL=f"{self._url}/{bucket}/template.json",
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
            Parameters=[{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()],
        )
        stack = eventually("the stack is made", self._settled_stack, STACK_SECONDS)
        if stack["StackStatus"] != "CREATE_COMPLETE":
            raise Failed(f"stack {STACK} in {self.name}: {stack['StackStatus']}\n{self._stack_failures()}")
        self.outputs = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}

    def _settled_stack(self):
        stack = self.stacks.describe_stacks(StackName=STACK)["Stacks"][0]
        return None if stack["StackStatus"].endswith("IN_PROGRESS") else stack

    def _stack_failures(self):
        events = self.stacks.describe_stack_events(StackName=STACK)["StackEvents"]
        failed = [event for event in events if event["ResourceStatus"].endswith("FAILED")]
        return "\n".join(f"  {e['LogicalResourceId']}: {e.get('ResourceStatusReason')}" for e in failed)

    # ---- an application's plain writes and reads

    def put(self, key, **values):
        item = {"pk": {"S": key}, **{name: {"S": str(value)} for name, value in values.items()}}
        self.dynamodb.put_item(TableName=NAME, Item=item)

    def set(self, key, name, value):
        self._update(key, "SET #n = :v", name, {"S": str(value)})

    def add(self, key, name, amount):
        self._update(key, "ADD #n :v", name, {"N": str(amount)})

    def delete(self, key):
        self.dynamodb.delete_item(TableName=NAME, Key={"pk": {"S": key}})

    def _update(self, key, expression, name, value):
        self.dynamodb.update_item(
            TableName=NAME,
            Key={"pk": {"S": key}},
            UpdateExpression=expression,
            ExpressionAttributeNames={"#n": name},
            ExpressionAttributeValues={":v": value},
        )

    def get(self, key):
        """An item as an application sees it, without the reserved attribute; None if there is none."""
        item = self.dynamodb.get_item(TableName=NAME, Key={"pk": {"S": key}}, ConsistentRead=True).get("Item")
        return None if item is None else _seen(item)

    def items(self):
        pages = self.dynamodb.get_paginator("scan").paginate(TableName=NAME, ConsistentRead=True)
        return {item["pk"]["S"]: _seen(item) for page in pages for item in page["Items"]}

    # ---- functions, queues and metrics

    def invoke(self, role, event, qualifier="live"):
        answer = self.functions.invoke(
            FunctionName=f"{STACK}-{role}:{qualifier}", Payload=json.dumps(event).encode()
        )
        body = json.loads(answer["Payload"].read() or b"null")
        if answer.get("FunctionError"):
            raise Failed(f"{role} in {self.name} failed: {json.dumps(body)[:2000]}")
        return body

    def verify(self, name, **options):
        """Runs the state machine that compares the regions, and gives its output."""
        account = self.functions.get_function(FunctionName=f"{STACK}-verifier")["Configuration"]["FunctionArn"].split(":")[4]
        machine = f"arn:aws:states:{self.name}:{account}:stateMachine:{STACK}-verify"
        arn = self.machines.start_execution(stateMachineArn=machine, name=name, input=json.dumps(options))["executionArn"]

        def ended():
            execution = self.machines.describe_execution(executionArn=arn)
            return None if execution["status"] == "RUNNING" else execution

        execution = eventually(f"execution {name} ends", ended, 240, 0.5)
        if execution["status"] != "SUCCEEDED":
            raise Failed(f"execution {name}: {execution['status']} {execution.get('error')} {execution.get('cause')}")
        return json.loads(execution["output"])

    def stop_applier(self):
        """Nobody can invoke the applier any more: what peers call, its alias, is gone."""
        alias = dict(FunctionName=f"{STACK}-applier", Name="live")
        self._stopped = self.functions.get_alias(**alias)["FunctionVersion"]
        self.functions.delete_alias(**alias)

    def restart_applier(self):
        self.functions.create_alias(FunctionName=f"{STACK}-applier", Name="live", FunctionVersion=self._stopped)

    def owed(self):
        """Hints that wait or are being handled, for the peer."""
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        counts = self.queues.get_queue_attributes(QueueUrl=self._hints_url(), AttributeNames=names)["Attributes"]
        return sum(int(counts[name]) for name in names)

    def stop_courier(self):
        """Hints are given to no courier any more. What one has in its hands is still handled."""
        self._set_courier(False)

    def restart_courier(self):
        self._set_courier(True)

    def _set_courier(self, enabled):
        mappings = self.functions.list_event_source_mappings(EventSourceArn=self._hints_arn())["EventSourceMappings"]
        if len(mappings) != 1:
            raise Failed(f"one event source mapping takes hints, and there are {len(mappings)}")
        self.functions.update_event_source_mapping(UUID=mappings[0]["UUID"], Enabled=enabled)

    def _hints_arn(self):
        return self.queues.get_queue_attributes(QueueUrl=self._hints_url(), AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]

    def _hints_url(self):
        return self.queues.get_queue_url(QueueName=f"{STACK}-hints-{other(self.name)}")["QueueUrl"]

    def forget_owed(self):
        """Loses the hints for the peer that wait, as a queue does after two weeks, and gives the keys that they named."""
        received = self.queues.receive_message(QueueUrl=self._hints_url(), MaxNumberOfMessages=10).get("Messages", [])
        for message in received:
            self.queues.delete_message(QueueUrl=self._hints_url(), ReceiptHandle=message["ReceiptHandle"])
        return {json.loads(message["Body"])["key"]["pk"]["S"] for message in received}

    def statistics(self, name, **dimensions):
        """Sum, maximum, sample count, p50 and p99 of the last hour; None if CloudWatch has no data."""
        request = dict(
            Namespace=NAMESPACE,
            MetricName=name,
            Dimensions=[{"Name": key, "Value": value} for key, value in dimensions.items()],
            StartTime=time.time() - 3600,
            EndTime=time.time() + 60,
            Period=7200,
        )
        points = self.cloudwatch.get_metric_statistics(Statistics=["Sum", "Maximum", "SampleCount"], **request)
        if not points["Datapoints"]:
            return None
        tails = self.cloudwatch.get_metric_statistics(ExtendedStatistics=["p50", "p99"], **request)["Datapoints"]
        return {
            "sum": sum(point["Sum"] for point in points["Datapoints"]),
            "max": max(point["Maximum"] for point in points["Datapoints"]),
            "count": sum(point["SampleCount"] for point in points["Datapoints"]),
            "p50": max(point["ExtendedStatistics"]["p50"] for point in tails),
            "p99": max(point["ExtendedStatistics"]["p99"] for point in tails),
        }

    def alarms(self):
        pages = self.cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=STACK + "-")
        return {alarm["AlarmName"]: alarm for page in pages for alarm in page["MetricAlarms"]}


def _seen(item):
    return {name: _plain(value) for name, value in item.items() if name != CLOCK}
