/** Serves gRPC on a port of its own, where one is given. */
@NullMarked
package dev.millrace.platform.grpc;

import org.jspecify.annotations.NullMarked;
