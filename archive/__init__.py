"""What the archive is: records, regulations, catalogue, content, audit log, settings, errors."""

import os

# Workbooks of strangers are parsed by defusedxml, which refuses entities; openpyxl would take lxml instead,
# which comes along with pikepdf. It looks once, when it is imported: every room imports this one first.
os.environ["OPENPYXL_LXML"] = "False"
