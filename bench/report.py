"""Puts the figures of all rounds together: medians, the spread of the rounds, ratios and targets."""

import os
import platform
import statistics
import subprocess

AT_LEAST, AT_MOST = ">=", "<="
# Line, contender, figure, next to (contender, figure), target: what issue of the ratio is asked for.
TARGETS = [
    ("redeem, spread", "service", "rate", ("base-2", "rate"), (AT_LEAST, 1.0)),
    ("redeem, one community", "service", "rate", ("base-2", "rate"), (AT_LEAST, 2.5)),
    ("redeem, one reward", "service", "rate", ("base-2", "rate"), (AT_LEAST, 2.0)),
    ("redeem, one connection", "service", "p50", ("base-2", "p50"), (AT_MOST, 2.5)),
    ("credit, spread", "service", "rate", ("base-2", "rate"), (AT_LEAST, 1.2)),
    ("credit, one community", "service", "rate", ("base-2", "rate"), (AT_LEAST, 2.5)),
    ("credit, one member", "service", "rate", ("base-2", "rate"), None),
    ("balance", "service", "rate", ("select", "rate"), (AT_LEAST, 0.4)),
    ("mixed", "service", "p99", ("service", "p50"), (AT_MOST, 4.0)),
    ("growth, redeem", "10 million", "rate", ("10 thousand", "rate"), (AT_LEAST, 0.9)),
    ("growth, balance", "10 million", "rate", ("10 thousand", "rate"), (AT_LEAST, 0.9)),
    ("growth, statement", "10 million", "rate", ("10 thousand", "rate"), (AT_LEAST, 0.9)),
    ("books", "verification", "seconds", ("copy", "seconds"), (AT_MOST, 3.0)),
    ("books", "export", "seconds", ("copy", "seconds"), (AT_MOST, 3.0)),
    ("start", "service", "seconds", ("hello-world", "seconds"), (AT_MOST, 2.5)),
]
LIMITS = [("memory", "service", "peak_mb", 400)]


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
        row.update(verdict(found, row))
    return found


def verdict(found, row):
    key = (row["line"], row["contender"], row["figure"])
    for line, contender, figure, other, target in TARGETS:
        base = median(found, line, *other)
        if key == (line, contender, figure) and base is not None:
            ratio = row["median"] / base
            told = {"ratio": ratio, "to": f"{other[0]} {other[1]}"}
            if target:
                told["target"] = f"{target[0]} {target[1]}"
                told["met"] = ratio >= target[1] if target[0] == AT_LEAST else ratio <= target[1]
            return told
    for line, contender, figure, limit in LIMITS:
        if key == (line, contender, figure):
            return {"target": f"{AT_MOST} {limit} MB", "met": row["highest"] <= limit}
    return {}


def median(found, line, contender, figure):
    for row in found:
        if (row["line"], row["contender"], row["figure"]) == (line, contender, figure):
            return row["median"]
    return None


def table(found):
    """The table for people."""
    heading = f"{'line':24}{'contender':18}{'':10}{'conn.':>6}{'median':>12}  {'lowest to highest':22}{'ratio':>7}  {'target':10}"
    lines = [heading, "-" * len(heading)]
    for row in found:
        if row["figure"] in ("p90", "max"):
            continue
        spread = f"{row['lowest']:,.2f} to {row['highest']:,.2f}"
        ratio = f"{row['ratio']:.2f}" if "ratio" in row else ""
        met = {True: "met", False: "MISSED"}.get(row.get("met"), "")
        lines.append(f"{row['line']:24}{row['contender']:18}{row['figure']:10}{row['connections'] or '':>6}"
                     f"{row['median']:>12,.2f}  {spread:22}{ratio:>7}  {row.get('target', ''):10}{met}")
    return "\n".join(lines)


def machine(java, programs):
    version = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    server = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {"cores": os.cpu_count(), "system": platform.platform(), "java": version, "server": server}
