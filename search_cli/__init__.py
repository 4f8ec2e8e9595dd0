"""The `dangan` command: one module a command group, no logic; a thin client of the desk."""
