package uk.yjx.world;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import uk.yjx.common.v1.IdentifierKind;
import uk.yjx.common.v1.PersonDescriptor;
import uk.yjx.common.v1.PersonIdentifier;
import uk.yjx.common.v1.PersonName;
import uk.yjx.world.Truth.Outcome;

/** The first matching rule, compared with every child in turn, written apart from the generator. */
final class NaiveRule {

  record Verdict(Outcome outcome, Set<CaseloadChild.Key> children) {}

  private record Child(
      CaseloadChild.Key key, PersonDescriptor person, Set<String> numbers, String born) {}

  private final List<Child> children = new ArrayList<>();

  NaiveRule(Caseload caseload) {
    for (CaseloadChild child : caseload.children()) {
      PersonDescriptor person = child.request().getCase().getPerson();
      children.add(new Child(child.key(), person, numbers(person), born(person)));
    }
  }

  Verdict of(PersonDescriptor person) {
    Set<String> numbers = numbers(person);
    Set<CaseloadChild.Key> linked = new HashSet<>();
    Set<CaseloadChild.Key> review = new HashSet<>();
    String born = born(person);
    for (Child child : children) {
      boolean sameBirth = !born.isEmpty() && born.equals(child.born());
      boolean birthFits = born.isEmpty() || sameBirth;
      if (disjoint(numbers, child.numbers())) {
        if (sameBirth
            && (!disjoint(wholeNames(person), wholeNames(child.person()))
                || oneSlip(person, child.person()))) {
          review.add(child.key());
        }
      } else if (birthFits
          && !disjoint(forenames(person), forenames(child.person()))
          && !conflict(numbers, child.numbers())) {
        linked.add(child.key());
      } else {
        review.add(child.key());
      }
    }
    if (linked.size() == 1 && review.isEmpty()) {
      return new Verdict(Outcome.LINKED, linked);
    }
    review.addAll(linked);
    return new Verdict(review.isEmpty() ? Outcome.UNMATCHED : Outcome.REVIEW, review);
  }

  /** One name of each has equal forenames and surnames of which one is the other with a slip. */
  private static boolean oneSlip(PersonDescriptor one, PersonDescriptor other) {
    return one.getNamesList().stream()
        .anyMatch(ours ->
            other.getNamesList().stream()
                .anyMatch(theirs ->
                    plain(String.join(" ", ours.getForenamesList()))
                            .equals(plain(String.join(" ", theirs.getForenamesList())))
                        && oneSlip(plain(ours.getSurname()), plain(theirs.getSurname()))));
  }

  /** A letter more, less, or another, or two neighbours in each other's place. */
  private static boolean oneSlip(String a, String b) {
    if (a.length() > b.length()) {
      return oneSlip(b, a);
    }
    int start = 0;
    while (start < a.length() && a.charAt(start) == b.charAt(start)) {
      start++;
    }
    String restA = a.substring(start);
    String restB = b.substring(start);
    if (restB.length() == restA.length() + 1) {
      return restB.endsWith(restA);
    }
    if (restA.isEmpty() || restA.length() != restB.length()) {
      return false;
    }
    return restA.substring(1).equals(restB.substring(1))
        || restA.length() > 1
            && restA.charAt(0) == restB.charAt(1)
            && restA.charAt(1) == restB.charAt(0)
            && restA.substring(2).equals(restB.substring(2));
  }

  private static String born(PersonDescriptor person) {
    StringBuilder text = new StringBuilder();
    person
        .getDatesOfBirthList()
        .forEach(date ->
            text.append(date.getYear() + "-" + date.getMonth() + "-" + date.getDay() + ";"));
    return text.toString();
  }

  private static boolean conflict(Set<String> one, Set<String> other) {
    for (String number : one) {
      String kind = number.substring(0, 3);
      if (!other.contains(number) && other.stream().anyMatch(theirs -> theirs.startsWith(kind))) {
        return true;
      }
    }
    return false;
  }

  private static Set<String> numbers(PersonDescriptor person) {
    Set<String> numbers = new HashSet<>();
    for (PersonIdentifier identifier : person.getIdentifiersList()) {
      String value = identifier.getValue().toUpperCase(Locale.ROOT).replace(" ", "");
      if (identifier.getKind() == IdentifierKind.IDENTIFIER_KIND_PNC_ID
          && IndependentChecks.pnc(value)) {
        String[] parts = value.split("/");
        String year = parts[0].length() == 2 ? "20" + parts[0] : parts[0];
        numbers.add("PNC" + year + "0".repeat(8 - parts[1].length()) + parts[1]);
      } else if (identifier.getKind() == IdentifierKind.IDENTIFIER_KIND_NHS_NUMBER
          && IndependentChecks.nhs(value)) {
        numbers.add("NHS" + value);
      } else if (identifier.getKind() == IdentifierKind.IDENTIFIER_KIND_CRO_NUMBER) {
        numbers.add("CRO" + value);
      } else if (identifier.getKind() == IdentifierKind.IDENTIFIER_KIND_UNIQUE_PUPIL_NUMBER) {
        numbers.add("UPN" + value);
      }
    }
    return numbers;
  }

  private static Set<String> forenames(PersonDescriptor person) {
    Set<String> words = new HashSet<>();
    for (PersonName name : person.getNamesList()) {
      name.getForenamesList().forEach(one -> words.addAll(List.of(plain(one).split(" "))));
    }
    return words;
  }

  private static Set<String> wholeNames(PersonDescriptor person) {
    Set<String> names = new HashSet<>();
    for (PersonName name : person.getNamesList()) {
      names.add(plain(String.join(" ", name.getForenamesList()) + " / " + name.getSurname()));
    }
    return names;
  }

  private static String plain(String text) {
    return Normalizer.normalize(text.toLowerCase(Locale.ROOT), Normalizer.Form.NFD)
        .replaceAll("\\p{M}", "")
        .replace("ł", "l")
        .replace("đ", "d")
        .replace("ı", "i")
        .replaceAll("['’]", "")
        .replaceAll("[^\\p{L}/]+", " ")
        .strip();
  }

  private static boolean disjoint(Set<String> one, Set<String> other) {
    for (String text : one) {
      if (other.contains(text)) {
        return false;
      }
    }
    return true;
  }
}
