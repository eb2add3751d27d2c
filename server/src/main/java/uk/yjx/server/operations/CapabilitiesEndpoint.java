package uk.yjx.server.operations;

import com.google.protobuf.Duration;
import io.grpc.BindableService;
import io.grpc.stub.StreamObserver;
import io.micronaut.context.BeanProvider;
import io.micronaut.grpc.annotation.GrpcService;
import java.util.List;
import uk.yjx.capabilities.v1.CapabilitiesServiceGrpc;
import uk.yjx.capabilities.v1.GetCapabilitiesRequest;
import uk.yjx.capabilities.v1.GetCapabilitiesResponse;
import uk.yjx.capabilities.v1.Limit;
import uk.yjx.server.alerts.AlertLimits;
import uk.yjx.server.journal.JournalLimits;
import uk.yjx.server.journal.LimitSource;
import uk.yjx.server.journal.LogIdentity;
import uk.yjx.server.journal.PublishedLimit;
import uk.yjx.server.journal.Receipts;

/** Tells what this exchange offers, and every limit it enforces. */
@GrpcService
final class CapabilitiesEndpoint extends CapabilitiesServiceGrpc.CapabilitiesServiceImplBase {
  private final LogIdentity log;
  private final List<LimitSource> sources;

  /** Asked at each call: this endpoint is one of them. */
  private final BeanProvider<BindableService> services;

  CapabilitiesEndpoint(
      LogIdentity log, List<LimitSource> sources, BeanProvider<BindableService> services) {
    this.log = log;
    this.sources = List.copyOf(sources);
    this.services = services;
  }

  @Override
  public void getCapabilities(
      GetCapabilitiesRequest request, StreamObserver<GetCapabilitiesResponse> to) {
    List<PublishedLimit> limits = sources.stream().flatMap(s -> s.limits().stream()).toList();
    GetCapabilitiesResponse.Builder answer =
        GetCapabilitiesResponse.newBuilder()
            .setVersion(log.build())
            .addAllServices(names())
            .setLogOrigin(log.origin(log.epoch()))
            .setLogVerifierKey(log.logKey(log.epoch()).verifierKey())
            .setReceiptVerifierKey(log.receiptKey().verifierKey())
            .setRequestIdRetention(seconds(limits, JournalLimits.REQUEST_ID_RETENTION_NAME))
            .setCursorRetention(seconds(limits, AlertLimits.CURSOR_RETENTION_NAME))
            .setStandingNotice(Receipts.STANDING_NOTICE);
    for (PublishedLimit limit : limits) {
      answer.addLimits(
          Limit.newBuilder().setName(limit.name()).setValue(limit.value()).setUnit(limit.unit()));
    }
    to.onNext(answer.build());
    to.onCompleted();
  }

  private List<String> names() {
    return services.stream()
        .map(s -> s.bindService().getServiceDescriptor().getName())
        .sorted()
        .distinct()
        .toList();
  }

  private static Duration seconds(List<PublishedLimit> limits, String name) {
    long value =
        limits.stream()
            .filter(l -> l.name().equals(name))
            .findFirst()
            .orElseThrow(() -> new IllegalStateException("no room publishes " + name))
            .value();
    return Duration.newBuilder().setSeconds(value).build();
  }
}
