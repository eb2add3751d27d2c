/** The gRPC edge: TLS, interceptors, error mapping, limits and drain. */
@NullMarked
package uk.yjx.server.transport;

import org.jspecify.annotations.NullMarked;
