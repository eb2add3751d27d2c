package uk.yjx.world;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import uk.yjx.common.v1.PersonName;
import uk.yjx.common.v1.Role;
import uk.yjx.common.v1.Sex;
import uk.yjx.identity.v1.Agency;
import uk.yjx.identity.v1.AgencyKind;

/** Agencies and their invented staff. Agencies carry no trust anchors yet. */
final class InventedDirectory {

  /** Whoever operates the exchange. */
  static final String OPERATOR = "exchange-operator";

  private final RandomGenerator random;
  private final Set<String> logins = new HashSet<>();
  private final List<Staff> staff = new ArrayList<>();

  private InventedDirectory(long seed) {
    this.random = Seeds.of(seed, "staff");
  }

  /** Everyone: five services with {@code caseManagers} in all, police, social care, operator. */
  static List<Staff> staff(long seed, int caseManagers) {
    InventedDirectory directory = new InventedDirectory(seed);
    for (YouthJusticeService service : YouthJusticeService.values()) {
      directory.addService(service, caseManagers);
    }
    for (String police : policeForces().keySet()) {
      directory.staff.add(
          Staff.of(police + "/system/records", "Records system", Role.ROLE_NOTICE_SUBMITTER, ""));
    }
    directory.addOperator();
    return List.copyOf(directory.staff);
  }

  /** All agencies. */
  static List<Agency> agencies() {
    List<Agency> agencies = new ArrayList<>();
    for (YouthJusticeService service : YouthJusticeService.values()) {
      agencies.add(
          agency(
              service.id(),
              AgencyKind.AGENCY_KIND_YOUTH_JUSTICE_SERVICE,
              service.place() + " Youth Justice Service",
              List.of(service.localAuthority())));
      agencies.add(
          agency(
              service.socialCareAgency(),
              AgencyKind.AGENCY_KIND_CHILDRENS_SOCIAL_CARE,
              service.place() + " children's social care",
              List.of(service.localAuthority())));
    }
    policeForces()
        .forEach((id, areas) ->
            agencies.add(agency(id, AgencyKind.AGENCY_KIND_POLICE, policeName(id), areas)));
    agencies.add(agency(OPERATOR, AgencyKind.AGENCY_KIND_OPERATOR, "Exchange operator", List.of()));
    return List.copyOf(agencies);
  }

  /** Local authorities by police force. */
  static Map<String, List<String>> policeForces() {
    Map<String, List<String>> forces = new LinkedHashMap<>();
    for (YouthJusticeService service : YouthJusticeService.values()) {
      forces
          .computeIfAbsent(service.policeAgency(), none -> new ArrayList<>())
          .add(service.localAuthority());
    }
    return forces;
  }

  private void addService(YouthJusticeService service, int caseManagers) {
    int own = Math.max(1, caseManagers * service.share() / YouthJusticeService.SHARES);
    for (int i = 0; i < own; i++) {
      addPerson(service, Role.ROLE_CASE_MANAGER);
    }
    addPerson(service, Role.ROLE_SERVICE_MANAGER);
    addPerson(service, Role.ROLE_DUTY_OFFICER);
    addPerson(service, Role.ROLE_MATCHING_OFFICER);
    staff.add(
        Staff.of(
            service.id() + "/system/casework",
            "Case-management system",
            Role.ROLE_CASELOAD_EDITOR,
            service.id()));
    service
        .frontDoor()
        .ifPresent(id ->
            staff.add(Staff.of(id, service.place() + " front door", Role.ROLE_FRONT_DOOR, "")));
  }

  private void addPerson(YouthJusticeService service, Role role) {
    PersonName name;
    do {
      name = InventedNames.name(random, random.nextBoolean() ? Sex.SEX_FEMALE : Sex.SEX_MALE);
    } while (name.getForenamesCount() == 0);
    String forename = name.getForenames(0);
    String stem = letters(forename).substring(0, 1) + "." + letters(name.getSurname());
    String login = stem;
    for (int i = 2; !logins.add(service.id() + "/" + login); i++) {
      login = stem + i;
    }
    staff.add(
        Staff.of(
            service.id() + "/user/" + login,
            forename + " " + name.getSurname(),
            role,
            service.id()));
  }

  private void addOperator() {
    staff.add(Staff.of(OPERATOR + "/user/operator", "Operator on shift", Role.ROLE_OPERATOR, ""));
    staff.add(
        Staff.of(
            OPERATOR + "/user/directory",
            "Directory administrator",
            Role.ROLE_DIRECTORY_ADMINISTRATOR,
            ""));
    staff.add(
        Staff.of(
            OPERATOR + "/user/agreements",
            "Agreement administrator",
            Role.ROLE_AGREEMENT_ADMINISTRATOR,
            ""));
    staff.add(Staff.of(OPERATOR + "/user/auditor", "Auditor", Role.ROLE_AUDITOR, ""));
  }

  private static Agency agency(
      String id, AgencyKind kind, String name, List<String> localAuthorities) {
    return Agency.newBuilder()
        .setAgencyId(id)
        .setKind(kind)
        .setDisplayName(name)
        .addAllLocalAuthorities(localAuthorities)
        .build();
  }

  private static String policeName(String id) {
    return switch (id) {
      case "met-police" -> "Metropolitan Police";
      case "wiltshire-police" -> "Wiltshire Police";
      case "greater-manchester-police" -> "Greater Manchester Police";
      case "hertfordshire-police" -> "Hertfordshire Constabulary";
      default -> throw new IllegalArgumentException("no such force: " + id);
    };
  }

  private static String letters(String name) {
    return InventedNames.folded(name).replaceAll("[^a-z]", "");
  }
}
