"""A neural network on OpenVINO or onnxruntime: arrays in, arrays out, on one core and in little memory."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

Tensor: TypeAlias = NDArray[np.float32]

_SHAPES = 64  # input shapes that OpenVINO keeps prepared; it would keep thousands
# One thread, and not pinned: pinned, all processes of a pool would share the first core.
_OPENVINO = {
    "INFERENCE_NUM_THREADS": 1,
    "NUM_STREAMS": 1,
    "ENABLE_CPU_PINNING": False,
    "CPU_RUNTIME_CACHE_CAPACITY": _SHAPES,
}


class Net(Protocol):
    """A loaded network with one input and one output."""

    characters: tuple[str, ...]
    """What a recogniser's classes stand for, as its model file says; empty for other networks."""

    def __call__(self, batch: Tensor) -> Tensor:
        """The output for a batch; it may be overwritten by the next call."""


class OpenvinoNet:
    """A network on OpenVINO."""

    def __init__(self, model: Path) -> None:
        import openvino

        core = openvino.Core()
        loaded = core.read_model(model)
        told = loaded.get_rt_info()
        written = told["framework"]["character"].value if "framework" in told else ""
        self.characters = tuple(written.splitlines())
        self._request = core.compile_model(loaded, "CPU", _OPENVINO).create_infer_request()

    def __call__(self, batch: Tensor) -> Tensor:
        """See `Net`."""
        self._request.infer([batch])
        output: Tensor = self._request.get_output_tensor().data
        return output


class OnnxruntimeNet:
    """A network on onnxruntime."""

    def __init__(self, model: Path) -> None:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.enable_cpu_mem_arena = False
        options.log_severity_level = 4
        self._session = onnxruntime.InferenceSession(
            str(model), sess_options=options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name
        written = self._session.get_modelmeta().custom_metadata_map.get("character", "")
        self.characters = tuple(written.splitlines())

    def __call__(self, batch: Tensor) -> Tensor:
        """See `Net`."""
        output: Tensor = self._session.run(None, {self._input: batch})[0]
        return output


NETS: Mapping[str, Callable[[Path], Net]] = {"openvino": OpenvinoNet, "onnxruntime": OnnxruntimeNet}
