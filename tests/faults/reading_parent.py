"""A program whose reading process hangs; it tells the process's id and waits to be killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import psutil

from archive.settings import ReadingSettings
from ingest.reading.outcome import ReadTask
from ingest.reading.pool import ReadingPool
from tests.faults import reading_fakes


def main() -> None:
    path = Path(sys.argv[1])
    with ReadingPool(ReadingSettings(workers=1), source=reading_fakes.hanging) as pool:
        future = pool.submit(ReadTask(path, path.name))
        while not any(pool.memory_megabytes):
            time.sleep(0.05)
        workers = [
            child for child in psutil.Process().children() if "resource_tracker" not in str(child.cmdline())
        ]
        sys.stdout.write(f"{workers[0].pid}\n")
        sys.stdout.flush()
        future.result()


if __name__ == "__main__":
    main()
