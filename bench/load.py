"""Load on the database (pgbench) and on the service (wrk), over the same members."""

import json
import pathlib
import re
import statistics
import subprocess
import tempfile
import uuid

HERE = pathlib.Path(__file__).resolve().parent
# wrk goes on this much longer than it sends, so that all answers are in.
QUIET_SECONDS = 3


class Spread:
    """Which communities, members and rewards are hit: communities `first` to `last`, each with `members` from `base` on; at
    random, or one community after the other `in_turn`."""

    def __init__(self, first, last, base, members, rewards=20, in_turn=False):
        self.values = {"first": first, "last": last, "base": base, "members": members, "rewards": rewards,
                       **({"inturn": 1} if in_turn else {})}


class Listed:
    """Members of a file, whose lines name a community, a member and a reward."""

    def __init__(self, file):
        self.values = {"list": file}


def pgbench(cluster, database, script, spread, clients, seconds):
    """Calls a script as often as it goes; answers transactions per second, and the median latency in milliseconds for one
    client."""
    with tempfile.TemporaryDirectory() as folder:
        output = cluster.run(
            "pgbench", "-n", "-M", "prepared", "-c", str(clients), "-j", str(min(clients, 2)), "-T", str(seconds),
            "-f", str(HERE / "sql" / script), *(["-l", f"--log-prefix={folder}/log"] if clients == 1 else []),
            *(part for name, value in spread.values.items() for part in ("-D", f"{name}={value}")), database)
        if "number of failed transactions: 0" not in output:
            raise SystemExit(f"bench: pgbench had failures:\n{output}")
        times = [int(line.split()[2]) for log in pathlib.Path(folder).iterdir() for line in log.read_text().splitlines()]
    rate = float(re.search(r"tps = ([0-9.]+) \(without", output).group(1))
    return {"rate": rate, "p50": statistics.median(times) / 1000 if times else None}


def wrk(service, kind, spread, connections, seconds, quiet=QUIET_SECONDS):
    """Sends requests as fast as they are answered, and then waits for the last answers in the quiet seconds; answers requests per
    second, latencies in milliseconds, and how many writes were answered 201. Anything else than 2xx ends the benchmark."""
    arguments = {"kind": kind, "token": service.token, "seconds": seconds, "run": uuid.uuid4().hex[:12], **spread.values}
    done = subprocess.run(
        ["wrk", "-t1", f"-c{connections}", f"-d{seconds + quiet}s", "--timeout", f"{max(20, quiet)}s",
         "-s", str(HERE / "wrk" / "load.lua"), service.url, "--", *(f"{name}={value}" for name, value in arguments.items())],
        capture_output=True, text=True, check=True)
    result = json.loads(re.search(r"RESULT (.*)", done.stdout).group(1))
    if result["refused"] or result["broken"] or result["unanswered"]:
        raise SystemExit(f"bench: {kind} got other answers than 2xx: {done.stdout}")
    return {"rate": result["requests"] / seconds, "writes": result["writes"],
            **{name: result[name] / 1000 for name in ("p50", "p90", "p99", "max")}}
