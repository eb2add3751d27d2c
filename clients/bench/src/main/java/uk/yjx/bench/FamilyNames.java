package uk.yjx.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Names of one origin, the common ones first: they are drawn as unevenly as names are given, and
 * many are one letter from another, as with real children.
 */
enum FamilyNames {
  ENGLISH(
      0.52,
      "oliver jack harry george noah charlie jacob alfie freddie oscar leo logan archie theo thomas"
          + " james joshua henry william max lucas ethan arthur mason isaac harrison teddy finley"
          + " daniel riley edward joseph alexander adam reggie samuel jaxon jackson jake toby tommy"
          + " sebastian ronnie luke kai kian ryan dylan callum tyler alex ben liam lewis connor"
          + " jayden jaden kayden caden aiden hayden jon john dan sam kieran kieron marc mark"
          + " stephen steven reece rhys louis louie ellis elliot elliott jamie jay zac zach zak"
          + " corey",
      "olivia amelia isla ava emily isabella mia poppy ella lily sophia charlotte freya grace daisy"
          + " evie phoebe ruby sophie alice florence sienna matilda millie eva chloe rosie scarlett"
          + " evelyn jessica layla maya mya harriet erin elsie ellie lola molly imogen holly megan"
          + " lucy amber bella emma hannah leah anna anne ann zoe abigail abbie maisie maisy lexi"
          + " lexie katie katy kate eve skye sky jasmine georgia elizabeth beth lara lana tia tilly"
          + " tillie nancy martha robyn robin summer caitlin kaitlin kayleigh kaylee",
      "smith jones taylor brown williams wilson johnson davies robinson wright thompson evans"
          + " walker white roberts green hall wood jackson clarke clark harris lewis martin cooper"
          + " king turner ward hill moore morris baker allen scott lee young allan parker watson"
          + " mitchell carter shaw bell cox fox ford reed reid read may day kay hay nash cash",
      "ash black brad brom burn car clay cole dal den east elm fair far gar gren hal hart haw hol"
          + " hurst kel kirk lang ley lin lyn mar mel mid mil nor oak old pen pres rad red ridge"
          + " ros rush sand shel sher stan sted stock sut thorn tor wal war wes whit wil win wood"
          + " wyn",
      "bank beck berry borough bourne bridge brook bury by cliffe combe cote croft dale den field"
          + " ford gate grove ham hill holme house hurst land ley low man mere mond more ness over"
          + " ridge shaw stead stone thorpe ton tree wall ward water way well wick wood worth"),
  SOUTH_ASIAN(
      0.18,
      "muhammad mohammed mohammad mohamed ahmed ali hassan hussain ibrahim yusuf yousuf omar umar"
          + " hamza bilal usman uthman zain zayn zayd zaid abdullah abdul rahman imran faisal adam"
          + " aadam ayaan ayan rayyan rayan haris harris musa isa eesa ismail arjun aryan rohan"
          + " karan kiran gurpreet harpreet jaspreet amrit tanvir tahir tariq saad saif",
      "fatima fatimah aisha ayesha aysha maryam mariam zainab zaynab khadija khadijah hafsa amina"
          + " aminah safa safia safiya sara sarah hana hanna noor nur zara zahra iman eman aaliyah"
          + " alia inaya anaya anaaya simran kiran harpreet jasleen priya riya ria diya nadia"
          + " nadiya sumaiya sumayya ruqayya halima rahima",
      "khan ahmed hussain ali begum khatun patel singh kaur shah malik iqbal mahmood akhtar hussein"
          + " rahman miah uddin islam choudhury chowdhury chaudhry sharma kumar gill bibi aziz raza"
          + " butt mirza qureshi siddiqui sheikh shaikh ahmad mohammed rashid bashir nazir akram"
          + " aslam anwar javed khalid saleem yousaf",
      "",
      ""),
  POLISH(
      0.09,
      "jakub kacper szymon filip mateusz michal bartosz wojciech adam piotr oskar igor aleksander"
          + " dawid antoni franciszek jan stanislaw mikolaj maciej krzysztof pawel tomasz marcin",
      "zofia julia maja zuzanna oliwia hanna lena wiktoria amelia alicja aleksandra natalia nadia"
          + " emilia gabriela weronika kinga martyna magdalena karolina patrycja pola nikola",
      "nowak kowalski wisniewski wojcik kowalczyk kaminski lewandowski zielinski szymanski wozniak"
          + " dabrowski kozlowski jankowski mazur kwiatkowski krawczyk piotrowski grabowski pawlak"
          + " michalski zajac wieczorek jablonski krol majewski olszewski jaworski malinowski",
      "",
      ""),
  SOMALI(
      0.07,
      "abdirahman mohamed ahmed ali abdi hassan hussein abdullahi omar ibrahim yusuf ismail liban"
          + " guled warsame mahad ayub zakariya idris khalid bilal jama farah",
      "hodan ayaan ifrah sagal sahra fartun ladan hamdi naima asha amina fadumo hibo hawa maryan"
          + " khadra nasra sumaya safiya ikran iqra muna ubah",
      "mohamed ali ahmed abdi hassan hussein yusuf omar farah jama nur warsame ibrahim osman adan"
          + " abdullahi abdirahman ismail hersi guled samatar egal dualeh elmi",
      "",
      ""),
  WELSH(
      0.06,
      "rhys dylan gethin owain iwan tomos harri osian macsen ioan evan gruffydd morgan llyr cai"
          + " guto jac steffan ieuan aled",
      "seren carys ffion nia mali cadi efa lowri megan erin cerys lily gwen alys mari beca elin"
          + " betsan angharad nel",
      "jones davies williams evans thomas roberts lewis hughes morgan griffiths edwards owen james"
          + " price rees lloyd parry pritchard powell llewellyn vaughan gwynne prosser bowen",
      "",
      ""),
  WEST_AFRICAN(
      0.08,
      "david daniel samuel joshua emmanuel michael kwame kofi kwabena yaw oluwaseun tobi temi femi"
          + " kayode chidi emeka obinna kelechi chukwuemeka ayo seun dele kunle",
      "abena akosua esi adwoa chidinma ngozi temitope ifeoma amarachi folake blessing precious"
          + " grace esther deborah tiwa simi tolu bola funmi ada amaka",
      "okafor okonkwo adeyemi adebayo balogun eze nwosu mensah owusu boateng asante osei appiah"
          + " addo ofori agyeman obi ojo ajayi bello lawal oyelaran afolabi ogunleye",
      "",
      "");

  private final double share;
  private final List<String> boys;
  private final List<String> girls;
  private final List<String> surnames;

  FamilyNames(
      double share, String boys, String girls, String surnames, String starts, String ends) {
    this.share = share;
    this.boys = List.of(boys.split(" "));
    this.girls = List.of(girls.split(" "));
    List<String> all = new ArrayList<>(List.of(surnames.split(" ")));
    for (String start : starts.split(" ")) {
      for (String end : ends.split(" ")) {
        if (!start.isEmpty() && !start.equals(end)) {
          all.add(start + end);
        }
      }
    }
    this.surnames = List.copyOf(all);
  }

  static FamilyNames drawn(SplittableRandom random) {
    double at = random.nextDouble();
    for (FamilyNames names : values()) {
      at -= names.share;
      if (at < 0) {
        return names;
      }
    }
    return ENGLISH;
  }

  String forename(boolean girl, SplittableRandom random) {
    return common(girl ? girls : boys, random);
  }

  String surname(SplittableRandom random) {
    return common(surnames, random);
  }

  /** The n-th of a list as often as 1 over the root of n. */
  private static String common(List<String> from, SplittableRandom random) {
    double x = random.nextDouble();
    return from.get((int) (x * x * from.size()));
  }
}
