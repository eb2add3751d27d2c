package uk.yjx.server.safeguarding;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import uk.yjx.server.intake.EarlierRecords;
import uk.yjx.server.kernel.Failure;

/** Kept notices of social care, health and custody in which a child added later may be found. */
@Singleton
final class EarlierChildNotices implements EarlierRecords {
  private static final String RULE = "yjx.safeguarding/LookBack";

  private final KeptNotices kept;
  private final LaterLooks looks;

  EarlierChildNotices(KeptNotices kept, LaterLooks looks) {
    this.kept = kept;
    this.looks = looks;
  }

  @Override
  public Failure withdrawn() {
    return Withdrawals.WITHDRAWN;
  }

  /** Every notice is about one child. */
  @Override
  public List<Earlier> find(Collection<Long> keys, long afterRecord, int afterPerson, int max) {
    return kept.sharing(keys, afterRecord, max).stream().map(this::earlier).toList();
  }

  private Earlier earlier(KeptNotices.Row row) {
    LaterLooks.Occasion occasion =
        new LaterLooks.Occasion(
            RULE, null, null, new Restated.Decided(null, row.not()), (entry, key) -> {});
    return new Earlier(row.position(), 0, () -> looks.again(row, occasion), row.not());
  }
}
