"""Reports and lists: computed from what a `Scope` shows, rendered to terminal, HTML, Excel, CSV and JSON."""

import archive  # noqa: F401 - before openpyxl, see there
