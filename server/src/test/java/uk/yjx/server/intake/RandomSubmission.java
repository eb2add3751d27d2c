package uk.yjx.server.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import uk.yjx.agreements.v1.DataCategory;
import uk.yjx.alerts.v1.Alert;
import uk.yjx.alerts.v1.AlertKind;
import uk.yjx.alerts.v1.AlertMaterial;
import uk.yjx.alerts.v1.InvolvedOther;
import uk.yjx.common.v1.LegalGateway;
import uk.yjx.common.v1.Purpose;
import uk.yjx.intelligence.v1.PersonRole;
import uk.yjx.server.identity.Caller;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.journal.RequestKey;
import uk.yjx.server.kernel.AgencyId;
import uk.yjx.server.kernel.Urgency;
import uk.yjx.server.matching.Evidence;
import uk.yjx.server.storage.RecordKey;

/** A random submission by the police of a world. */
final class RandomSubmission implements Submission {
  private static final List<PersonRole> ROLES =
      List.of(
          PersonRole.PERSON_ROLE_ARRESTED,
          PersonRole.PERSON_ROLE_VICTIM,
          PersonRole.PERSON_ROLE_WITNESS);

  private final DataCategory category;
  private final LegalGateway gateway;
  private final boolean safeguarding;
  private final List<Subject> subjects = new ArrayList<>();
  private final List<Referral> referrals = new ArrayList<>();
  private final Optional<String> area;

  RandomSubmission(RandomWorld world) {
    RandomGenerator random = world.random;
    category = world.any(RandomWorld.CATEGORIES);
    gateway = world.any(RandomWorld.GATEWAYS);
    safeguarding = random.nextBoolean();
    area = random.nextInt(3) == 0 ? Optional.empty() : Optional.of(RandomWorld.AREA);
    int people = random.nextInt(5);
    List<PersonRole> roles = new ArrayList<>();
    for (int i = 0; i < people; i++) {
      roles.add(world.any(ROLES));
    }
    for (int i = 0; i < people; i++) {
      subjects.add(
          new Subject(
              i,
              Evidence.of(RandomWorld.person(random.nextInt(20))),
              List.of(),
              AlertKind.ALERT_KIND_ARREST,
              world.any(List.of(Urgency.values())),
              Alert.newBuilder().setRole(roles.get(i)).build(),
              random.nextBoolean(),
              others(roles, i)));
    }
    if (random.nextInt(4) == 0) {
      referrals.add(
          new Referral(AlertKind.ALERT_KIND_MISSING, Urgency.SAME_DAY, Alert.getDefaultInstance()));
    }
  }

  private static AlertMaterial others(List<PersonRole> roles, int own) {
    AlertMaterial.Builder all = AlertMaterial.newBuilder();
    for (int i = 0; i < roles.size(); i++) {
      if (i != own) {
        all.addOthers(InvolvedOther.newBuilder().setPerson(i).setRole(roles.get(i)));
      }
    }
    return all.build();
  }

  @Override
  public AgencyId from() {
    return RandomWorld.POLICE;
  }

  @Override
  public @Nullable Caller caller() {
    return null;
  }

  @Override
  public @Nullable RequestKey request() {
    return null;
  }

  @Override
  public String operation() {
    return "test";
  }

  @Override
  public String schema() {
    return "test";
  }

  @Override
  public DataCategory category() {
    return category;
  }

  @Override
  public LegalGateway gateway() {
    return gateway;
  }

  @Override
  public Purpose purpose() {
    return Purpose.PURPOSE_SUPERVISION;
  }

  @Override
  public boolean urgent() {
    return false;
  }

  @Override
  public boolean safeguarding() {
    return safeguarding;
  }

  @Override
  public Optional<String> localAuthority() {
    return area;
  }

  @Override
  public List<Subject> subjects() {
    return subjects;
  }

  @Override
  public List<Referral> referrals() {
    return referrals;
  }

  @Override
  public void store(Entry.Builder entry, RecordKey key, Plan plan) {
    throw new UnsupportedOperationException("a plan stores nothing");
  }

  @Override
  public byte[] answer(Plan plan) {
    throw new UnsupportedOperationException("a plan answers nothing");
  }
}
