package uk.yjx.server.transport;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Settings of the edge that an operator may choose; everything else is a constant of {@link
 * Limits}. The port and the address are micronaut-grpc's own settings, filled from {@code
 * yjx.transport.port} and {@code yjx.transport.host}.
 *
 * @param certificate the server's certificate chain, PEM
 * @param key its private key, PKCS #8 PEM; both are read again when they change
 * @param jdkTls use the JDK's TLS where BoringSSL does not run
 * @param reflection answer gRPC reflection, for development
 * @param callsPerSecond calls a principal may begin a second, on average
 * @param callsBurst calls a principal may begin at once
 * @param connectionsMax connections in all
 * @param connectionsPerSourceMax connections from one address
 * @param connectionAge after this long a client is asked to connect anew
 * @param connectionAgeGrace how long calls may go on after that
 * @param drainTimeout how long a stopping server waits for calls
 */
@ConfigurationProperties("yjx.transport")
public record TransportSettings(
    Path certificate,
    Path key,
    @Bindable(defaultValue = "false") boolean jdkTls,
    @Bindable(defaultValue = "false") boolean reflection,
    @Bindable(defaultValue = "2000") int callsPerSecond,
    @Bindable(defaultValue = "4000") int callsBurst,
    @Bindable(defaultValue = "10000") int connectionsMax,
    @Bindable(defaultValue = "1000") int connectionsPerSourceMax,
    @Bindable(defaultValue = "30m") Duration connectionAge,
    @Bindable(defaultValue = "5m") Duration connectionAgeGrace,
    @Bindable(defaultValue = "10s") Duration drainTimeout) {}
