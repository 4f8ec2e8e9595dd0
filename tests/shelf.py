"""Small holdings for tests of reports: one customer, and papers put on the shelf one by one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, Literal

from archive.holdings import (
    HeldCustomer,
    HeldDocument,
    HeldFile,
    HeldReference,
    Holdings,
    WaitingPart,
    Waiver,
)

CUSTOMER = HeldCustomer(1, "江阴甲木工业有限公司", "customer", "云禾股份有限公司", "市场一部")
CREDIT = HeldFile(1, "YH-SC1-X-2026-0001", "YH", "市场一部", "credit", 1, None, 2026, "department")
CREDIT_BEFORE = replace(CREDIT, id=2, number="YH-SC1-X-2025-0004", year=2025, custody="credit_office")
PROFILE = replace(CREDIT, id=3, number="YH-SC1-K-2026-0001", regulation="customer")
CONTRACT = replace(CREDIT, id=4, number="YH-SC1-H-2026-0001", regulation="contract", contract="YH-2026-018")
OTHER_CONTRACT = replace(CONTRACT, id=5, number="YH-SC1-H-2026-0002", contract="YH-2026-019")
NO_CONTRACT = replace(CONTRACT, id=6, number="YH-SC1-H-2026-0003", contract=None)

FILED = date(2026, 1, 15)


@dataclass
class Shelf:
    """Holdings in the making."""

    customers: list[HeldCustomer] = field(default_factory=lambda: [CUSTOMER])
    files: list[HeldFile] = field(default_factory=lambda: [CREDIT])
    documents: list[HeldDocument] = field(default_factory=list)
    references: list[HeldReference] = field(default_factory=list)
    waiting: list[WaitingPart] = field(default_factory=list)
    waivers: list[Waiver] = field(default_factory=list)

    def put(self, kind: str, file: HeldFile = CREDIT, **facts: Any) -> HeldDocument:
        """File a paper of this kind; `facts` are fields of `HeldDocument`."""
        number = len(self.documents) + 1
        if file not in self.files:
            self.files.append(file)
        plain = HeldDocument(
            id=number,
            number=f"{file.number}-{number:03}",
            item=number,
            file=file.id,
            kind=kind,
            title=kind,
            author="",
            issued_on=None,
            valid_until=None,
            long_term=False,
            copy="",
            pages=1,
            secrecy="普通商密",
            retention="30年",
            filed_on=FILED,
            has_credit_code=False,
            state="current",
        )
        self.documents.append(replace(plain, **facts))
        return self.documents[-1]

    def wait(self, kind: str | None, customer: int | None = 1) -> WaitingPart:
        """Leave a part in review."""
        number = len(self.waiting) + 1
        part = WaitingPart(number, f"scan{number}.pdf", 1, customer, kind, datetime(2026, 2, 1, tzinfo=UTC))
        self.waiting.append(part)
        return part

    def waive(
        self,
        category: str,
        file: HeldFile | None = None,
        regulation: Literal["credit", "customer", "contract"] = "credit",
    ) -> Waiver:
        """Mark a requirement not applicable."""
        at = datetime(2026, 2, 3, tzinfo=UTC)
        waiver = Waiver(1, regulation, category, file.id if file else None, "无此资料", "周敏", at)
        self.waivers.append(waiver)
        return waiver

    def holdings(self) -> Holdings:
        return Holdings(
            customers=tuple(self.customers),
            files=tuple(self.files),
            documents=tuple(self.documents),
            references=tuple(self.references),
            waiting=tuple(self.waiting),
            waivers=tuple(self.waivers),
        )
