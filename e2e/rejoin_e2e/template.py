"""Makes the emulator's template from template.yaml. What it changes is listed in CHANGES, and nothing else may differ."""

import json
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "template.yaml"
DEFINITION = ROOT / "functions" / "verify.asl.json"

CHANGES = {
    "Runtime": "the emulator runs Java without Docker only through a bootstrap of ours, which starts AWS's runtime client",
    "SnapStart": "AWS has SnapStart for its own runtimes only, and refuses it for provided.al2023",
    "DefinitionUri": "the same definition, uploaded as sam package does it",
    "CodeUri": "the same jar, with that bootstrap and that client beside it, where the emulator finds it",
}


class _Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms, which it reads as their long ones."""


def _function(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in ("Ref", "Condition") else "Fn::" + suffix: value}


_Loader.add_multi_constructor("!", _function)
# Dates stay what they are in a template: text.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in _Loader.yaml_implicit_resolvers.items()
}


def load(path=SOURCE):
    return yaml.load(path.read_text(encoding="utf-8"), _Loader)


def adapted(template, code_uri, definition_uri):
    """The emulator's template: a copy of template.yaml's that differs in CHANGES."""
    copy = packaged(template, code_uri, definition_uri)
    function = copy["Globals"]["Function"]
    function["Runtime"] = "provided.al2023"
    del function["SnapStart"]
    return copy


def packaged(template, code_uri, definition_uri):
    """The template as sam package leaves it: only the code and the state machine's definition are elsewhere."""
    copy = json.loads(json.dumps(template))
    for resource in copy["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = code_uri
        elif resource["Type"] == "AWS::Serverless::StateMachine":
            resource["Properties"]["DefinitionUri"] = definition_uri
    return copy


def differences(left, right, path=()):
    """The paths at which two templates differ, each with both values; a value that is not there is None."""
    if isinstance(left, dict) and isinstance(right, dict):
        found = {}
        for key in {**left, **right}:
            found.update(differences(left.get(key), right.get(key), path + (key,)))
        return found
    if isinstance(left, list) and isinstance(right, list) and len(left) == len(right):
        found = {}
        for index, (one, other) in enumerate(zip(left, right)):
            found.update(differences(one, other, path + (index,)))
        return found
    return {} if left == right else {path: (left, right)}
