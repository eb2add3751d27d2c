package uk.yjx.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.stream.Collectors.joining;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import uk.yjx.server.journal.AuditTrail;
import uk.yjx.server.journal.Entry;
import uk.yjx.server.storage.RecordKey;

/** Holds the table of rooms: who may use whom, and what no room may do. */
class ArchitectureTest {

  private static final String SERVER = "uk.yjx.server";

  /** From the ground up: a room may use those before it, never those after it. */
  private static final List<String> ROOMS =
      List.of(
          "kernel",
          "storage",
          "audit",
          "journal",
          "identity",
          "caseload",
          "agreements",
          "matching",
          "clocks",
          "alerts",
          "intake",
          "intelligence",
          "casepapers",
          "safeguarding",
          "linkage",
          "earlysupport",
          "oversight",
          "clusters",
          "evidence",
          "operations",
          "transport");

  /** The edge must not know what a notice or an alert is. */
  private static final Set<String> TRANSPORT_USES =
      Set.of("kernel", "audit", "journal", "identity");

  private static final JavaClasses SERVER_CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(SERVER);

  @TestFactory
  Stream<DynamicTest> roomUsesOnlyRoomsAboveItInTheTable() {
    return ROOMS.stream().map(room -> DynamicTest.dynamicTest(room, () -> check(ruleFor(room))));
  }

  @Test
  void roomsFormNoCycle() {
    check(slices().matching(SERVER + ".(*)..").should().beFreeOfCycles());
  }

  @Test
  void everyPackageIsARoomOfTheTableAndFlat() {
    check(noClasses().should(resideOutsideTheRooms()));
  }

  @Test
  void everyPackageStatesThatNothingIsNullUnlessSaid() {
    check(noClasses().should(lackNullMarkedPackage()));
  }

  @Test
  void noClassExtendsServerCallDirectly() {
    check(
        noClasses()
            .should(haveServerCallAsParent())
            .because("only the forwarding variant carries later additions of grpc-java"));
  }

  @Test
  void nothingSleeps() {
    check(
        noClasses()
            .should()
            .callMethod(Thread.class, "sleep", long.class)
            .orShould()
            .callMethod(Thread.class, "sleep", long.class, int.class)
            .orShould()
            .callMethod(Thread.class, "sleep", java.time.Duration.class)
            .because("time is a parameter; whoever waits, waits for an event"));
  }

  @Test
  void nothingLeavesTheLogOut() {
    check(
        noClasses()
            .should()
            .callMethod(Entry.Builder.class, "unaudited", RecordKey.class)
            .because("only a measurement of what the log costs may compare with none"));
    check(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName(AuditTrail.class.getName())
            .should()
            .beAssignableTo(AuditTrail.class));
  }

  @Test
  void nothingUsesJavaUtilLogging() {
    check(NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING);
  }

  @Test
  void nothingWritesToStandardStreams() {
    check(NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS);
  }

  private static ArchRule ruleFor(String room) {
    Set<String> allowed = allowedFor(room);
    String forbidden =
        ROOMS.stream().filter(other -> !allowed.contains(other)).collect(joining(", "));
    return noClasses()
        .that()
        .resideInAPackage(SERVER + "." + room + "..")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "reside in a room it may not use (" + forbidden + ")",
                type -> {
                  String used = roomOf(type.getPackageName());
                  return ROOMS.contains(used) && !allowed.contains(used);
                }));
  }

  private static Set<String> allowedFor(String room) {
    Stream<String> usable =
        room.equals("transport")
            ? TRANSPORT_USES.stream()
            : ROOMS.subList(0, ROOMS.indexOf(room)).stream();
    return Stream.concat(usable, Stream.of(room)).collect(java.util.stream.Collectors.toSet());
  }

  private static ArchCondition<JavaClass> haveServerCallAsParent() {
    return new ArchCondition<>("have io.grpc.ServerCall as their direct parent") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean direct =
            type.getRawSuperclass()
                .map(parent -> parent.getName().equals("io.grpc.ServerCall"))
                .orElse(false);
        events.add(new SimpleConditionEvent(type, direct, type.getName()));
      }
    };
  }

  private static ArchCondition<JavaClass> resideOutsideTheRooms() {
    return new ArchCondition<>("reside outside the rooms of the table") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        String name = type.getPackageName();
        boolean outside = !name.equals(SERVER) && !ROOMS.contains(roomOf(name));
        events.add(new SimpleConditionEvent(type, outside, type.getName() + " is in " + name));
      }
    };
  }

  private static ArchCondition<JavaClass> lackNullMarkedPackage() {
    return new ArchCondition<>("lack @NullMarked on their package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean lacking =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> !info.isAnnotatedWith(NullMarked.class))
                .orElse(true);
        events.add(
            new SimpleConditionEvent(
                type, lacking, type.getPackageName() + " has no @NullMarked package-info.java"));
      }
    };
  }

  /** What follows the server's package, dots included, so that a sub-package is no room. */
  private static String roomOf(String packageName) {
    return packageName.startsWith(SERVER + ".") ? packageName.substring(SERVER.length() + 1) : "";
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(SERVER_CLASSES);
  }
}
