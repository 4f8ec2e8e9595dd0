"""Samples that cannot simply be filed."""

from __future__ import annotations

from sample_scans.drawing import after_sale, credit_papers, printed_matter
from sample_scans.drawing.delivery import Phone, cut_short, image_file
from sample_scans.drawing.sample import Part, Sample
from sample_scans.drawing.scanner import Glass


def odd_samples() -> tuple[Sample, ...]:
    """A broken copy, a paper of no known kind, a paper of nobody."""
    return (
        Sample(
            "scan-33.jpg",
            (credit_papers.site_survey(),),
            cut_short(image_file("JPEG", Glass(skew=0.4)), share=0.3),
            (),
            (),
            "truncated: the copy broke off after a third",
            "quarantined",
        ),
        Sample(
            "scan-39.jpg",
            (printed_matter.canteen_menu(),),
            image_file("JPEG", Glass(skew=0.6)),
            (Part("unknown"),),
            ("员工食堂",),
            "a canteen menu: belongs to no category",
            "review",
        ),
        Sample(
            "photo-40.jpg",
            (after_sale.nameless_note(),),
            image_file("JPEG", Phone(side=1500), dpi=200, quality=66),
            (Part("call_record"),),
            ("电话记录", "王经理"),
            "a note of a call that names no company: the customer cannot be told",
            "review",
        ),
    )
