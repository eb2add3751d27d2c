package uk.yjx.world;

import java.util.Optional;

/** The five services of the inspection reports, with the agencies around them. */
public enum YouthJusticeService {
  /** Southwark: the inspection of November 2016. */
  SOUTHWARK("southwark", "Southwark", "E09000028", "met-police", 210, "01", 10),
  /** Swindon: the inspection of June 2015. */
  SWINDON("swindon", "Swindon", "E06000030", "wiltshire-police", 866, "54", 6),
  /** Salford: the inspection of March 2016. */
  SALFORD("salford", "Salford", "E08000006", "greater-manchester-police", 355, "06", 8),
  /** Redbridge: the inspection of February 2015. */
  REDBRIDGE("redbridge", "Redbridge", "E09000026", "met-police", 317, "01", 6),
  /** Hertfordshire: the inspection of May 2013. */
  HERTFORDSHIRE(
      "hertfordshire", "Hertfordshire", "E10000015", "hertfordshire-police", 919, "41", 10);

  /** Sum of the shares of all services: case managers of the demonstration. */
  public static final int SHARES = 40;

  private final String stem;
  private final String place;
  private final String localAuthority;
  private final String police;
  private final int educationAuthority;
  private final String forceCode;
  private final int share;

  YouthJusticeService(
      String stem,
      String place,
      String localAuthority,
      String police,
      int educationAuthority,
      String forceCode,
      int share) {
    this.stem = stem;
    this.place = place;
    this.localAuthority = localAuthority;
    this.police = police;
    this.educationAuthority = educationAuthority;
    this.forceCode = forceCode;
    this.share = share;
  }

  /** Agency and service id, for example {@code southwark-yjs}. */
  public String id() {
    return stem + "-yjs";
  }

  /** Name for people, for example «Southwark». */
  public String place() {
    return place;
  }

  /** GSS code of the local authority. */
  public String localAuthority() {
    return localAuthority;
  }

  /** Agency id of the police force of the area. */
  public String policeAgency() {
    return police;
  }

  /** Agency id of the authority's children's social care. */
  public String socialCareAgency() {
    return stem + "-social-care";
  }

  /** Principal of the social-care front door where there is one on the exchange. */
  public Optional<String> frontDoor() {
    return this == SOUTHWARK || this == SALFORD
        ? Optional.of(socialCareAgency() + "/user/front-door")
        : Optional.empty();
  }

  /** The service whose area {@code point} lies in or around; only those of the bundled file. */
  public static Optional<YouthJusticeService> around(Point point) {
    if (within(point, 51.40, 51.52, -0.12, -0.02)) {
      return Optional.of(SOUTHWARK);
    }
    return within(point, 51.53, 51.63, 0.00, 0.15) ? Optional.of(REDBRIDGE) : Optional.empty();
  }

  /** Prefix of the service's own numbers, for example {@code SOU}. */
  String numberPrefix() {
    return name().substring(0, 3);
  }

  /** Number of the education authority, three digits. */
  int educationAuthority() {
    return educationAuthority;
  }

  /** Number of the police force, two digits. */
  String forceCode() {
    return forceCode;
  }

  /** Case managers out of {@link #SHARES}. */
  int share() {
    return share;
  }

  private static boolean within(Point point, double south, double north, double west, double east) {
    return point.latitude() >= south
        && point.latitude() <= north
        && point.longitude() >= west
        && point.longitude() <= east;
  }
}
