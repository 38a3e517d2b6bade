"""Deploys into two regions of the emulator, runs the scenarios, and tells. Exit codes: 0 well, 1 a check failed, 69 no emulator."""

import argparse
import signal
import sys
import time
import traceback

from rejoin_e2e import figures, scenarios, template
from rejoin_e2e.emulator import JAR, Emulator, EmulatorError, package
from rejoin_e2e.world import REGIONS, Failed, Region

FAILED, UNAVAILABLE = 1, 69


def arguments():
    parser = argparse.ArgumentParser(
        prog="e2e/run", description="Deploys template.yaml into two regions of an emulator and checks what it promises."
    )
    parser.add_argument("--keep", action="store_true", help="stay up afterwards, until Ctrl-C, and say how to look around")
    parser.add_argument("--endpoint", metavar="URL", help="an emulator that runs java21 itself, as LocalStack does")
    parser.add_argument("--only", metavar="NAME", help="one scenario: " + ", ".join(s.__name__ for s in scenarios.ALL))
    parser.add_argument("--no-figures", action="store_true", help="do not measure")
    return parser.parse_args()


def step(title, action):
    """Runs an action, and prints one line; the reason is indented below it. Gives whether it went well."""
    began = time.monotonic()
    try:
        told = action() or {}
    except Failed as error:
        print(f"  FAILED  {title}  ({time.monotonic() - began:.1f} s)")
        print("          " + str(error).replace("\n", "\n          "), flush=True)
        return False
    print(f"  ok      {title}  ({time.monotonic() - began:.1f} s)", flush=True)
    for name, value in told.items():
        print(f"          {name}: {value}", flush=True)
    return True


def emulate(emulator):
    """Starts the emulator of our own, and gives where it is, what to deploy, and how the template is changed."""
    archive = package()
    print("The emulator's template differs from template.yaml in:")
    real = template.load()
    found = template.differences(real, template.adapted(real, "s3://...", "s3://..."))
    for name, why in template.CHANGES.items():
        values = {tuple(map(str, pair)) for path, pair in found.items() if path[-1] == name}
        for left, right in sorted(values):
            print(f"  {name}: {left} -> {right}; {why}")
    emulator.start()
    print(f"Emulator at {emulator.url}, log {emulator.log}")
    return emulator.url, archive, template.adapted


def run(options, emulator):
    url, archive, adapt = (options.endpoint, JAR, template.packaged) if options.endpoint else emulate(emulator)
    regions = [Region(name, url) for name in REGIONS]
    if not all([step(f"deploy to {region.name}", lambda r=region: r.deploy(archive, adapt)) for region in regions]):
        return False
    chosen = [s for s in scenarios.ALL if options.only in (None, s.__name__)]
    results = [
        step(f"{scenario.__name__}: {scenario.__doc__.splitlines()[0]}", lambda s=scenario: s(*regions))
        for scenario in chosen
    ]
    if all(results) and not (options.no_figures or options.endpoint):
        results.append(step("figures", lambda: figures.measure(emulator, *regions)))
        results.append(step("cost of the whole run", lambda: figures.costs(emulator)))
    return all(results)


def show_errors(emulator):
    """The functions' own errors, once each: the first thing that anybody would look for."""
    shown = set()
    for entry in emulator.observations():
        if entry.get("error") and (entry["function"], entry["error"][:120]) not in shown:
            shown.add((entry["function"], entry["error"][:120]))
            print(f"  {entry['region']} {entry['function']}: {entry['error']}")


def keep(emulator):
    print(f"\nStays up. For example:\n  AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test aws --endpoint-url {emulator.url}"
          f" --region {REGIONS[0]} dynamodb scan --table-name orders\nCtrl-C ends it.", flush=True)
    try:
        emulator.wait()
    except KeyboardInterrupt:
        pass


def main():
    options = arguments()
    emulator = Emulator()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    began = time.monotonic()
    try:
        well = run(options, emulator)
        if not well and not options.endpoint:
            show_errors(emulator)
            print(f"The emulator's log: {emulator.log}; what it saw: {emulator.journal}")
        if options.keep and not options.endpoint:
            keep(emulator)
    except EmulatorError as error:
        print(f"e2e/run: {error}", file=sys.stderr)
        return UNAVAILABLE
    except KeyboardInterrupt:
        return 130
    except Exception:  # A service answered what nobody expects: told like a failed check, with where it was.
        traceback.print_exc()
        return FAILED
    finally:
        emulator.stop()
    print(f"{'All well' if well else 'FAILED'} in {time.monotonic() - began:.0f} s")
    return 0 if well else FAILED


if __name__ == "__main__":
    sys.exit(main())
