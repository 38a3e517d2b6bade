"""That the emulator's template is template.yaml but for what is said to differ."""

import unittest

from rejoin_e2e import template

CODE = "s3://code/functions.zip"
JAR = "functions/target/rejoin-functions.jar"
DEFINED = "s3://code/verify.asl.json"
DEFINITION = "functions/verify.asl.json"
FUNCTIONS = ("Forwarder", "Applier", "Courier", "Sentinel", "Redrive", "Verifier")


class TemplateTest(unittest.TestCase):
    def setUp(self):
        self.real = template.load()
        self.code = {("Resources", name, "Properties", "CodeUri"): (JAR, CODE) for name in FUNCTIONS}
        self.code["Resources", "Verify", "Properties", "DefinitionUri"] = (DEFINITION, DEFINED)

    def test_exactly_this_differs_in_the_emulator(self):
        found = template.differences(self.real, template.adapted(self.real, CODE, DEFINED))
        expected = {
            ("Globals", "Function", "Runtime"): ("java21", "provided.al2023"),
            ("Globals", "Function", "SnapStart"): ({"ApplyOn": "PublishedVersions"}, None),
            **self.code,
        }
        self.assertEqual(found, expected)
        self.assertEqual({path[-1] for path in found}, set(template.CHANGES))

    def test_elsewhere_only_the_place_of_the_code_differs(self):
        self.assertEqual(template.differences(self.real, template.packaged(self.real, CODE, DEFINED)), self.code)

    def test_a_difference_anywhere_is_seen(self):
        changed = template.adapted(self.real, CODE, DEFINED)
        changed["Resources"]["Forwarder"]["Properties"]["Timeout"] = 61
        changed["Resources"]["Extra"] = {}
        found = template.differences(template.adapted(self.real, CODE, DEFINED), changed)
        self.assertEqual(
            set(found), {("Resources", "Forwarder", "Properties", "Timeout"), ("Resources", "Extra")}
        )


if __name__ == "__main__":
    unittest.main()
