"""The recognition engines by the names that settings use."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from archive.errors import EngineUnavailable
from ingest.reading.reader import Reader

LANGUAGES = ("chi_sim", "eng")  # Tesseract's models
_MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx")  # find lines, recognise them
_LIST_SECONDS = 20


def openvino() -> Reader:
    """RapidOCR on OpenVINO, the fastest."""
    require_engine("openvino")
    from ingest.reading.rapid import RapidReader

    return RapidReader("openvino")


def onnxruntime() -> Reader:
    """RapidOCR on onnxruntime, where OpenVINO has no wheel."""
    require_engine("onnxruntime")
    from ingest.reading.rapid import RapidReader

    return RapidReader("onnxruntime")


def tesseract() -> Reader:
    """Tesseract, the second engine."""
    require_engine("tesseract")
    from ingest.reading.tesseract import TesseractReader

    return TesseractReader()


# Loaded inside a reading process only: importing a recognition library takes a second.
ENGINES: Mapping[str, Callable[[], Reader]] = {
    "openvino": openvino,
    "onnxruntime": onnxruntime,
    "tesseract": tesseract,
}


def require_engine(name: str) -> None:
    """Raise `EngineUnavailable` when what an engine needs is not on this machine.

    Cheap: nothing is loaded, so the parent of the reading processes can ask before any work begins.
    """
    if name == "tesseract":
        _require_tesseract()
        return
    for library in (name, "rapidocr"):
        if importlib.util.find_spec(library) is None:
            raise EngineUnavailable(
                "The library {library} is not installed.",
                advice="Install it, or choose another reading.engine in the settings.",
                library=library,
            )
    model_paths()


def model_paths() -> tuple[Path, Path]:
    """The models inside RapidOCR's wheel: the one that finds lines, the one that recognises them.

    Raise `EngineUnavailable` when one is missing: RapidOCR would try to download it.
    """
    found = importlib.util.find_spec("rapidocr")
    folder = Path(found.origin).parent / "models" if found and found.origin else Path()
    finds, recognises = (folder / name for name in _MODELS)
    for model in (finds, recognises):
        if not model.is_file():
            raise EngineUnavailable(
                "The model {model} of the reading engine is missing.",
                advice="Install rapidocr again in the version that requirements/run.txt names.",
                model=model.name,
            )
    return finds, recognises


def _require_tesseract() -> None:
    program = shutil.which("tesseract")
    if program is None:
        raise EngineUnavailable(
            "The program tesseract is not installed.",
            advice="Install tesseract-ocr and tesseract-ocr-chi-sim with the system's package manager.",
        )
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, timeout=_LIST_SECONDS, check=False
    )
    missing = set(LANGUAGES) - set((listed.stdout + listed.stderr).split())
    if missing:
        raise EngineUnavailable(
            "Tesseract has no model for {languages}.",
            advice="Install tesseract-ocr-chi-sim with the system's package manager.",
            languages=", ".join(sorted(missing)),
        )
