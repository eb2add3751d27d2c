package uk.yjx.server.evidence;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import uk.yjx.client.verify.VerificationException;
import uk.yjx.client.verify.VerifierKey;
import uk.yjx.server.journal.TestJournal;
import uk.yjx.server.storage.TestDatabase;

/** A journal over a database of the test's own, a clock it moves, and signers of its log. */
abstract class SigningCase {
  static final long EPOCH = 1;

  @TempDir Path folder;
  final TestClock clock = new TestClock();
  TestDatabase database = TestDatabase.fresh();
  @Nullable TestJournal running;

  @BeforeEach
  void start() {
    running = TestJournal.on(database, clock);
  }

  @AfterEach
  void stop() {
    journal().close();
    database.close();
  }

  TestJournal journal() {
    if (running == null) {
      throw new IllegalStateException("no journal runs");
    }
    return running;
  }

  LogStore store() {
    return new LogStore(database.database());
  }

  String origin() {
    return journal().log().origin(EPOCH);
  }

  LogSigner signer(String file) {
    return new LogSigner(
        store(),
        new SigningLease(store(), UUID.randomUUID()),
        new CheckpointFile(folder.resolve(file)),
        key -> Optional.empty(),
        journal().log()::logKey,
        clock);
  }

  static SignedLog signed(LogSigner signer) {
    SignedLog signed = signer.signed();
    if (signed == null) {
      throw new AssertionError("nothing is signed");
    }
    return signed;
  }

  String latest() {
    String note = latestOrNull();
    if (note == null) {
      throw new AssertionError("no checkpoint is stored");
    }
    return note;
  }

  @Nullable String latestOrNull() {
    return store().latest(origin()).map(Checkpoint::note).orElse(null);
  }

  uk.yjx.client.verify.Checkpoint opened(String note) throws VerificationException {
    VerifierKey key = VerifierKey.parse(journal().log().logKey(EPOCH).verifierKey());
    return uk.yjx.client.verify.Checkpoint.open(
        note.getBytes(StandardCharsets.UTF_8), origin(), List.of(key));
  }
}
