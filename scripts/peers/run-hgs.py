"""Solves an instance by HGS-CVRP, whose program --binary names: capacity only, one depot, one kind of vehicle.

Its time limit is CPU time.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from driver import Answer, CannotExpress, drive


def solve(instance, options):
    _check(instance, options)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "routes.sol"
        limits = ["-t", str(options.time), "-seed", str(options.seed), "-log", "0", "-round", "1"]
        options.start()
        subprocess.run(
            [options.binary, options.file, str(file), *limits], capture_output=True, text=True, check=True
        )
        text = file.read_text(encoding="utf-8") if file.exists() else ""
    routes = [[int(word) for word in line.split()] for line in re.findall(r"^Route #\d+:(.*)$", text, re.M)]
    cost = re.search(r"^Cost\s+(\S+)", text, re.M)
    return Answer(
        routes, list(range(len(routes))), round(float(cost[1])) if cost else None, len(routes) > 0
    )


def _check(instance, options):
    rich = instance.has_windows() or instance.prize is not None or instance.reload or instance.pairs
    if rich or instance.max_duration is not None or instance.depots > 1 or len(instance.vehicle_types()) > 1:
        raise CannotExpress("it knows capacities only, of one depot and one kind of vehicle")
    if options.rounding != "round" or options.objective != "cost" or not options.file.endswith(".vrp"):
        raise CannotExpress("it reads .vrp files, rounds to the nearest whole number and minimises distance")


def _version():
    # The program tells none; its size tells builds apart.
    binary = Path(sys.argv[sys.argv.index("--binary") + 1])
    return f"HGS-CVRP, {binary.stat().st_size} bytes"


drive("hgs", _version(), solve)
