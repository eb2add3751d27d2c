package uk.yjx.bench;

import com.google.gson.JsonObject;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Predicate;
import uk.yjx.server.caseload.PersonTranslation;
import uk.yjx.server.intelligence.NoticeWiring;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.ChildId;
import uk.yjx.server.kernel.PersonDescription;
import uk.yjx.server.kernel.Violations;
import uk.yjx.server.matching.Candidate;
import uk.yjx.server.matching.IndexWiring;
import uk.yjx.world.CaseloadChild;
import uk.yjx.world.Workload;

/**
 * What comparing by likeness adds to a notice: processor time of one thread, with it and by
 * equality alone, in turns, upon the workload's own notices and children.
 *
 * @param equality mean of a notice by equality alone, in microseconds
 * @param live mean of a notice as it is matched
 * @param found share of notices with somebody found, by equality and as it is
 */
record AddedByLikeness(double equality, double live, double foundEqual, double found) {

  /** What likeness may add to a notice, mean, in microseconds. */
  static final double MICROS_MAX = 15;

  static final AddedByLikeness NOTHING = new AddedByLikeness(0, 0, 0, 0);

  private static final int CHILDREN = 30_000;
  private static final int NOTICES = 4_000;
  private static final int ROUNDS = 10;
  private static final int TURNS = 5;

  static AddedByLikeness measure(Progress progress) {
    progress.say("what likeness adds to a notice among %,d children".formatted(CHILDREN));
    BenchWorld world = BenchWorld.of(CHILDREN);
    IndexWiring.Both both = IndexWiring.Both.of(children(world));
    List<List<PersonDescription>> notices = notices(world.workload(1));
    double[] equal = new double[TURNS];
    double[] live = new double[TURNS];
    micros(notices, both::byEquality);
    micros(notices, both::asNotices);
    for (int turn = 0; turn < TURNS; turn++) {
      equal[turn] = micros(notices, both::byEquality);
      live[turn] = micros(notices, both::asNotices);
    }
    Arrays.sort(equal);
    Arrays.sort(live);
    return new AddedByLikeness(
        equal[TURNS / 2],
        live[TURNS / 2],
        share(notices, both::byEquality),
        share(notices, both::asNotices));
  }

  double added() {
    return live - equality;
  }

  boolean met() {
    return added() <= MICROS_MAX;
  }

  String text() {
    return String.format(
        Locale.ROOT,
        "a notice among %,d children: %.2f us by equality (%.1f %% found somebody), %.2f us with"
            + " likeness (%.1f %%), added %.2f us%n",
        CHILDREN,
        equality,
        100 * foundEqual,
        live,
        100 * found,
        added());
  }

  JsonObject json() {
    JsonObject object = new JsonObject();
    object.addProperty("children", CHILDREN);
    object.addProperty("equality_us", equality);
    object.addProperty("live_us", live);
    object.addProperty("added_us", added());
    object.addProperty("found_by_equality", foundEqual);
    object.addProperty("found", found);
    object.addProperty("met", met());
    return object;
  }

  private static List<Candidate> children(BenchWorld world) {
    List<Candidate> children = new ArrayList<>();
    LocalDate today = LocalDate.ofInstant(Instant.now(), ZoneOffset.UTC);
    for (CaseloadChild child : world.caseload().children()) {
      PersonDescription person =
          new PersonTranslation(new AgencyId(child.service().id()), today, new Violations())
              .read(child.request().getCase().getPerson(), "person");
      children.add(new Candidate(new ChildId(new UUID(1, children.size())), person));
    }
    return children;
  }

  private static List<List<PersonDescription>> notices(Workload workload) {
    List<List<PersonDescription>> notices = new ArrayList<>();
    AgencyId police = new AgencyId("met-police");
    while (notices.size() < NOTICES) {
      NoticeWiring notice =
          NoticeWiring.read(workload.next().request().getNotice(), police, Instant.now());
      notices.add(notice.subjects().stream().map(subject -> subject.person()).toList());
    }
    return notices;
  }

  /** Mean processor time of one notice, in microseconds. */
  private static double micros(
      List<List<PersonDescription>> notices, Predicate<PersonDescription> match) {
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    long found = 0;
    for (int round = 0; round < ROUNDS; round++) {
      for (List<PersonDescription> people : notices) {
        for (PersonDescription person : people) {
          found += match.test(person) ? 1 : 0;
        }
      }
    }
    if (found == 0) {
      throw new IllegalStateException("nobody was found: nothing is measured");
    }
    return (threads.getCurrentThreadCpuTime() - before) / 1e3 / ((double) ROUNDS * NOTICES);
  }

  private static double share(
      List<List<PersonDescription>> notices, Predicate<PersonDescription> match) {
    return notices.stream().filter(people -> people.stream().anyMatch(match)).count()
        / (double) notices.size();
  }
}
