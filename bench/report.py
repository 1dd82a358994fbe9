"""Puts the figures of all rounds together."""

import os
import pathlib
import platform
import statistics
import subprocess


def rows(measured):
    return []


def table(rows):
    return ""


def machine(java, programs):
    version = subprocess.run([java, "-version"], capture_output=True, text=True, check=True).stderr.splitlines()[0]
    server = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    return {"cores": os.cpu_count(), "system": platform.platform(), "java": version, "server": server}
