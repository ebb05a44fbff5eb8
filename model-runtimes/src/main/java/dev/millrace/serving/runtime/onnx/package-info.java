/** ONNX models, by onnxruntime. */
@NullMarked
package dev.millrace.serving.runtime.onnx;

import org.jspecify.annotations.NullMarked;
