package uk.yjx.server.journal;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.RuntimeBeanDefinition;
import io.micronaut.grpc.server.GrpcEmbeddedServer;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uk.yjx.server.audit.AuditEventBuilder;
import uk.yjx.server.kernel.Ids;
import uk.yjx.server.storage.RecordKey;
import uk.yjx.server.storage.Vault;

/**
 * The exchange, whole, with a trail that can be left out of it while it runs. It says what the log
 * costs: everything else stays as it is, down to the same process and the same tables.
 */
public final class TrailWiring implements AutoCloseable {
  private final ApplicationContext context;
  private final GrpcEmbeddedServer server;
  private final LeavableTrail trail;

  private TrailWiring(ApplicationContext context) {
    this.context = context;
    this.trail = (LeavableTrail) context.getBean(AuditTrail.class);
    this.server = context.getBean(GrpcEmbeddedServer.class);
  }

  /** Starts an exchange with these settings; it writes its log until told otherwise. */
  public static TrailWiring start(Map<String, Object> settings) {
    AtomicReference<@Nullable ApplicationContext> self = new AtomicReference<>();
    ApplicationContext context =
        ApplicationContext.builder()
            .properties(settings)
            .deduceEnvironment(false)
            .beanDefinitions(
                RuntimeBeanDefinition.builder(AuditTrail.class, () -> LeavableTrail.in(self.get()))
                    .replaces(AuditTrail.class)
                    .singleton(true)
                    .build())
            .build();
    self.set(context);
    context.start();
    TrailWiring wiring = new TrailWiring(context);
    wiring.server.start();
    return wiring;
  }

  /** The port it takes calls on. */
  public int port() {
    return server.getPort();
  }

  /** Whether what is begun from now on is logged. */
  public void audited(boolean logged) {
    trail.logged = logged;
  }

  @Override
  public void close() {
    server.stop();
    context.close();
  }

  /** The real trail, or none: then an entry has its rows, key and answer, and no leaf. */
  private static final class LeavableTrail extends AuditTrail {
    private final Vault vault;
    private volatile boolean logged = true;

    private LeavableTrail(LogIdentity log, Ids ids, Vault vault, RandomGenerator random) {
      super(log, ids, vault, random);
      this.vault = vault;
    }

    static LeavableTrail in(@Nullable ApplicationContext context) {
      if (context == null) {
        throw new IllegalStateException("a trail was asked for before there was an exchange");
      }
      return new LeavableTrail(
          context.getBean(LogIdentity.class),
          context.getBean(Ids.class),
          context.getBean(Vault.class),
          context.getBean(RandomGenerator.class));
    }

    @Override
    public void add(Entry.Builder entry, RecordKey key, AuditEventBuilder event) {
      if (!entry.isUnaudited()) {
        super.add(entry, key, event);
      }
    }

    @Override
    public RecordKey newKey(Entry.Builder entry) {
      if (logged) {
        return super.newKey(entry);
      }
      RecordKey key = vault.newRecordKey();
      entry.unaudited(key);
      return key;
    }
  }
}
