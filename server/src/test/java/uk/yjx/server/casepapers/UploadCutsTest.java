package uk.yjx.server.casepapers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.casepapers.v1.CreatePackageResponse;
import uk.yjx.casepapers.v1.DocumentKind;
import uk.yjx.casepapers.v1.DocumentManifest;
import uk.yjx.casepapers.v1.DocumentState;
import uk.yjx.client.ConnectionSettings;
import uk.yjx.client.ExchangeConnection;
import uk.yjx.client.papers.DocumentSender;
import uk.yjx.client.papers.SendListener;
import uk.yjx.client.papers.SentDocument;
import uk.yjx.common.v1.Marking;

/**
 * A document arrives whole although its sender is killed, its connection dropped and its server
 * killed, twenty times in all; nothing is sent twice beyond what one cut may cost.
 */
final class UploadCutsTest {
  private static final int CUTS = 20;

  /** The first and the eleventh cut kill the server. */
  private static final int SERVER_KILLED_EVERY = 10;

  /** Of the document, in MiB; 1024 by hand. */
  private static final int MIB = Integer.getInteger("yjx.papers.mib", 24);

  private static final long BYTES = (long) MIB << 20;

  /** What the contract calls the largest part; what is in flight is never more. */
  private static final long PART_BYTES_MAX = 1 << 20;

  /** TLS records, HTTP/2 frames and handshakes beside the content. */
  private static final double WIRE_OVERHEAD = 0.01;

  private static final long HANDSHAKE_BYTES = 16 << 10;

  @TempDir Path folder;

  private final long seed = new SecureRandom().nextLong();
  private final Random random = new Random(seed);
  private long durable;

  @Test
  void arrivesWholeAfterTwentyCuts() throws Exception {
    Path file = folder.resolve("interview.mp4");
    byte[] sha256 = film(file);
    try (KilledExchange exchange = new KilledExchange(folder);
        Relay relay = new Relay(exchange.port())) {
      Prosecution prosecution = new Prosecution(exchange);
      CreatePackageResponse created =
          prosecution
              .stub()
              .createPackage(
                  prosecution
                      .request(
                          1,
                          DocumentManifest.newBuilder()
                              .setKind(DocumentKind.DOCUMENT_KIND_INTERVIEW_RECORDING)
                              .setTitle("Interview")
                              .setMediaType("video/mp4")
                              .setSizeBytes(BYTES)
                              .setSha256(ByteString.copyFrom(sha256))
                              .setMarking(Marking.MARKING_OFFICIAL_SENSITIVE))
                      .build());
      Client client = new Client(exchange, relay, prosecution, created.getDocumentIds(0), file);
      for (int cut = 0; cut < CUTS; cut++) {
        // Each cut comes at a random byte of the next twentieth.
        awaitDurable((long) ((cut + random.nextDouble()) * BYTES / (CUTS + 1)), client);
        if (cut % SERVER_KILLED_EVERY == 0) {
          exchange.kill();
        } else if (random.nextBoolean()) {
          relay.drop();
        } else {
          client.kill();
          client = new Client(exchange, relay, prosecution, created.getDocumentIds(0), file);
        }
      }
      SentDocument sent = client.result.get(60 + MIB, TimeUnit.SECONDS);
      client.close();
      assertEquals(DocumentState.DOCUMENT_STATE_VERIFIED, sent.progress().getState());
      assertEquals(
          DocumentState.DOCUMENT_STATE_VERIFIED,
          prosecution.query(created).getDocuments(0).getState());
      long twice = relay.sent() - BYTES;
      System.err.printf(
          "seed %d: %,d bytes of content, %,d beyond it on the wire in %d cuts,"
              + " peaks of %d MiB resident at the server, %d at the sender and this test%n",
          seed,
          BYTES,
          twice,
          CUTS,
          exchange.peakResidentMib(),
          KilledExchange.peakResidentMib(ProcessHandle.current().pid()));
      assertTrue(
          twice
              <= CUTS * (PART_BYTES_MAX + HANDSHAKE_BYTES)
                  + (long) ((BYTES + CUTS * PART_BYTES_MAX) * WIRE_OVERHEAD),
          "seed " + seed + ": " + twice + " bytes were sent twice");
    }
  }

  /** A file that begins like a film and cannot be compressed; its SHA-256. */
  private byte[] film(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < MIB; i++) {
        byte[] block = new byte[1 << 20];
        random.nextBytes(block);
        if (i == 0) {
          byte[] head = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0, 0, 2, 0};
          System.arraycopy(head, 0, block, 0, head.length);
        }
        digest.update(block);
        out.write(block);
      }
    }
    return digest.digest();
  }

  private synchronized void awaitDurable(long bytes, Client client) throws Exception {
    while (durable < bytes) {
      wait(1_000);
      if (client.result.isCompletedExceptionally()) {
        client.result.get();
      }
    }
  }

  private synchronized void told(long bytes) {
    durable = Math.max(durable, bytes);
    notifyAll();
  }

  /** A sender with a connection of its own, as a new process has it. */
  private final class Client {
    final CompletableFuture<SentDocument> result = new CompletableFuture<>();
    private final ExchangeConnection connection;
    private final Relay relay;
    private final Thread thread;

    Client(
        KilledExchange exchange, Relay relay, Prosecution prosecution, String document, Path file)
        throws Exception {
      this.relay = relay;
      connection =
          ExchangeConnection.open(
              "127.0.0.1",
              relay.port(),
              exchange.credentials(prosecution.system),
              ConnectionSettings.standard().withServerName("localhost"));
      DocumentSender sender = new DocumentSender(connection, Prosecution.PATIENT, new Random(seed));
      thread =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  result.complete(sender.send(document, file, listener()));
                } catch (Exception e) {
                  result.completeExceptionally(e);
                }
              });
    }

    /** Nothing of it is left; what it had in flight is lost. */
    void kill() throws Exception {
      relay.drop();
      thread.interrupt();
      try {
        result.get(20, TimeUnit.SECONDS);
      } catch (ExecutionException interrupted) {
        // So it was meant.
      }
      close();
    }

    void close() {
      connection.close();
    }

    private SendListener listener() {
      return new SendListener() {
        @Override
        public void committed(long bytes) {
          told(bytes);
        }

        @Override
        public void cut(String why, long committed) {
          // The next attempt says where it goes on.
        }
      };
    }
  }
}
