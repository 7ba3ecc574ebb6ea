"""Solves an instance by VROOM, one thread: pyvroom from PyPI, or the C++ program that --binary names.

VROOM has no shift duration, reloads, release times or prizes that weigh against cost.
"""

import json
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path

from driver import Answer, CannotExpress, drive
from instance import FOREVER

# Each level searches longer than the one before, and a level that its limit cuts short is worse than a lower one
# that ended: so they are tried from below as long as there is time, and the best answer counts.
EXPLORATIONS = range(6)
# Costs beyond VROOM's range are told in a coarser unit; the judge adds up what the routes really cost.
COARSER = (1, 10, 100, 1000, 10000)


def solve(instance, options):
    _check(instance)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "problem.json"
        for unit in COARSER:
            file.write_text(json.dumps(_problem(instance, options.objective, unit)), encoding="utf-8")
            options.start()
            answer = _best(file, options)
            if answer is not None:
                break
        else:
            raise CannotExpress("the costs are beyond its range")
    routes = [
        [step["id"] for step in route["steps"] if step["type"] in ("job", "pickup", "delivery")]
        for route in answer["routes"]
    ]
    vehicles = [route["vehicle"] - 1 for route in answer["routes"]]
    exact = options.objective == "cost" and unit == 1
    summary = answer["summary"]
    return Answer(routes, vehicles, summary["cost"] if exact else None, summary["unassigned"] == 0)


def _best(file, options):
    """The best answer within the time; None where the costs are too high for VROOM."""
    run = _by_binary if options.binary else _by_module
    started, walled, best = options.now(), time.perf_counter(), None
    for exploration in EXPLORATIONS:
        spent = options.now() - started
        if best is not None and spent >= options.time:
            break
        # VROOM's limit is wall time: under the CPU's clock it is stretched as the machine has stretched it so far.
        stretch = (time.perf_counter() - walled) / spent if spent > 0 else 1
        try:
            answer = run(file, exploration, max((options.time - spent) * stretch, 0.01), options.binary)
        except TooHighCost:
            return None
        if best is None or _rank(answer) < _rank(best):
            best = answer
    return best


def _rank(answer):
    return answer["summary"]["unassigned"], answer["summary"]["cost"]


class TooHighCost(Exception):
    pass


def _check(instance):
    if instance.reload or any(instance.release):
        raise CannotExpress("it has neither reloads nor release times")
    if instance.prize is not None:
        raise CannotExpress("its priorities do not weigh against cost as prizes do")
    if instance.max_duration is not None:
        raise CannotExpress("it limits travel time but not the duration of a shift")


def _by_binary(file, exploration, seconds, binary):
    limit = ["-t", "1", "-x", str(exploration), "-l", str(seconds)]
    done = subprocess.run([binary, "-i", str(file), *limit], capture_output=True, text=True, check=False)
    if done.returncode != 0 and "Too high cost" in done.stdout + done.stderr:
        raise TooHighCost
    done.check_returncode()
    return json.loads(done.stdout)


def _by_module(file, exploration, seconds, _):
    import vroom

    problem = vroom.Input.from_json(file)
    try:
        limit = timedelta(seconds=seconds)
        return problem.solve(exploration_level=exploration, nb_threads=1, timeout=limit).to_dict()
    except Exception as fault:
        if "Too high cost" in str(fault):
            raise TooHighCost from None
        raise


def _problem(instance, objective, coarser):
    matrix = instance.matrix()
    # Above any distance that a plan could save by one vehicle more.
    first = int(matrix.max()) * instance.locations if objective == "vehicles-first" else 0
    vehicles = [_vehicle(instance, number, first, coarser) for number in instance.useful_vehicles()]
    durations = matrix.tolist()
    matrices = {
        _profile(unit): {"durations": durations, "costs": (matrix * (unit / coarser)).round().astype("int64").tolist()}
        for unit in {instance.vehicles[one["id"] - 1].unit_cost for one in vehicles}
    }
    paired = set(instance.pairs) | set(instance.pairs.values())
    return {
        "vehicles": vehicles,
        "jobs": [_job(instance, at, True) for at in instance.clients if at not in paired],
        "shipments": [
            {
                "pickup": _job(instance, pickup, False),
                "delivery": _job(instance, delivery, False),
                "amount": [instance.demand[pickup]],
                "skills": _skills(instance, pickup),
            }
            for pickup, delivery in instance.pairs.items()
        ],
        "matrices": matrices,
    }


def _vehicle(instance, number, first, coarser):
    vehicle = instance.vehicles[number]
    # VROOM tells an id of 0 from a missing one badly, so ids begin with 1.
    return {
        "id": number + 1,
        "profile": _profile(vehicle.unit_cost),
        "start_index": vehicle.depot,
        "end_index": vehicle.depot,
        "capacity": [min(vehicle.capacity, FOREVER)],
        "costs": {"fixed": round((vehicle.fixed_cost + first) / coarser)},
        "skills": [] if vehicle.allowed is None else sorted(vehicle.allowed),
        **_window(instance, vehicle.depot, "time_window", lambda window: window),
    }


def _job(instance, at, alone):
    job = {
        "id": at,
        "location_index": at,
        "service": instance.service[at],
        **_window(instance, at, "time_windows", lambda window: [window]),
    }
    if alone:
        job |= {"delivery": [instance.demand[at]], "skills": _skills(instance, at)}
    return job


def _skills(instance, client):
    # A barred client asks for a skill of its own, which the vehicles that may visit it have.
    barred = any(vehicle.allowed is not None and client not in vehicle.allowed for vehicle in instance.vehicles)
    return [client] if barred else []


def _window(instance, at, key, shape):
    opens, close = instance.window[at]
    return {} if close >= FOREVER else {key: shape([opens, close])}


def _profile(unit):
    return f"cost{unit:g}"


def _version():
    binary = sys.argv[sys.argv.index("--binary") + 1] if "--binary" in sys.argv else None
    if binary is None:
        return f"pyvroom {version('pyvroom')}"
    return subprocess.run([binary, "--version"], capture_output=True, text=True, check=True).stdout.splitlines()[0]


drive("vroom", _version(), solve)
