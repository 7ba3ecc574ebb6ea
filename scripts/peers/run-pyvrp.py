"""Solves an instance by PyVRP, one thread.

PyVRP's own clock starts with its first iteration, as in its command line; the seconds told include what comes before.
"""

from importlib.metadata import version

import numpy as np
import pyvrp
from driver import Answer, CannotExpress, drive
from instance import rounded

# Fewest vehicles first: half of the time at most goes into a smaller fleet, the rest into distance.
FLEET_SHARE = 0.5

# What its reader gives ways to barred clients, so that no vehicle takes them.
BARRED = pyvrp.constants.MAX_VALUE
# Times the longest real way. With the former, PyVRP 0.14.1 did not come out of its first local search in minutes on
# instances of 192 clients; any of 3 to 1024 times cures it and finds the same quality.
BARRED_TIMES = 1024


class Deadline:
    """PyVRP's MaxRuntime by the clock that was asked for: it begins with the first iteration."""

    def __init__(self, now, seconds):
        self.now, self.seconds, self.began = now, seconds, None

    def __call__(self, best_cost):
        if self.began is None:
            self.began = self.now()
        return self.now() - self.began > self.seconds


def solve(instance, options):
    data = _rows_data(instance) if _is_rows(options.file) else _read(options)
    options.start()
    seconds = options.time
    if options.objective == "vehicles-first":
        data, seconds = _fewest(data, options)
    result = pyvrp.solve(data, Deadline(options.now, seconds), seed=options.seed, collect_stats=False, display=False)
    routes = [_locations(data, route) for route in result.best.routes()]
    cost = int(result.cost()) if result.is_feasible() else None
    return Answer(routes, _vehicles(data, result.best), cost, result.is_feasible(), result.num_iterations)


def _read(options):
    data = pyvrp.read(options.file, round_func=lambda values: rounded(values, options.rounding))
    matrices = [data.distance_matrix(profile) for profile in range(data.num_profiles)]
    longest = max(int(matrix[matrix < BARRED].max(initial=0)) for matrix in matrices)
    if all(matrix.max(initial=0) < BARRED for matrix in matrices):
        return data
    matrices = [np.where(matrix < BARRED, matrix, longest * BARRED_TIMES) for matrix in matrices]
    return data.replace(distance_matrices=matrices, duration_matrices=matrices)


def _is_rows(file):
    return not file.endswith(".vrp")


def _fewest(data, options):
    if data.num_vehicle_types != 1 or not all(client.required for client in data.clients()):
        raise CannotExpress("it makes a fleet smaller only of one kind of vehicle and with every client required")
    started = options.now()
    stop = Deadline(options.now, options.time * FLEET_SHARE)
    fleet = pyvrp.minimise_fleet(data, stop, seed=options.seed)
    spent = options.now() - started
    return data.replace(vehicle_types=[fleet]), max(options.time - spent, 0.1)


def _rows_data(instance):
    if instance.reload or instance.prize is not None:
        raise CannotExpress("a file of rows has neither reloads nor prizes")
    coordinates = rounded(instance.coordinates, instance.rounding)
    paired = set(instance.pairs) | set(instance.pairs.values())
    kind = instance.vehicles[0]
    matrix = instance.matrix()
    return pyvrp.ProblemData(
        locations=[pyvrp.Location(x=int(x), y=int(y)) for x, y in coordinates],
        clients=[
            pyvrp.Client(
                location=at,
                delivery=[instance.demand[at]],
                service_duration=instance.service[at],
                tw_early=instance.window[at][0],
                tw_late=instance.window[at][1],
            )
            for at in instance.clients
            if at not in paired
        ],
        depots=[pyvrp.Depot(location=0)],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=len(instance.vehicles),
                capacity=[kind.capacity],
                tw_early=instance.window[0][0],
                tw_late=instance.window[0][1],
                name=",".join(str(number) for number in range(len(instance.vehicles))),
            )
        ],
        distance_matrices=[matrix],
        duration_matrices=[matrix],
        shipments=[_shipment(instance, pickup, delivery) for pickup, delivery in instance.pairs.items()],
    )


def _shipment(instance, pickup, delivery):
    return pyvrp.Shipment(
        pickup_location=pickup,
        delivery_location=delivery,
        pickup_tw_early=instance.window[pickup][0],
        pickup_tw_late=instance.window[pickup][1],
        pickup_service_duration=instance.service[pickup],
        delivery_tw_early=instance.window[delivery][0],
        delivery_tw_late=instance.window[delivery][1],
        delivery_service_duration=instance.service[delivery],
        amount=[instance.demand[pickup]],
    )


def _locations(data, route):
    visited = []
    for activity in route:
        if activity.type == pyvrp.ActivityType.DEPOT:
            visited.append(data.depot(activity.idx).location)
        elif activity.type == pyvrp.ActivityType.CLIENT:
            visited.append(data.client(activity.idx).location)
        elif activity.type == pyvrp.ActivityType.PICKUP:
            visited.append(data.shipment(activity.idx).pickup.location)
        elif activity.type == pyvrp.ActivityType.DELIVERY:
            visited.append(data.shipment(activity.idx).delivery.location)
    return visited[1:-1]


def _vehicles(data, solution):
    # A type's name lists the vehicles of the file that it stands for.
    numbers = [(int(number) for number in kind.name.split(",")) for kind in data.vehicle_types()]
    return [next(numbers[route.vehicle_type()]) for route in solution.routes()]


drive("pyvrp", f"pyvrp {version('pyvrp')}", solve)
