"""Loads one model as mlflow.pyfunc does and answers the server's requests, one at a time, over a Unix socket.

    worker.py SOCKET MODEL_FOLDER

Once the model is loaded, or cannot be, an answer says so. From then on each request is acknowledged by one byte when
it is all there, before the model sees it: a request without it has not been held. Then it is answered.

    request: length of header, length of body (both uint32, little-endian), header (JSON), body
    answer:  kind (one byte), length (uint32, little-endian), JSON

The header's "kind" is "table" (the columns of the model's signature, already held against it; the body has those of
numbers, one after the other), "tensors" (likewise) or "sent" (the body is JSON or CSV as the caller sent it, for
models whose signature does not say it all; MLflow's own parsing applies).
"""

import io
import json
import socket
import struct
import sys
import traceback

READY = b"R"
ACKNOWLEDGED = b"\x06"
PREDICTIONS = b"P"
REFUSED = b"I"
FAILED = b"F"

REQUEST = struct.Struct("<II")
ANSWER = struct.Struct("<cI")

LONGEST_MESSAGE = 1000
LONGEST_TRACE = 16000

# Types whose columns come as bytes; the others come as texts in the header.
NUMBERS = {"boolean": "?", "integer": "<i4", "long": "<i8", "float": "<f4", "double": "<f8"}


class Refused(Exception):
    """What the request asks cannot be asked of the model."""


class Parameters:
    """The model's params, which MLflow would leave out silently where it does not know them."""

    def __init__(self, metadata):
        schema = metadata.get_params_schema() if hasattr(metadata, "get_params_schema") else None
        self.names = None if schema is None else [param.name for param in schema.params]

    def check(self, params):
        if not params:
            return None
        if not self.names:
            raise Refused("The model takes no params.")
        unknown = sorted(name for name in params if name not in self.names)
        if unknown:
            raise Refused("params has %s, and the model takes %s." % (", ".join(unknown)[:200], ", ".join(self.names)))
        return params


class Table:
    """Makes the DataFrame that MLflow's enforcement of the signature would make."""

    def __init__(self, schema):
        import numpy
        import pandas

        self.numpy = numpy
        self.pandas = pandas
        self.schema = schema
        self.types = [kind.name for kind in schema.input_types()]
        self.names = list(schema.input_names()) if schema.has_input_names() else list(range(len(self.types)))
        self.dtypes = [numpy.dtype(NUMBERS[kind]) if kind in NUMBERS else None for kind in self.types]
        # Not "None in": for NumPy, a float64 is equal to None.
        numbers = all(dtype is not None for dtype in self.dtypes)
        self.alike = numbers and len(set(self.dtypes)) == 1
        self.columns = self.of_dict(1, bytes(8 * len(self.types)), {}).columns
        self.enforced = numbers and self.enforcement_changes_nothing()

    def enforcement_changes_nothing(self):
        """Then it need not run for each request: it looks at names and types, which are always these."""
        from mlflow.models.utils import _enforce_schema

        made = self.of(1, bytearray(8 * len(self.types)), {})
        enforced = _enforce_schema(made, self.schema)
        return (
            isinstance(enforced, self.pandas.DataFrame)
            and enforced.columns.equals(made.columns)
            and enforced.columns.dtype == made.columns.dtype
            and list(enforced.dtypes) == list(made.dtypes)
            and enforced.index.equals(made.index)
        )

    def of(self, rows, body, texts):
        if self.alike:
            width = len(self.types)
            values = self.numpy.frombuffer(body, self.dtypes[0], rows * width).reshape(width, rows)
            return self.pandas.DataFrame(values.T, columns=self.columns)
        frame = self.of_dict(rows, body, texts)
        if texts:
            from mlflow.utils.proto_json_utils import cast_df_types_according_to_schema

            frame = cast_df_types_according_to_schema(frame, self.schema)
        return frame

    def of_dict(self, rows, body, texts):
        columns = {}
        at = 0
        for i, name in enumerate(self.names):
            dtype = self.dtypes[i]
            if dtype is None:
                columns[name] = texts.get(str(i), [""] * rows)
            else:
                columns[name] = self.numpy.frombuffer(body, dtype, rows, at)
                at += rows * dtype.itemsize
        return self.pandas.DataFrame(columns)


class Tensors:
    """Makes the arrays of a signature of tensors: one, or one for each name."""

    def __init__(self, schema):
        import numpy

        self.numpy = numpy
        self.specs = list(schema.inputs)
        self.named = schema.has_input_names()

    def of(self, shapes, body, texts):
        arrays = {}
        at = 0
        for i, (spec, shape) in enumerate(zip(self.specs, shapes)):
            if str(i) in texts:
                array = self.numpy.array(texts[str(i)], dtype=spec.type)
            else:
                count = 1
                for length in shape:
                    count *= length
                array = self.numpy.frombuffer(body, spec.type, count, at)
                at += count * spec.type.itemsize
            arrays[spec.name] = array.reshape(shape)
        return arrays if self.named else next(iter(arrays.values()))


class Sent:
    """Parses what the caller sent as MLflow's scoring server does."""

    def __init__(self, metadata, schema):
        self.schema = schema
        hinted = getattr(metadata, "_is_signature_from_type_hint", None)
        self.of_type_hints = hinted is not None and hinted()

    def of(self, form, body):
        if self.of_type_hints and form != "inputs":
            raise Refused("The model's predict has type hints: send what it takes as inputs.")
        from mlflow.utils.proto_json_utils import dataframe_from_parsed_json, parse_tf_serving_input

        try:
            if form == "csv":
                import pandas

                types = None
                if self.schema is not None:
                    types = dict(zip(self.schema.input_names(), self.schema.pandas_types()))
                return pandas.read_csv(io.BytesIO(body), dtype=types)
            data = json.loads(body)
            if self.of_type_hints:
                return data
            if form in ("inputs", "instances"):
                return parse_tf_serving_input({form: data}, schema=self.schema)
            return dataframe_from_parsed_json(data, pandas_orient=form[len("dataframe_") :], schema=self.schema)
        except Exception as error:
            raise Refused(message_of(error))


class Model:
    def __init__(self, folder):
        import mlflow.pyfunc
        from mlflow.exceptions import MlflowException
        from mlflow.utils.proto_json_utils import NumpyEncoder, _get_jsonable_obj

        self.mlflow_exception = MlflowException
        self.encoder = NumpyEncoder
        self.jsonable = _get_jsonable_obj
        self.model = mlflow.pyfunc.load_model(folder)
        schema = self.model.metadata.get_input_schema()
        self.params = Parameters(self.model.metadata)
        self.sent = Sent(self.model.metadata, schema)
        self.table = None
        self.tensors = None
        if schema is not None and schema.is_tensor_spec():
            self.tensors = Tensors(schema)
        elif schema is not None and all(hasattr(kind, "to_numpy") for kind in schema.input_types()):
            self.table = Table(schema)
        self.made = None
        self.validate = getattr(mlflow.pyfunc, "_validate_prediction_input", None)
        if self.validate is not None:
            mlflow.pyfunc._validate_prediction_input = self.validated

    def validated(self, data, params, input_schema, params_schema, *more):
        """MLflow's own check, of what is not checked yet. What it refuses is the caller's."""
        try:
            if data is self.made and params is None and params_schema is None:
                return data, params
            return self.validate(data, params, None if data is self.made else input_schema, params_schema, *more)
        except Exception as error:
            raise Refused(message_of(error.__context__ or error))

    def input(self, header, body):
        kind = header["kind"]
        if kind == "table":
            frame = self.table.of(header["rows"], bytearray(body), header["texts"])
            self.made = frame if self.table.enforced else None
            return frame
        self.made = None
        if kind == "tensors":
            return self.tensors.of(header["shapes"], bytearray(body), header["texts"])
        return self.sent.of(header["format"], body)

    def answer(self, header, body):
        try:
            predictions = self.predict(header, body)
            return PREDICTIONS, json.dumps(
                self.jsonable(predictions, pandas_orient="records"), cls=self.encoder
            ).encode()
        except Refused as refused:
            return REFUSED, told({"message": str(refused)})
        except self.mlflow_exception as error:
            if is_of_the_caller(error):
                return REFUSED, told({"message": message_of(error)})
            return FAILED, failure(error)
        except BaseException as error:
            return FAILED, failure(error)

    def predict(self, header, body):
        params = self.params.check(header.get("params"))
        data = self.input(header, body)
        try:
            return self.model.predict(data) if params is None else self.model.predict(data, params=params)
        finally:
            self.made = None


def is_of_the_caller(error):
    """A model may refuse what it is asked with one of MLflow's errors, which have a status."""
    try:
        return 400 <= error.get_http_status_code() < 500
    except Exception:
        return False


def message_of(error):
    return (str(getattr(error, "message", None) or error) or type(error).__name__)[:LONGEST_MESSAGE]


def failure(error):
    return told(
        {
            "message": message_of(error),
            "type": type(error).__name__,
            "trace": "".join(traceback.format_exception(type(error), error, error.__traceback__))[-LONGEST_TRACE:],
        }
    )


def told(values):
    return json.dumps(values).encode()


def main():
    connection = socket.socket(socket.AF_UNIX)
    connection.connect(sys.argv[1])
    requests = connection.makefile("rb", buffering=1 << 16)
    try:
        model = Model(sys.argv[2])
    except BaseException as error:
        payload = failure(error)
        connection.sendall(ANSWER.pack(FAILED, len(payload)) + payload)
        return
    connection.sendall(ANSWER.pack(READY, 0))
    while True:
        lengths = requests.read(REQUEST.size)
        if len(lengths) < REQUEST.size:
            return
        header_length, body_length = REQUEST.unpack(lengths)
        header = json.loads(requests.read(header_length))
        body = requests.read(body_length)
        connection.sendall(ACKNOWLEDGED)
        kind, payload = model.answer(header, body)
        connection.sendall(ANSWER.pack(kind, len(payload)) + payload)


main()
