"""Puts the figures of all rounds together: medians, the spread of the rounds, ratios and targets."""

import os
import platform
import statistics
import subprocess

AT_LEAST, AT_MOST = ">=", "<="
# Line, contender and figure; what it is divided by; what is asked of the ratio, or None.
TARGETS = [
    ("redeem, spread", "service", "rate", ("base-2", "rate"), (AT_LEAST, 2.5)),
    ("redeem, one community", "service", "rate", ("base-2", "rate"), (AT_LEAST, 5.0)),
    ("redeem, one reward", "service", "rate", ("base-2", "rate"), (AT_LEAST, 2.0)),
    ("redeem, one connection", "service", "p50", ("base-2", "p50"), (AT_MOST, 1.8)),
    ("credit, spread", "service", "rate", ("base-2", "rate"), (AT_LEAST, 3.0)),
    ("credit, one community", "service", "rate", ("base-2", "rate"), (AT_LEAST, 2.5)),
    ("credit, one member", "service", "rate", ("base-2", "rate"), None),
    ("balance", "service", "rate", ("select", "rate"), (AT_LEAST, 0.4)),
    ("mixed", "service, 64", "p99", ("service, 64", "p50"), (AT_MOST, 3.5)),
    ("mixed", "service, 200", "p99", ("service, 200", "p50"), (AT_MOST, 3.5)),
    ("growth, redeem", "10 million", "rate", ("10 thousand", "rate"), (AT_LEAST, 0.9)),
    ("growth, balance", "10 million", "rate", ("10 thousand", "rate"), (AT_LEAST, 0.9)),
    ("growth, statement", "10 million", "rate", ("10 thousand", "rate"), (AT_LEAST, 0.9)),
    ("statement of a month", "1 million", "p50", ("10 thousand", "p50"), (AT_MOST, 1.5)),
    ("books", "verification", "seconds", ("copy", "seconds"), (AT_MOST, 3.0)),
    ("books", "export", "seconds", ("copy", "seconds"), (AT_MOST, 3.0)),
    ("moving in, redeem", "at once", "rate", ("analysed", "rate"), (AT_LEAST, 0.8)),
    ("started, redeem", "first seconds", "rate", ("next seconds", "rate"), None),
    *((f"citus, {shape}", workers, "cpu_us", ("one node", "cpu_us"), (AT_MOST, 1.5))
      for shape in ("one community", "spread") for workers in ("1 worker", "2 workers", "4 workers")),
    *(("citus, 1,000 at once", workers, "cpu_us", ("one node", "cpu_us"), None)
      for workers in ("1 worker", "2 workers", "4 workers")),
    ("start", "service", "seconds", ("hello-world", "seconds"), (AT_MOST, 2.5)),
    ("start", "service", "seconds", ("hello-world, recorded", "seconds"), None),
]
LIMITS = [("memory", "service", "peak_mb", 400), ("moving in, redeem", "analysed", "cpu_us", 194),
          ("moving in, redeem", "analysed, spread", "cpu_us", 286), ("moving in, redeem", "analysed", "wal_bytes", 3072)]


def rows(measured):
    """One row for each figure of each contender."""
    found = []
    for line, contenders in measured.items():
        for contender, rounds in contenders.items():
            for figure in rounds[0]:
                values = [one[figure] for one in rounds if one.get(figure) is not None]
                if values and figure != "connections":
                    found.append({"line": line, "contender": contender, "figure": figure,
                                  "connections": rounds[-1].get("connections"), "median": statistics.median(values),
                                  "lowest": min(values), "highest": max(values), "rounds": len(values)})
    for row in found:
        row["verdicts"] = verdicts(found, row)
    return found


def verdicts(found, row):
    """What there is to say of a row: its ratios to others, and the targets."""
    key = (row["line"], row["contender"], row["figure"])
    told = []
    for line, contender, figure, other, target in TARGETS:
        base = median(found, line, *other)
        if key == (line, contender, figure) and base is not None:
            ratio = row["median"] / base
            told.append({"ratio": ratio, "to": other[0] if other[1] == figure else f"{other[1]}",
                         **(judged(ratio, *target) if target else {})})
    for line, contender, figure, limit in LIMITS:
        if key == (line, contender, figure):
            told.append(judged(row["highest"], AT_MOST, limit))
    return told


def judged(value, bound, target):
    return {"target": f"{bound} {target}", "met": value >= target if bound == AT_LEAST else value <= target}


def median(found, line, contender, figure):
    for row in found:
        if (row["line"], row["contender"], row["figure"]) == (line, contender, figure):
            return row["median"]
    return None


def table(found):
    """The table for people."""
    heading = (f"{'line':24}{'contender':24}{'':10}{'conn.':>6}{'median':>12}  {'lowest to highest':24}{'ratio':>6} {'to':22}"
               f"{'target':8}")
    lines = [heading, "-" * len(heading)]
    for row in found:
        if row["figure"] in ("p90", "max"):
            continue
        spread = f"{row['lowest']:,.2f} to {row['highest']:,.2f}"
        start = (f"{row['line']:24}{row['contender']:24}{row['figure']:10}{row['connections'] or '':>6}{row['median']:>12,.2f}"
                 f"  {spread:24}")
        for one in row["verdicts"] or [{}]:
            ratio = f"{one['ratio']:.2f}" if "ratio" in one else ""
            met = {True: "met", False: "MISSED"}.get(one.get("met"), "")
            lines.append(f"{start}{ratio:>6} {one.get('to', ''):22}{one.get('target', ''):8}{met}".rstrip())
            start = " " * len(start)
    return "\n".join(lines)


def machine(java, programs):
    version = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    server = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {"cores": len(os.sched_getaffinity(0)), "system": platform.platform(), "java": version, "server": server}
