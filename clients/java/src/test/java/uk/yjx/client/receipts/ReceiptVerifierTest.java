package uk.yjx.client.receipts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import uk.yjx.client.InProcess;
import uk.yjx.common.v1.Receipt;
import uk.yjx.common.v1.ReceiptSignature;

class ReceiptVerifierTest {

  private static final Instant RECEIVED = Instant.parse("2026-01-05T17:00:00Z");
  private static final Duration MERGE_DELAY = Duration.ofMinutes(1);

  private Instant now = RECEIVED;
  private ScriptedLog log;
  private SigningKey receiptKey;
  private InProcess inProcess;
  private ReceiptVerifier verifier;

  @BeforeEach
  void open() throws Exception {
    log = new ScriptedLog();
    receiptKey = new SigningKey("exchange.example/receipts");
    inProcess = new InProcess(log);
    verifier =
        new ReceiptVerifier(
            inProcess.connection(),
            ExchangeKeys.parse(receiptKey.verifierKey(), log.key.verifierKey(), ScriptedLog.ORIGIN),
            MERGE_DELAY,
            () -> now,
            Optional.empty());
    for (int i = 0; i < 5; i++) {
      log.append("leaf " + i);
    }
  }

  @AfterEach
  void close() {
    inProcess.close();
  }

  @Test
  void verifiesReceiptsThatTheLogHolds() throws Exception {
    List<ReceiptVerdict> verdicts = verifier.verify(signed(receipt(1), receipt(4)), RECEIVED);

    assertEquals(2, verdicts.size());
    verdicts.forEach(v -> assertInstanceOf(ReceiptVerdict.Verified.class, v));
    assertEquals(5, verifier.lastSeen().orElseThrow().size());
  }

  @Test
  void followsALogThatGrows() throws Exception {
    verifier.verify(signed(receipt(0)), RECEIVED);
    for (int i = 5; i < 13; i++) {
      log.append("leaf " + i);
      assertInstanceOf(
          ReceiptVerdict.Verified.class, verifier.verify(signed(receipt(i)), RECEIVED).getFirst());
    }
  }

  @Test
  void findsEveryChangedFieldOfASignedReceipt() throws Exception {
    SignedReceipts genuine = signed(receipt(1), receipt(2));
    assertTrue(verifier.checkSignature(genuine).isEmpty());
    Receipt first = genuine.receipts().getFirst();
    List<Receipt> forgeries =
        List.of(
            first.toBuilder().setRequestId("notice-9999").build(),
            first.toBuilder().setPosition(77).build(),
            first.toBuilder().setLeafIndex(3).build(),
            first.toBuilder().setLeafHash(ByteString.copyFrom(log.leafHashes.get(3))).build());
    for (Receipt forgery : forgeries) {
      SignedReceipts frame =
          new SignedReceipts(List.of(forgery, genuine.receipts().getLast()), genuine.signature());
      ReceiptVerdict.Forged verdict = verifier.checkSignature(frame).orElseThrow();
      assertEquals("RECEIPT_SIGNATURE_INVALID", verdict.reason());
      assertEquals(List.of(verdict, verdict), verifier.verify(frame, RECEIVED));
    }
  }

  @Test
  void findsReceiptsInAnotherOrderOrLeftOut() throws Exception {
    SignedReceipts genuine = signed(receipt(1), receipt(2));
    assertTrue(
        verifier
            .checkSignature(new SignedReceipts(genuine.receipts().reversed(), genuine.signature()))
            .isPresent());
    assertTrue(
        verifier
            .checkSignature(
                new SignedReceipts(List.of(genuine.receipts().getFirst()), genuine.signature()))
            .isPresent());
  }

  @Test
  void findsASignatureOfAnotherKey() throws Exception {
    SigningKey other = new SigningKey("exchange.example/receipts");
    assertEquals("RECEIPT_SIGNATURE_INVALID", forgedBy(signedBy(other, receipt(1))));
    assertEquals(
        "KEY_UNKNOWN", forgedBy(signedBy(new SigningKey("elsewhere.example"), receipt(1))));
  }

  @Test
  void findsReceiptsOfAnotherLogAndLinesThatAreNone() throws Exception {
    assertEquals(
        "ORIGIN_MISMATCH",
        forgedBy(signed(receipt(1).toBuilder().setLogOrigin("other.example/log").build())));
    assertEquals(
        "RECEIPT_MALFORMED",
        forgedBy(signed(receipt(1).toBuilder().setRequestId("a 1 2 b\nnotice-1").build())));
  }

  @Test
  void findsAReceiptWhoseLeafTheLogDoesNotHold() throws Exception {
    Receipt never =
        receipt(1).toBuilder().setLeafHash(ByteString.copyFrom(log.leafHashes.get(2))).build();
    ReceiptVerdict.Forged verdict =
        assertInstanceOf(
            ReceiptVerdict.Forged.class, verifier.verify(signed(never), RECEIVED).getFirst());
    assertEquals("LOG_ROOT_MISMATCH", verdict.reason());
  }

  @Test
  void waitsForACheckpointAndThenSaysThatTheReceiptIsMissing() throws Exception {
    log.signedSize = 3;
    SignedReceipts frame = signed(receipt(4));
    assertInstanceOf(ReceiptVerdict.NotYet.class, verifier.verify(frame, RECEIVED).getFirst());

    now = RECEIVED.plus(MERGE_DELAY);
    assertInstanceOf(ReceiptVerdict.NotYet.class, verifier.verify(frame, RECEIVED).getFirst());
    now = now.plusMillis(1);
    assertInstanceOf(ReceiptVerdict.Missing.class, verifier.verify(frame, RECEIVED).getFirst());

    log.signedSize = 5;
    assertInstanceOf(ReceiptVerdict.Verified.class, verifier.verify(frame, RECEIVED).getFirst());
  }

  @Test
  void findsALogThatWasRewritten() throws Exception {
    verifier.verify(signed(receipt(0)), RECEIVED);
    log.leafHashes.set(1, log.leafHashes.get(2));
    log.append("leaf 5");

    ReceiptVerdict.Forged verdict =
        assertInstanceOf(
            ReceiptVerdict.Forged.class, verifier.verify(signed(receipt(5)), RECEIVED).getFirst());
    assertEquals("LOG_ROOT_MISMATCH", verdict.reason());
    assertEquals(5, verifier.lastSeen().orElseThrow().size());
  }

  @Test
  void signsExactlyTheDocumentedBytes() throws Exception {
    Receipt receipt = receipt(0).toBuilder().setLeafHash(ByteString.copyFrom(new byte[32])).build();
    assertEquals(
        "yjx-receipt/v1\n"
            + "exchange.example/log/1\n"
            + "notice-0000 1 0 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        new String(signed(receipt).signedBytes(), StandardCharsets.UTF_8));
  }

  private String forgedBy(SignedReceipts frame) {
    return verifier.checkSignature(frame).orElseThrow().reason();
  }

  private Receipt receipt(int index) {
    return Receipt.newBuilder()
        .setRequestId("notice-%04d".formatted(index))
        .setEpoch(1)
        .setPosition(index + 1)
        .setLeafIndex(index)
        .setLeafHash(ByteString.copyFrom(log.leafHashes.get(index)))
        .setLogOrigin(ScriptedLog.ORIGIN)
        .build();
  }

  private SignedReceipts signed(Receipt... receipts) throws Exception {
    return signedBy(receiptKey, receipts);
  }

  private static SignedReceipts signedBy(SigningKey key, Receipt... receipts) throws Exception {
    SignedReceipts unsigned =
        new SignedReceipts(List.of(receipts), ReceiptSignature.getDefaultInstance());
    String name = key.verifierKey().substring(0, key.verifierKey().indexOf('+'));
    return new SignedReceipts(
        List.of(receipts),
        ReceiptSignature.newBuilder()
            .setKeyName(name)
            .setSignature(ByteString.copyFrom(key.sign(unsigned.signedBytes())))
            .build());
  }
}
