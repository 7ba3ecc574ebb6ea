"""Benchmark instances as the peers' drivers need them: whole numbers after rounding, locations from 0, depots first.

Reads the VRPLIB dialect with its sections for windows, fleets, depots, prizes and reloads, Solomon's format and
Li and Lim's. Distances are rounded from unrounded coordinates; durations equal distances.
"""

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

FOREVER = 1 << 40

# A fleet without limit is cut down to what load asks for and this much more: some peers slow down with each vehicle.
SPARE_SHARE = 1.3
SPARE_VEHICLES = 5

ROUND = {
    "round": lambda values: np.floor(np.asarray(values, dtype=float) + 0.5),
    "trunc": lambda values: np.floor(np.asarray(values, dtype=float) + 1e-9),
    "dimacs": lambda values: np.floor(10 * np.asarray(values, dtype=float) + 1e-9),
    "exact": lambda values: np.floor(1000 * np.asarray(values, dtype=float) + 0.5),
}


def rounded(values, rounding):
    """Whole numbers of an instance; what is beyond every horizon stays there instead of overflowing."""
    return np.minimum(ROUND[rounding](values), float(1 << 62)).astype(np.int64)


@dataclass(frozen=True)
class Vehicle:
    """Vehicles that are equal in all of this may stand for one another."""

    capacity: int
    fixed_cost: int
    unit_cost: float
    depot: int
    allowed: frozenset | None


@dataclass
class Instance:
    depots: int
    coordinates: np.ndarray | None
    distances: np.ndarray | None
    demand: list
    service: list
    window: list
    release: list
    prize: list | None
    vehicles: list
    reload: bool
    max_duration: int | None
    rounding: str
    pairs: dict = field(default_factory=dict)

    @property
    def locations(self):
        return len(self.demand)

    @property
    def clients(self):
        return range(self.depots, self.locations)

    def matrix(self):
        """Rounded distances, also durations, between all locations."""
        if self.distances is not None:
            return rounded(self.distances, self.rounding)
        x, y = self.coordinates[:, 0], self.coordinates[:, 1]
        return rounded(np.hypot(x[:, None] - x[None, :], y[:, None] - y[None, :]), self.rounding)

    def vehicle_types(self):
        """The distinct vehicles, each with the numbers of those that are like it."""
        types = defaultdict(list)
        for number, vehicle in enumerate(self.vehicles):
            types[vehicle].append(number)
        return list(types.items())

    def useful_vehicles(self):
        """Numbers of the vehicles that a good plan may need."""
        if self.has_windows() or self.max_duration is not None or self.pairs:
            # A shift may fill long before the vehicle does, so load does not say how many are enough.
            return list(range(len(self.vehicles)))
        demand = sum(self.demand)
        useful = []
        for vehicle, like in self.vehicle_types():
            useful += like[: math.ceil(demand / vehicle.capacity * SPARE_SHARE) + SPARE_VEHICLES]
        return sorted(useful)

    def has_windows(self):
        return any(window != (0, FOREVER) for window in self.window)


def read_instance(path, rounding):
    with open(path, encoding="utf-8") as file:
        lines = [line.strip() for line in file if line.strip()]
    if re.fullmatch(r"\d+\s+\d+\s+\d+", lines[0]):
        vehicles, capacity, _ = (int(word) for word in lines[0].split())
        return _from_rows(vehicles, capacity, lines[1:], rounding)
    if "CUSTOMER" in lines:
        fleet = next(line for line in lines if re.fullmatch(r"\d+\s+\d+", line))
        vehicles, capacity = (int(word) for word in fleet.split())
        rows = [line for line in lines[lines.index("CUSTOMER") + 1 :] if not re.search("[A-Za-z]", line)]
        return _from_rows(vehicles, capacity, rows, rounding)
    return _from_vrplib(lines, rounding)


def _from_rows(vehicles, capacity, lines, rounding):
    # number x y demand open close service, and with Li and Lim pickup delivery.
    rows = np.array([[float(word) for word in line.split()] for line in lines])
    whole = rounded(rows[:, 4:7], rounding).tolist()
    pairs = {int(row[0]): int(row[8]) for row in rows if row.size > 8 and row[8] > 0}
    # Demands and capacities of these formats are whole already, in the same unit.
    return Instance(
        depots=1,
        coordinates=rows[:, 1:3],
        distances=None,
        demand=[int(one) for one in rows[:, 3]],
        service=[row[2] for row in whole],
        window=[(row[0], row[1]) for row in whole],
        release=[0] * len(rows),
        prize=None,
        vehicles=[Vehicle(capacity, 0, 1, 0, None)] * vehicles,
        reload=False,
        max_duration=None,
        rounding=rounding,
        pairs=pairs,
    )


def _sections(lines):
    keys, sections, rows = {}, {}, None
    for line in lines:
        key = re.match(r"([A-Z][A-Z_]*)\s*:\s*(.*)$", line)
        if key:
            keys[key[1]], rows = key[2].strip(), None
        elif re.fullmatch(r"[A-Z][A-Z_]*SECTION", line):
            rows = sections.setdefault(line, [])
        elif line != "EOF":
            rows.append([float(word) for word in line.split()])
    return keys, sections


def _from_vrplib(lines, rounding):
    keys, sections = _sections(lines)
    size = int(keys["DIMENSION"])
    depots = sum(1 for row in sections.get("DEPOT_SECTION", [[1]]) for one in row if one > 0)

    def column(section, otherwise):
        rows = sections.get(section)
        return otherwise if rows is None else rounded([row[1] for row in rows], rounding).tolist()

    flat = int(rounded(float(keys.get("SERVICE_TIME", 0)), rounding))
    window = sections.get("TIME_WINDOW_SECTION")
    duration = keys.get("VEHICLES_MAX_DURATION")
    weights = sections.get("EDGE_WEIGHT_SECTION")
    return Instance(
        depots=depots,
        coordinates=np.array([row[1:3] for row in sections["NODE_COORD_SECTION"]]) if weights is None else None,
        distances=None if weights is None else _explicit(weights, size, keys.get("EDGE_WEIGHT_FORMAT")),
        demand=column("DEMAND_SECTION", [0] * size),
        service=column("SERVICE_TIME_SECTION", [0] * depots + [flat] * (size - depots)),
        window=[(0, FOREVER)] * size
        if window is None
        else [tuple(rounded(row[1:3], rounding).tolist()) for row in window],
        release=column("RELEASE_TIME_SECTION", [0] * size),
        prize=column("PRIZE_SECTION", None),
        vehicles=_vehicles(keys, sections, size - depots, rounding),
        reload="VEHICLES_RELOAD_DEPOT_SECTION" in sections,
        max_duration=None if duration is None else int(rounded(float(duration), rounding)),
        rounding=rounding,
    )


def _vehicles(keys, sections, clients, rounding):
    # A fleet without a number is unlimited: a vehicle a client is as good.
    count = int(keys.get("VEHICLES", clients))
    flat = int(rounded(float(keys["CAPACITY"]), rounding)) if "CAPACITY" in keys else FOREVER

    def column(section, otherwise, whole=True):
        rows = sections.get(section)
        if rows is None:
            return [otherwise] * count
        return [int(rounded(row[1], rounding)) if whole else row[1] for row in rows]

    allowed = sections.get("VEHICLES_ALLOWED_CLIENTS_SECTION")
    return [
        Vehicle(capacity, fixed, unit, int(depot) - 1, clients_of)
        for capacity, fixed, unit, depot, clients_of in zip(
            column("CAPACITY_SECTION", flat),
            column("VEHICLES_FIXED_COST_SECTION", 0),
            column("VEHICLES_UNIT_DISTANCE_COST_SECTION", 1, whole=False),
            column("VEHICLES_DEPOT_SECTION", 1, whole=False),
            [None] * count
            if allowed is None
            else [frozenset(int(client) - 1 for client in row[1:]) for row in allowed],
        )
    ]


def _explicit(rows, size, form):
    numbers = [number for row in rows for number in row]
    if form == "LOWER_ROW":
        matrix = np.zeros((size, size))
        matrix[np.tril_indices(size, -1)] = numbers
        return matrix + matrix.T
    return np.array(numbers).reshape(size, size)
