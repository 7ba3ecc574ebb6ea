"""Solves an instance by OR-Tools' routing library: guided local search under a time limit, one thread.

It has no seed, and no model of reloads and releases that a search could use. Durations, windows, fleets, depots,
barred clients, prizes and pairs are stated in full.
"""

from importlib.metadata import version

from driver import Answer, CannotExpress, drive
from instance import FOREVER
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

def solve(instance, options):
    if instance.reload or any(instance.release):
        raise CannotExpress("its routing model has neither reloads nor release times")
    vehicles = instance.useful_vehicles()
    depots = [instance.vehicles[number].depot for number in vehicles]
    manager = pywrapcp.RoutingIndexManager(instance.locations, len(vehicles), depots, depots)
    routing = pywrapcp.RoutingModel(manager)
    matrix = instance.matrix()
    _other_depots_are_no_stops(instance, manager, routing, set(depots))
    _costs(instance, routing, vehicles, matrix, options.objective)
    _loads(instance, manager, routing, vehicles)
    _times(instance, manager, routing, vehicles, matrix)
    _choices(instance, manager, routing, vehicles)
    parameters = _parameters(options)
    del matrix
    options.start()
    if options.clock == "cpu":
        # Its own limit is wall time only.
        finish = options.now() + options.time
        routing.AddSearchMonitor(routing.solver().CustomLimit(lambda: options.now() >= finish))
    solution = routing.SolveWithParameters(parameters)
    if solution is None:
        return Answer([], [], None, False)
    routes = [(_route(manager, routing, solution, at), number) for at, number in enumerate(vehicles)]
    used = [(route, number) for route, number in routes if route]
    cost = None if options.objective == "vehicles-first" else solution.ObjectiveValue()
    return Answer([route for route, _ in used], [number for _, number in used], cost, True)


def _other_depots_are_no_stops(instance, manager, routing, used):
    for depot in range(instance.depots):
        if depot not in used:
            routing.AddDisjunction([manager.NodeToIndex(depot)], 0)


def _costs(instance, routing, vehicles, matrix, objective):
    evaluators = {}
    # Above any distance that a plan could save by one vehicle more.
    first = int(matrix.max()) * instance.locations if objective == "vehicles-first" else 0
    for at, number in enumerate(vehicles):
        vehicle = instance.vehicles[number]
        if vehicle.unit_cost not in evaluators:
            costs = (matrix * vehicle.unit_cost).round().astype("int64")
            evaluators[vehicle.unit_cost] = routing.RegisterTransitMatrix(costs.tolist())
        routing.SetArcCostEvaluatorOfVehicle(evaluators[vehicle.unit_cost], at)
        routing.SetFixedCostOfVehicle(vehicle.fixed_cost + first, at)


def _loads(instance, manager, routing, vehicles):
    capacities = [min(instance.vehicles[number].capacity, FOREVER) for number in vehicles]
    evaluator = routing.RegisterUnaryTransitVector([int(one) for one in instance.demand])
    routing.AddDimensionWithVehicleCapacity(evaluator, 0, capacities, True, "load")


def _times(instance, manager, routing, vehicles, matrix):
    if not instance.has_windows() and instance.max_duration is None and not instance.pairs:
        return
    closes = [close for _, close in instance.window if close < FOREVER]
    longest = int(matrix.max()) * instance.locations + sum(instance.service)
    horizon = max(closes) if closes else longest
    for at in range(instance.locations):
        matrix[at, :] += instance.service[at]
    evaluator = routing.RegisterTransitMatrix(matrix.tolist())
    routing.AddDimension(evaluator, horizon, horizon, False, "time")
    time = routing.GetDimensionOrDie("time")
    for client in instance.clients:
        opens, close = instance.window[client]
        time.CumulVar(manager.NodeToIndex(client)).SetRange(opens, min(close, horizon))
    for at, number in enumerate(vehicles):
        opens, close = instance.window[instance.vehicles[number].depot]
        for index in (routing.Start(at), routing.End(at)):
            time.CumulVar(index).SetRange(opens, min(close, horizon))
        if instance.max_duration is not None:
            time.SetSpanUpperBoundForVehicle(instance.max_duration, at)
    for pickup, delivery in instance.pairs.items():
        first, second = manager.NodeToIndex(pickup), manager.NodeToIndex(delivery)
        routing.AddPickupAndDelivery(first, second)
        routing.solver().Add(routing.VehicleVar(first) == routing.VehicleVar(second))
        routing.solver().Add(time.CumulVar(first) <= time.CumulVar(second))


def _choices(instance, manager, routing, vehicles):
    for client in instance.clients:
        index = manager.NodeToIndex(client)
        prize = 0 if instance.prize is None else instance.prize[client]
        if prize > 0:
            routing.AddDisjunction([index], prize)
        allowed = [
            at
            for at, number in enumerate(vehicles)
            if instance.vehicles[number].allowed is None or client in instance.vehicles[number].allowed
        ]
        if len(allowed) < len(vehicles):
            routing.VehicleVar(index).SetValues(allowed if prize == 0 else [-1, *allowed])


def _parameters(options):
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    # The best of automatic, cheapest arc, savings and this on one instance of each of three classes.
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    if options.clock == "wall":
        parameters.time_limit.FromMilliseconds(int(options.time * 1000))
    return parameters


def _route(manager, routing, solution, vehicle):
    index, route = routing.Start(vehicle), []
    while not routing.IsEnd(index := solution.Value(routing.NextVar(index))):
        route.append(manager.IndexToNode(index))
    return route


drive("ortools", f"ortools {version('ortools')}", solve)
