"""The recognition engines by the names that settings use."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Mapping

from archive.errors import EngineUnavailable
from ingest.reading.reader import Reader


def openvino() -> Reader:
    """RapidOCR on OpenVINO, the fastest."""
    _require("openvino")
    from ingest.reading.rapid import RapidReader

    return RapidReader("openvino")


def onnxruntime() -> Reader:
    """RapidOCR on onnxruntime, where OpenVINO has no wheel."""
    _require("onnxruntime")
    from ingest.reading.rapid import RapidReader

    return RapidReader("onnxruntime")


def tesseract() -> Reader:
    """Tesseract, the second engine."""
    from ingest.reading.tesseract import TesseractReader

    if shutil.which("tesseract") is None:
        raise EngineUnavailable(
            "The program tesseract is not installed.",
            advice="Install tesseract-ocr and tesseract-ocr-chi-sim with the system's package manager.",
        )
    return TesseractReader()


# Loaded inside a reading process only: importing a recognition library takes a second.
ENGINES: Mapping[str, Callable[[], Reader]] = {
    "openvino": openvino,
    "onnxruntime": onnxruntime,
    "tesseract": tesseract,
}


def _require(library: str) -> None:
    if importlib.util.find_spec(library) is None:
        raise EngineUnavailable(
            "The library {library} is not installed.",
            advice="Install it, or choose another reading.engine in the settings.",
            library=library,
        )
