package uk.yjx.history;

import java.util.ArrayList;
import java.util.List;

/** Decides what in a history does not agree with the truth. */
public final class HistoryChecker {

  private HistoryChecker() {}

  /** All breaches, in no particular order; empty where every promise was kept. */
  public static List<Breach> check(History history, Truth truth) {
    List<Breach> breaches = new ArrayList<>();
    SubmissionCheck.check(history, truth, breaches);
    LogCheck.check(history, truth, breaches);
    DeliveryCheck.check(history, truth, breaches);
    DisclosureCheck.check(history, truth, breaches);
    return List.copyOf(breaches);
  }
}
