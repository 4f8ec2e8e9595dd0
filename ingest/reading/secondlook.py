"""A second look for the code of a company, where a page should carry one and none was read.

Emblems, gold print and seals lie over the codes of licences; photographs are pale. The lines in
question are read in several ways; a code counts only when its check characters are right without
any repair and two ways agree. Chance alone passes the two check characters of a credit code once
in 341 misreadings, the one of a registration number once in ten.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import cv2
import numpy as np

from classify.codes import find_codes, organisation_in
from classify.wording import plain
from ingest.reading import seal
from ingest.reading.order import Quad
from ingest.reading.reader import Array
from ingest.reading.strip import Strip, cut_out, inset, is_under, shared

Find = Callable[[Array], list[Quad]]
Recognise = Callable[[Sequence[Array]], list[tuple[str, float]]]

_LABEL = re.compile(r"信用代码|注册号|纳税人识别号")
_RUN = re.compile(r"(?<![0-9A-Z])(?:9[1-3]|[15][1-9])[0-9A-Z]{15,17}(?![0-9A-Z])")
_CERTIFICATE = re.compile(r"营业执照|登记证书?$|法人证书")
_TITLE_AT_MOST = 12  # characters; more is a sentence that speaks of a licence
_SUSPECTS = 6  # lines of a page; tables of companies are left alone
_INSETS = (-0.1, 0.0, 0.15)  # of the line's height
_AGREEING = 2
_SAME = 0.7  # of two lines' common area: the line was found before
_SHARPENED = 1.8
_COLOURFUL = 60  # levels between the strongest and the weakest of red, green and blue


def with_code(
    image: Array, strips: Sequence[Strip], *, find: Find, recognise: Recognise
) -> tuple[list[Strip], int]:
    """The strips of a page (BGR), with the code read again where it was missing.

    Also how many readings that took. `find` gives the lines of a picture, `recognise` reads cuts.
    """
    texts = [plain(strip.text).upper() for strip in strips]
    if any(_printed(text) for text in texts):
        return list(strips), 0
    suspects = [n for n, text in enumerate(texts) if _LABEL.search(text) or _RUN.search(text)]
    look = _Look(image, recognise)
    better = {n: look.again(strips[n].quad) for n in suspects[:_SUSPECTS]}
    read = [better.get(n) or strip for n, strip in enumerate(strips)]
    if not any(better.values()) and any(map(_is_title, texts)):
        read = _completed(read, look.elsewhere(find, known=[strip.quad for strip in strips]))
    return read, look.readings


class _Look:
    """Reads lines of one page in several ways and counts the readings."""

    def __init__(self, image: Array, recognise: Recognise) -> None:
        self._image = image
        self._recognise = recognise
        self.readings = 0

    def again(self, quad: Quad) -> Strip | None:
        """The line, if two ways of reading it agree on a code."""
        cuts = [way for share in _INSETS for way in _ways(cut_out(self._image, inset(quad, share)))]
        self.readings += len(cuts)
        found = self._recognise(cuts)
        codes = [_printed(plain(text).upper()) for text, _ in found]
        votes = Counter(code for code in codes if code).most_common(2)
        if not votes or votes[0][1] < _AGREEING or (len(votes) > 1 and votes[1][1] == votes[0][1]):
            return None
        agreeing = [one for one, code in zip(found, codes, strict=True) if code == votes[0][0]]
        text, confidence = max(agreeing, key=lambda one: one[1])
        return Strip(quad, text, confidence)

    def elsewhere(self, find: Find, *, known: Sequence[Quad]) -> list[Strip]:
        """Lines with a code that come to light when coloured ink is taken out of the page."""
        fresh = [
            quad
            for quad in find(_drained(self._image))
            if not any(shared(quad, one) > _SAME for one in known)
        ]
        self.readings += len(fresh)
        firsts = self._recognise([cut_out(self._image, quad) for quad in fresh])
        told = [quad for quad, (text, _) in zip(fresh, firsts, strict=True) if _is_suspect(text)]
        return [strip for quad in told if (strip := self.again(quad)) is not None]


def _printed(text: str) -> str:
    """A code as printed, all its check characters right; empty when there is none."""
    for code in find_codes(text):
        if code.repaired:
            continue
        if code.kind == "credit" and organisation_in(code.value):
            return code.value
        if code.kind == "registration" and code.value[0] in "123456":  # GB/T 2260: the region
            return code.value
    return ""


def _is_suspect(text: str) -> bool:
    spelled = plain(text).upper()
    return bool(_LABEL.search(spelled) or _RUN.search(spelled) or _printed(spelled))


def _is_title(text: str) -> bool:
    return len(text) <= _TITLE_AT_MOST and _CERTIFICATE.search(text) is not None


def _completed(strips: Sequence[Strip], fresh: Sequence[Strip]) -> list[Strip]:
    """The strips and the fresh ones, which stand for what they lie over."""
    kept = [one for one in strips if not any(is_under(one.quad, other.quad) for other in fresh)]
    return [*kept, *fresh]


def _ways(cut: Array) -> Iterable[Array]:
    """The line with its contrast stretched, sharpened, and through a red filter where a seal is."""
    yield _stretched(cut)
    yield _sharpened(cut)
    if seal.is_red(cut):
        yield _stretched(seal.removed(cut))


def _stretched(cut: Array) -> Array:
    dark, light = np.percentile(cut, (1, 90))
    levels = (cut.astype(np.float32) - dark) * (255 / max(1.0, light - dark))
    return np.asarray(np.clip(levels, 0, 255), dtype=np.uint8)


def _sharpened(cut: Array) -> Array:
    soft = cv2.GaussianBlur(cut, (0, 0), 1.5)
    return np.asarray(cv2.addWeighted(cut, _SHARPENED, soft, 1 - _SHARPENED, 0), dtype=np.uint8)


def _drained(image: Array) -> Array:
    """The page with coloured ink (gold, red) replaced by the colour of its paper."""
    colourful = (image.max(axis=2) - image.min(axis=2)) > _COLOURFUL
    spread = cv2.dilate(colourful.astype(np.uint8), np.ones((3, 3), np.uint8)).astype(bool)
    paper = np.median(image[::4, ::4].reshape(-1, 3), axis=0).astype(np.uint8)
    drained = image.copy()
    drained[spread] = paper
    return drained
