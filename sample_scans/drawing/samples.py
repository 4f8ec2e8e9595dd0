"""All sample files, in the order of their names."""

from __future__ import annotations

from sample_scans.drawing.contract_samples import contract_samples
from sample_scans.drawing.credit_samples import credit_samples
from sample_scans.drawing.identity_samples import identity_samples
from sample_scans.drawing.odd_samples import odd_samples
from sample_scans.drawing.office_samples import office_samples
from sample_scans.drawing.relation_samples import relation_samples
from sample_scans.drawing.sample import Sample

# copies under another name, and the file whose bytes they share
DUPLICATES = {"scan-32.jpg": "scan-02.jpg"}


def all_samples() -> tuple[Sample, ...]:
    """Every sample, sorted by name."""
    groups = (
        identity_samples(),
        credit_samples(),
        contract_samples(),
        relation_samples(),
        odd_samples(),
        office_samples(),
    )
    return tuple(sorted((sample for group in groups for sample in group), key=lambda sample: sample.file))
