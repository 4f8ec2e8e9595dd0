"""`make demo`: the main job on the sample scans, in a throw-away home, told as a story.

Every step is a `dangan` command, run as a person of the made-up house would run it. The reports stay in
the folder that the last lines name; the home itself is removed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from search_cli.main import run
from search_cli.wording import speak

SAMPLES = Path(__file__).parent
PAPERS = frozenset(
    {".jpg", ".png", ".pdf", ".tif", ".webp", ".heic", ".bmp", ".xlsx", ".docx", ".eml", ".ofd"}
)
CALL_NOTE = "photo-40.jpg"  # names no company
CANTEEN_MENU = "scan-39.jpg"  # lay between the papers by mistake
PASSWORD = "示范口令-请勿在别处使用"  # what the administrator gives everybody
OWN_PASSWORD = "示范口令-只有本人知道"


class Story:
    """Runs commands as different people, and shows each command above what it says."""

    def __init__(self, home: Path) -> None:
        self._tokens: dict[str, str] = {}
        self._passwords: dict[str, str] = {}
        os.environ |= {"DANGAN_HOME": str(home), "DANGAN_PASSWORD": PASSWORD}

    def chapter(self, chinese: str, english: str) -> None:
        """A heading."""
        print(f"\n\033[1m═══ {chinese}\033[0m\n    {english}\n", flush=True)

    def does(self, who: str, *words: str, expect: Sequence[int] = (0,)) -> None:
        """Run a command as somebody; anything but the expected exit code ends the demo."""
        shown = " ".join(f'"{word}"' if " " in word else word for word in words)
        print(f"\033[36m[{who}] $ dangan {shown}\033[0m", flush=True)
        code = self._run(who, words)
        sys.stdout.flush()
        if code not in expect:
            sys.exit(f"demo: `dangan {shown}` ended with {code}, not {' or '.join(map(str, expect))}")

    def changes_password(self, who: str) -> None:
        """Let somebody choose a password of his own, as who signs must."""
        self.does(who, "whoami")
        os.environ["DANGAN_OLD_PASSWORD"] = PASSWORD
        self._passwords[who] = OWN_PASSWORD
        self.does(who, "password")

    def asks(self, who: str, *words: str) -> Any:
        """Run a command with JSON output and return what it says."""
        with contextlib.redirect_stdout(_Captured()) as said:
            code = self._run(who, (*words, "--format", "json"))
        if code:
            sys.exit(f"demo: `dangan {' '.join(words)}` ended with {code}")
        return json.loads(said.text())

    def _run(self, who: str, words: Sequence[str]) -> int:
        os.environ["DANGAN_PASSWORD"] = self._passwords.get(who, PASSWORD)
        os.environ["DANGAN_TOKEN"] = self._token(who)
        return run(list(words))

    def _token(self, who: str) -> str:
        if who not in self._tokens and who != "admin0":
            with contextlib.redirect_stdout(_Captured()) as said:
                code = run(["login", who, "--print-token"])
            if code:
                sys.exit(f"demo: {who} cannot log in ({code})")
            self._tokens[who] = said.text().strip()
        return self._tokens.get(who, "")


class _Captured(io.TextIOWrapper):
    """Standard output kept in memory, bytes and text alike."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", write_through=True)

    def text(self) -> str:
        """What was written."""
        self.seek(0)
        return self.read()


def main() -> None:
    """Tell the story."""
    speak()
    started = time.monotonic()
    house = yaml.safe_load((SAMPLES / "house.yaml").read_text(encoding="utf-8"))
    reports = Path(tempfile.mkdtemp(prefix="dangan-demo-reports-"))
    with tempfile.TemporaryDirectory(prefix="dangan-demo-") as folder:
        delivered = deliver(Path(folder) / "scans")
        story = Story(Path(folder) / "home")
        found_house(story, house)
        take_in(story, delivered)
        settle(story)
        report(story, reports)
        read(story, reports)
        prove(story)
    print(f"\n{reports}: completeness.html, completeness.xlsx, page.png, document.pdf")
    print(f"{time.monotonic() - started:.0f} s")


def deliver(folder: Path) -> Path:
    """What the scanner and the phones delivered: the papers alone, without what the samples say of them."""
    for path in sorted(SAMPLES.rglob("*")):
        if path.suffix in PAPERS:
            place = folder / path.relative_to(SAMPLES)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
    return folder


def found_house(story: Story, house: dict[str, Any]) -> None:
    """The administrator makes the home; the archivist enters customers and contracts."""
    story.chapter("一、建档案库", "1. A home for the archive: company, departments, people, registers")
    company = house["company"]
    admin = next(person for person in house["persons"] if "administrator" in person["posts"])
    words = ["init", "--company", company["name"], "--short", company["short"], "--code", company["code"]]
    words += [word for alias in company["aliases"] for word in ("--alias", alias)]
    story.does("admin0", *words, "--login", admin["login"], "--name", admin["name"])
    for department in house["departments"]:
        story.does(
            admin["login"], "company", "department", company["short"], department["short"], department["name"]
        )
    for person in house["persons"]:
        if person is admin:
            continue
        words = ["person", "add", person["login"], "--name", person["name"], "--company", company["short"]]
        words += ["--department", person["department"]] if person["department"] else []
        words += [word for post in person["posts"] for word in ("--post", post)]
        with contextlib.redirect_stdout(_Captured()):
            story.does(admin["login"], *words)
    story.does(admin["login"], "person", "list")
    for person in house["persons"]:
        if "archivist" in person["posts"]:
            qualify(story, admin["login"], person["login"])
    story.changes_password("fang")
    story.does("weng", "customer", "import", str(SAMPLES / "register.csv"))
    story.does("weng", "contract", "import", str(SAMPLES / "contracts.csv"))


def qualify(story: Story, admin: str, archivist: str) -> None:
    """What an archivist must have on record before starting."""
    words = ["--degree", "大学本科(档案学)", "--skill", "数据库检索,从业五年"]
    words += ["--training", "档案管理员岗前培训", "--examined", "2024-06-28"]
    story.does(admin, "person", "qualify", archivist, *words)


def take_in(story: Story, delivered: Path) -> None:
    """Every scan is read, assigned, numbered and filed, or says why not."""
    story.chapter("二、扫描件入库", "2. The scans: read, assigned, numbered and filed — or why not")
    story.does("weng", "ingest", str(delivered), expect=(0, 12))
    story.does("weng", "status")


def settle(story: Story) -> None:
    """The archivist decides what the rules would not."""
    story.chapter("三、待核件由人定", "3. What the rules would not decide, a person does")
    story.does("weng", "review", "list")
    story.does("weng", "customer", "proposed")
    for proposed in story.asks("weng", "customer", "proposed")["rows"]:
        if proposed["codes"]:  # a name without a code may be a misreading, which no register should hold
            story.does("weng", "customer", "accept", proposed["name"], "--department", "SC1")
    for one in story.asks("weng", "review", "list")["rows"]:
        if one["scan"] == CALL_NOTE:
            story.does("weng", "review", "show", str(one["part"]))
        answer = told_by_hand(one["scan"], one["pages"])
        if answer:
            story.does("weng", "review", "settle", str(one["part"]), *answer)
    for one in story.asks("weng", "status")["rows"]:
        if one["name"] == CANTEEN_MENU:
            story.does("weng", "dismiss", str(one["scan"]), "--reason", "食堂菜单,不归档")
    story.does("weng", "status")


def told_by_hand(scan: str, pages: str) -> list[str]:
    """What an archivist who knows the house makes of a paper, as options of `review settle`; none for what
    is to wait on."""
    told = yaml.safe_load((SAMPLES / f"{scan}.expected.yaml").read_text(encoding="utf-8"))
    found = [part for part in told["parts"] if part["pages"] == pages and part["category"] != "unknown"]
    if not found:
        return []
    paper = found[0]
    customer = paper["customer"] or "宁波砚禾"  # the note of a call names none; its writer remembers
    contract = ["--contract", paper["contract"]] if "contract" in paper else []
    return ["--category", paper["category"], "--customer", customer, *contract]


def report(story: Story, reports: Path) -> None:
    """The credit manager sees what is missing."""
    story.chapter("四、档案是否齐全", "4. What each customer's file holds, and what is missing")
    story.does("lei", "report", "completeness")
    for form in ("html", "xlsx"):
        path = str(reports / f"completeness.{form}")
        story.does("lei", "report", "completeness", "--format", form, "--output", path)
    story.does("lei", "files")


def read(story: Story, reports: Path) -> None:
    """A reader is refused, asks, is granted, reads, and gives back what was lent."""
    story.chapter("五、未经批准,不得查阅", "5. Nobody reads before the director has signed")
    story.does("sang", "search", "付款", expect=(5,))
    until = (date.today() + timedelta(days=7)).isoformat()  # noqa: DTZ011 - the reader's own calendar
    story.does(
        "sang",
        *("request", "new", "--customer", "苏州梧屿冷链物流有限公司", "--regulation", "credit"),
        *("--purpose", "续签年度供货合同前核对付款情况", "--until", until),
    )
    number = story.asks("sang", "request", "list")["rows"][0]["number"]
    story.does("fang", "request", "approve", number, "--remark", "同意,仅限本次")
    story.does("weng", "request", "issue", number)
    story.does("sang", "search", "付款")
    found = story.asks("sang", "search", "付款")["hits"][0]["number"]
    story.does("sang", "show", found)
    story.does("sang", "show", found, "--image", str(reports / "page.png"))
    story.does("sang", "export", found, str(reports / "document.pdf"))
    story.does("sang", "search", "砚禾")
    story.does("sang", "request", "return", number)
    story.does("sang", "show", found, expect=(5,))


def prove(story: Story) -> None:
    """The auditor sees it all, and that nothing is missing."""
    story.chapter("六、留痕与核验", "6. The record, and the proof that nothing is missing")
    story.does("ming", "audit", "list", "--act", "reading")
    story.does("ming", "audit", "verify")
    story.does("ming", "verify")


if __name__ == "__main__":
    main()
