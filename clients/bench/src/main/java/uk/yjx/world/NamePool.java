package uk.yjx.world;

import java.util.List;

/**
 * Names as they are heard in England and Wales, by origin; every combination is invented. Names are
 * drawn without regard to recorded ethnicity, so nobody can infer the one from the other.
 */
enum NamePool {
  ENGLISH(
      30,
      "Amelia Grace Ruby Chloe Megan Poppy Ellie Jessica Lucy Kayleigh Anne-Marie Ella-Mae",
      "Jack Harry Alfie Tyler Callum Mason Reece Kieran Jamie Bradley Jay-Jay Alex",
      "Ashdown Barlow Copplestone Dunmore Fairweather Garside Hollis Inkpen Larkin Marlow Pettifer"
          + " Quayle Rudge Thackery Underhay Whitlock"),
  WELSH(
      5,
      "Seren Ffion Cerys Angharad Nia Mali Lowri Siân Gwenllïan Eira",
      "Rhys Dafydd Iwan Gethin Macsen Siôn Tomos Gruffudd Owain Tŵm",
      "ap Rhydderch|ferch Gwilym|Llewelyn|Pryce|Gwynne|Bebb|Cadwaladr|Prothero|Trahaearn|Ŷnyr"),
  IRISH(
      4,
      "Aoife Niamh Siobhán Róisín Caoimhe Orlaith Gráinne",
      "Cillian Oisín Pádraig Darragh Eoin Ruairí Fionn",
      "O'Rafferty|Ó Duibhir|Mac Aoidh|O’Hanrahan|Gilhooly|McElhatton|Tarpey"),
  SOMALI(
      6,
      "Hodan Ayaan Ifrah Sagal Fartun Ladan Hibaaq",
      "Abdirahman Liban Guled Warsame Mahad Cabdi Keynan",
      "Geeddi Samatar Yuusuf Nuur Guuleed Cawaale Xirsi Jibriil"),
  POLISH(
      7,
      "Zuzanna Oliwia Małgorzata Kinga Łucja Weronika Agnieszka",
      "Łukasz Kacper Szymon Stanisław Wojciech Bartłomiej Oskar",
      "Wróbel Wójcik Mazur Król Stępień Zając Kaczmarek Pająk Gołąb Dąbek"),
  BENGALI(
      7,
      "Nusrat Tahmina Sumaiya Farzana Rukshana Jannat Mim",
      "Rafiq Tanvir Shahriar Mahin Nayeem Fahim Zubair",
      "Talukder Sikder Mridha Howlader Bhuiyan Sarkar Munshi Laskar"),
  PAKISTANI(
      6,
      "Zainab Hafsa Aqsa Mahnoor Iqra Sidra Anam",
      "Muhammad Hamza Bilal Danyal Usman Haroon Zeeshan",
      "Qureshi Bhatti Chaudhry Siddiqui Gilani Lodhi Durrani Malik"),
  PUNJABI(
      4,
      "Simran Jasleen Harpreet Manveer Kiran Navdeep",
      "Gurpreet Arjan Jaskaran Harjit Manpreet Tejvir",
      "Dhillon Gill Sandhu Bains Sohal Virdee Thandi"),
  NIGERIAN(
      8,
      "Adéọlá Chidinma Ngozi Folákẹ́ Temitope Ifeoma Amarachi",
      "Olúwaseun Chukwuemeka Babátúndé Tobechukwu Ayọ̀délé Kelechi Obinna",
      "Adébáyọ̀ Okonkwo Eze Ọláníyan Nwosu Balogun Fáshọlá Onyekachi"),
  GHANAIAN(
      4,
      "Abena Akosua Esi Adwoa Efua Afia",
      "Kwame Kofi Yaw Kwabena Ekow Nana",
      "Asante Boateng Owusu-Ansah Agyeman Ofori Darko Amoako"),
  JAMAICAN(
      6,
      "Shanice Tanisha Keisha Shantelle Monique Renée Chantal",
      "Jermaine Tyrell Dwayne Shaquille Kemar André Romario",
      "Clarke-Vaughan Blackwood Dacosta Falconer Gayle Pinnock Rowe Treleaven"),
  TURKISH(
      4,
      "Ayşe Zeynep Gülşen Elif Çiğdem Işıl Büşra",
      "Emre Oğuz Barış Çağlar Şahin İsmail Ümit",
      "Yıldız Öztürk Çelik Şimşek Koç Aydın Güneş Doğan"),
  ROMANIAN(
      4,
      "Andreea Ioana Ștefania Mădălina Anca Crina",
      "Ștefan Răzvan Cătălin Ionuț Mihai Dragoș",
      "Țurcanu Munteanu Bălan Ciobanu Vlădescu Stănescu Lăzăroiu"),
  VIETNAMESE(
      2,
      "Thảo Linh Hương Ngọc Trâm Mỹ-Linh",
      "Đức Quân Bảo Khôi Minh Tuấn",
      "Nguyễn Trần Phạm Đặng Võ Lương Huỳnh"),
  PORTUGUESE(
      3,
      "Conceição Inês Beatriz Letícia Luísa Fátima",
      "João Tomé Gonçalo Estêvão Rúben Simão",
      "Azinheira|Magalhães|Simões|Assunção|Guimarães|Falcão|da Graça|dos Anjos"),
  ARABIC(
      4,
      "Noor Yasmin Rania Maryam Salma Shahd",
      "Yousef Kareem Mustafa Ilyas Bassam Anas",
      "al-Hakimi El-Amrani Haddad Mansour Benyahia Khoury Sabbagh"),
  ALBANIAN(
      2,
      "Besa Arjeta Drita Vjollca Kaltrina",
      "Besnik Arbër Ilir Gëzim Luan",
      "Hoxha Krasniqi Gjoka Çela Bardhi Përmeti");

  private final int share;
  private final List<String> female;
  private final List<String> male;
  private final List<String> surnames;

  NamePool(int share, String female, String male, String surnames) {
    this.share = share;
    this.female = List.of(female.split(" "));
    this.male = List.of(male.split(" "));
    // Surnames of several words are kept whole between bars.
    this.surnames = List.of(surnames.contains("|") ? surnames.split("\\|") : surnames.split(" "));
  }

  /** Relative frequency. */
  int share() {
    return share;
  }

  List<String> female() {
    return female;
  }

  List<String> male() {
    return male;
  }

  List<String> surnames() {
    return surnames;
  }
}
