"""What every peer's driver has in common: its arguments, its clock and the JSON that it prints.

run-PEER.py FILE --rounding round|trunc|dimacs|exact [--objective cost|vehicles-first] [--time S] [--seed N]
            [--clock wall|cpu] [--binary PATH]
run-PEER.py --version [--binary PATH]

Prints {routes, vehicles, cost, feasible, seconds, iterations}, or {cannot} where the peer's model has no room for
something in the file. Cost is what the peer itself believes; the judge recomputes it.
"""

import argparse
import json
import resource
import sys
import time
from dataclasses import dataclass

from instance import read_instance


class CannotExpress(Exception):
    """The peer's model has no room for something that the instance asks for."""


@dataclass
class Answer:
    routes: list
    """Location numbers without the depots at both ends; a depot within is a reload."""
    vehicles: list
    cost: int | None
    feasible: bool
    iterations: int | None = None


def drive(name, version, solve):
    """Reads the arguments, calls solve(instance, options), which starts the clock itself by options.start()."""
    parser = argparse.ArgumentParser(prog=name)
    parser.add_argument("file", nargs="?")
    parser.add_argument("--version", action="store_true")
    parser.add_argument("--rounding", default="round")
    parser.add_argument("--objective", default="cost", choices=["cost", "vehicles-first"])
    parser.add_argument("--time", type=float, default=10)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--clock", default="wall", choices=["wall", "cpu"])
    parser.add_argument("--binary")
    options = parser.parse_args()
    # Under the CPU's clock a result does not depend on what else the machine does.
    options.now = _cpu_seconds if options.clock == "cpu" else time.perf_counter
    if options.version:
        print(version)
        return
    if options.file is None:
        parser.error("give an instance")
    started = [options.now()]
    options.start = lambda: started.__setitem__(0, options.now())
    try:
        answer = solve(read_instance(options.file, options.rounding), options)
    except CannotExpress as reason:
        json.dump({"cannot": str(reason)}, sys.stdout)
        return
    seconds = options.now() - started[0]
    json.dump({**vars(answer), "seconds": round(seconds, 3)}, sys.stdout)


def _cpu_seconds():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime
