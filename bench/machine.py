"""The machine that a number was measured on, in one line."""

from __future__ import annotations

import contextlib
import os
import platform
from pathlib import Path

import psutil


def machine() -> str:
    """Processor, cores, memory, system, Python, and how busy the machine is with other things just now."""
    system = f"{platform.system()} {platform.release()}, Python {platform.python_version()}"
    memory = psutil.virtual_memory().total / (1 << 30)
    load = psutil.getloadavg()[0]
    return f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GiB, {system}; load average {load:.1f}"


def processor_seconds() -> float:
    """What this process and all it started have used so far; unlike the clock, blind to other programs."""
    own = psutil.Process()
    times = own.cpu_times()
    ended = times.children_user + times.children_system if hasattr(times, "children_user") else 0.0
    running = 0.0
    for child in own.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            running += child.cpu_times().user + child.cpu_times().system
    return float(times.user + times.system + ended + running)


def _processor() -> str:
    listing = Path("/proc/cpuinfo")
    if listing.is_file():
        for line in listing.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
