"""An engine that cannot run here is told before any work begins, with what to do."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from archive.errors import EngineUnavailable
from archive.settings import ReadingSettings
from ingest.reading.engines import model_paths
from ingest.reading.pool import ReadingPool


def refusal(engine: str) -> EngineUnavailable:
    settings = ReadingSettings.model_validate({"engine": engine, "workers": 1})
    with pytest.raises(EngineUnavailable) as refused:
        ReadingPool(settings)
    assert refused.value.advice != ""
    return refused.value


@pytest.mark.parametrize("engine", ["openvino", "onnxruntime"])
def test_a_library_that_is_missing(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert str(refusal(engine)) == f"The library {engine} is not installed."


def test_a_model_that_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = ModuleSpec("rapidocr", None, origin=str(tmp_path / "__init__.py"))
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: here)
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "PP-OCRv6_det_small.onnx").touch()
    missing = "The model PP-OCRv6_rec_small.onnx of the reading engine is missing."
    assert str(refusal("openvino")) == missing


def test_the_models_are_those_of_the_wheel() -> None:
    assert [path.is_file() for path in model_paths()] == [True, True]


def test_tesseract_is_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert str(refusal("tesseract")) == "The program tesseract is not installed."


def test_tesseract_without_its_chinese_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "tesseract"
    program.write_text('#!/bin/sh\necho "List of available languages (2):"\necho eng\necho osd\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert str(refusal("tesseract")) == "Tesseract has no model for chi_sim."
