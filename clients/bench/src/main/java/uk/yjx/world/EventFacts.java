package uk.yjx.world;

import java.util.List;
import java.util.random.RandomGenerator;
import uk.yjx.intelligence.v1.InjuryLevel;
import uk.yjx.intelligence.v1.MissingEpisode;
import uk.yjx.intelligence.v1.MissingRisk;
import uk.yjx.intelligence.v1.Notice;
import uk.yjx.intelligence.v1.Offence;
import uk.yjx.intelligence.v1.SearchExtent;
import uk.yjx.intelligence.v1.SearchKind;
import uk.yjx.intelligence.v1.SearchOutcome;
import uk.yjx.intelligence.v1.StopSearch;
import uk.yjx.intelligence.v1.Violence;
import uk.yjx.intelligence.v1.WeaponKind;

/** The facts of invented notices, drawn from short lists. */
final class EventFacts {

  private static final List<String> CATEGORIES =
      List.of(
          "theft from a shop",
          "robbery of personal property",
          "possession of a bladed article",
          "assault occasioning actual bodily harm",
          "possession of a controlled drug",
          "criminal damage",
          "taking a vehicle without consent");
  private static final List<WeaponKind> WEAPONS =
      List.of(
          WeaponKind.WEAPON_KIND_BLADE,
          WeaponKind.WEAPON_KIND_BLADE,
          WeaponKind.WEAPON_KIND_OTHER,
          WeaponKind.WEAPON_KIND_CORROSIVE);
  private static final List<InjuryLevel> INJURIES =
      List.of(
          InjuryLevel.INJURY_LEVEL_MINOR,
          InjuryLevel.INJURY_LEVEL_SERIOUS,
          InjuryLevel.INJURY_LEVEL_LIFE_THREATENING);
  private static final List<MissingRisk> RISKS =
      List.of(
          MissingRisk.MISSING_RISK_LOW,
          MissingRisk.MISSING_RISK_MEDIUM,
          MissingRisk.MISSING_RISK_HIGH);

  private EventFacts() {}

  /** A notice of {@code event} with its facts, without persons, time and handling. */
  static Notice.Builder of(InventedEvent event, RandomGenerator random) {
    Notice.Builder notice = Notice.newBuilder().setKind(event.kind());
    return switch (event) {
      case ARREST, CHARGE, VOLUNTARY_INTERVIEW, OUT_OF_COURT_DECISION ->
          notice.setOffence(offence(random));
      case STABBED, RETALIATION_FEARED, WEAPON_INCIDENT, HOSPITALISED ->
          notice.setViolence(violence(event, random));
      case MISSING, FOUND ->
          notice.setMissing(
              MissingEpisode.newBuilder()
                  .setRisk(InventedNames.pick(random, RISKS))
                  .setFromCare(random.nextInt(3) == 0));
      case INTIMATE_SEARCH ->
          notice.setStopSearch(
              StopSearch.newBuilder()
                  .setKind(SearchKind.SEARCH_KIND_PERSON)
                  .setPower("Misuse of Drugs Act 1971 (section 23)")
                  .setObject("Controlled drugs")
                  .setOutcome(SearchOutcome.SEARCH_OUTCOME_NO_FURTHER_ACTION)
                  .setExtent(SearchExtent.SEARCH_EXTENT_INTIMATE));
      case NO_FURTHER_ACTION,
          VICTIM_OF_CRIME,
          WITNESS,
          DOMESTIC_INCIDENT,
          EXPLOITATION_CONCERN,
          POLICE_PROTECTION,
          BAIL_CHANGED,
          THREAT_TO_LIFE,
          GROUP_TENSION,
          ANTI_SOCIAL_BEHAVIOUR ->
          notice;
    };
  }

  private static Offence offence(RandomGenerator random) {
    String category = InventedNames.pick(random, CATEGORIES);
    return Offence.newBuilder()
        .setCategory(category)
        .setWeapon(category.contains("bladed") || random.nextInt(8) == 0)
        .build();
  }

  private static Violence violence(InventedEvent event, RandomGenerator random) {
    return Violence.newBuilder()
        .setWeapon(InventedNames.pick(random, WEAPONS))
        .setInjury(
            event == InventedEvent.WEAPON_INCIDENT
                ? InjuryLevel.INJURY_LEVEL_NONE
                : InventedNames.pick(random, INJURIES))
        .build();
  }
}
