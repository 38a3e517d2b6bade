"""The emulator's process, and the code it runs: the jar behind a bootstrap."""

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

from rejoin_e2e.template import ROOT

WORK = ROOT / "e2e" / ".work"
JAR = ROOT / "functions" / "target" / "rejoin-functions.jar"
RUNTIME = ROOT / "functions-it" / "target" / "runtime"
START_SECONDS = 60

# One compiler tier and the small collector: ten functions share one machine here, and each is short-lived. AWS's client would
# unpack its native library to one fixed file below /tmp; functions that start together would tear it from each other's hands.
BOOTSTRAP = """#!/bin/sh
exec "{java}" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx384m -cp "$LAMBDA_TASK_ROOT/lib/*" \\
  -Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI="$LAMBDA_TASK_ROOT/{native}" \\
  com.amazonaws.services.lambda.runtime.api.client.AWSLambda "$_HANDLER"
"""


class EmulatorError(Exception):
    """The emulator does not work. The message says why, for people."""


def java():
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin" / "java") if home else "java"


def native_library():
    """Where the runtime interface client's jar has its native library for this machine."""
    architecture = {"arm64": "aarch_64", "aarch64": "aarch_64"}.get(platform.machine(), "x86_64")
    libc = "linux" if platform.libc_ver()[0] == "glibc" else "linux_musl"
    return f"jni/libaws-lambda-jni.{libc}-{architecture}.so"


def package():
    """The archive that is deployed: bootstrap, AWS's runtime interface client, and the packaged jar as it is."""
    if not JAR.is_file() or not RUNTIME.is_dir():
        raise EmulatorError(f"{JAR} or {RUNTIME} is missing: ./mvnw -Pquick package -pl functions-it -am")
    WORK.mkdir(exist_ok=True)
    archive = WORK / "functions.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as zipped:
        bootstrap = zipfile.ZipInfo("bootstrap")
        bootstrap.external_attr = 0o755 << 16
        native = native_library()
        zipped.writestr(bootstrap, BOOTSTRAP.format(java=java(), native=native))
        client = next(RUNTIME.glob("aws-lambda-java-runtime-interface-client-*.jar"))
        with zipfile.ZipFile(client) as jar:
            zipped.writestr(native, jar.read(native))
        for jar in [*sorted(RUNTIME.glob("*.jar")), JAR]:
            zipped.write(jar, f"lib/{jar.name}")
    return archive


class Emulator:
    """MiniStack on a free port of this machine, with its state in memory."""

    def __init__(self):
        WORK.mkdir(exist_ok=True)
        self.log = WORK / "emulator.log"
        self.journal = WORK / "journal.jsonl"
        self.journal.unlink(missing_ok=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._process = None

    def start(self):
        scratch = WORK / "tmp"
        scratch.mkdir(exist_ok=True)
        # Nothing of the user's AWS configuration gets in, and no Docker is looked for.
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "REJOIN_", "DOCKER_"))}
        environment.update(
            GATEWAY_PORT=str(self.port),
            BIND_HOST="127.0.0.1",
            TMPDIR=str(scratch),
            DOCKER_HOST="unix:///nonexistent",
            AWS_ENDPOINT_URL=self.url,
            AWS_ACCESS_KEY_ID="test",
            AWS_SECRET_ACCESS_KEY="test",
            LAMBDA_WARM_TTL_SECONDS="900",
            PYTHONUNBUFFERED="1",
        )
        with open(self.log, "wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "rejoin_e2e.observed", str(self.journal)],
                cwd=ROOT / "e2e",
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        deadline = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None:
                raise EmulatorError(f"The emulator ended with {self._process.returncode}:\n{self.last_words()}")
            if time.monotonic() > deadline:
                raise EmulatorError(f"The emulator did not answer within {START_SECONDS} s:\n{self.last_words()}")
            time.sleep(0.1)

    def observations(self):
        """All that was observed so far, oldest first."""
        with open(self.journal, encoding="utf-8") as lines:
            return [json.loads(line) for line in lines if line.endswith("\n")]

    def last_words(self, lines=15):
        text = self.log.read_text(encoding="utf-8", errors="replace").splitlines()
        return "\n".join("  " + line for line in text[-lines:])

    def wait(self):
        self._process.wait()

    def stop(self):
        """Ends the emulator and every function it started: they are one process group."""
        if self._process is None:
            return
        for sign, seconds in ((signal.SIGTERM, 10), (signal.SIGKILL, 10)):
            try:
                os.killpg(self._process.pid, sign)
            except ProcessLookupError:
                break
            try:
                self._process.wait(seconds)
            except subprocess.TimeoutExpired:
                continue
        self._process = None

    def _answers(self):
        try:
            with urllib.request.urlopen(self.url + "/_localstack/health", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False
