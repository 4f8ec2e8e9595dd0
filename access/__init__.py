"""People, sessions, query forms, the gate, and the desk: the one door for whoever is not the pipeline."""

import archive  # noqa: F401 - before openpyxl, see there
