"""Decides which families live in the country: their given names and name habits.

All lists are our own: common names as anyone knows them, without counts of any
register. Early names in a list are the frequent ones.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Culture:
    """One group of families.

    Attributes:
        share: Its share of all families.
        men: Given names of men, frequent ones first.
        women: Given names of women, frequent ones first.
        young_men: Given names of men born after 1980.
        young_women: Given names of women born after 1980.
        first_of_january: Share of birth dates the register wrote as 1 January.
        second_names: Chance of a second given name, and of a third after it.
    """

    name: str
    share: float
    men: tuple[str, ...]
    women: tuple[str, ...]
    young_men: tuple[str, ...]
    young_women: tuple[str, ...]
    first_of_january: float = 0.0
    second_names: float = 0.0


def _words(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text.split()))


DUTCH = Culture(
    name="dutch",
    share=0.74,
    men=_words(
        "Johannes Cornelis Jan Hendrik Willem Petrus Pieter Gerrit Jacobus Adrianus"
        " Wilhelmus Antonius Franciscus Jacob Martinus Theodorus Hendrikus Klaas Dirk"
        " Arie Henricus Gerardus Leendert Nicolaas Johan Albertus Maarten Hubertus"
        " Peter Robert Marinus Teunis Simon Frederik Christiaan Leonardus Lambertus"
        " Albert Abraham Bernardus Evert Frans Paul Marcel Erik Ronald Ruud Hans Kees"
        " Bernard Matthijs Anton Gijsbert Harm Egbert Berend Roelof Huibert Aart Cor"
        " Rudolf Karel Eduard Herman Arnoldus Josephus Mattheus Thomas Michael Edwin"
        " Rene Marco Patrick Richard Martin Rob Bart Ton Wim Henk Piet Jaap Joop"
        " Gijs Otto Ernst Philippus Stephanus Laurens Paulus Joannes Andreas Rutger"
        " Barend Wouter Sander Ferdinand August Gustaaf Victor Benjamin Izaak Daniël"
        " André René Raphaël Gerhardus Everardus Antoon Servatius Casper Reinier"
    ),
    women=_words(
        "Maria Johanna Anna Cornelia Elisabeth Catharina Wilhelmina Hendrika Adriana"
        " Petronella Margaretha Jacoba Geertruida Helena Antonia Johanna Theodora"
        " Alida Neeltje Trijntje Grietje Francisca Aaltje Gerarda Jannetje Martina"
        " Hendrikje Jantje Cornelia Pieternella Christina Maaike Ingrid Monique"
        " Petra Yvonne Jacqueline Astrid Marian Anja Marja Ria Truus Corrie Ans"
        " Willy Greet Nel Riet Toos Tineke Hanneke Anneke Marijke Ineke Joke Wilma"
        " Ellen Irene Esther Sandra Linda Saskia Mirjam Brigitte Karin Annemarie"
        " Angela Patricia Bianca Nicole Wendy Claudia Susanna Judith Barbara Agatha"
        " Louise Charlotte Josephina Apollonia Gijsberta Lamberta Bernardina Klazina"
        " Arendina Berendina Harmina Roelofje Egberdina Willemijntje Lijntje Teuntje"
        " Dirkje Pietje Leentje Adelheid Ursula Cecilia Veronica Rosalia Sophia Emma"
        " Renée Desirée Andrée Loïs Mechtildis Ludovica Huberta Clasina Leonarda"
    ),
    young_men=_words(
        "Daan Sem Lucas Thomas Tim Jesse Lars Thijs Bram Ruben Kevin Dennis Jeroen"
        " Stefan Mark Niels Rick Robin Bas Tom Nick Mike Jeffrey Joost Sven Koen"
        " Max Luuk Stijn Jasper Maarten Wouter Martijn Bart Sander Roy Danny Mitchell"
        " Wesley Kelvin Remco Rutger Floris Gijs Teun Milan Levi Noah Finn Mees"
        " Julian Dylan Jordy Joey Ricardo Vincent Michel Frank Paul David Simon"
        " Olivier Tobias Hugo Quinten Jelle Jurre Tijn Siem Boaz Guus Pepijn Cas"
        " Job Dirk Hendrik Willem Johannes Cornelis Pieter Gerrit Matthijs Laurens"
        " Christiaan Patrick Marcel Ferry Nathan Xander Zeger Wessel Ivo Arjen Erwin"
        " Björn René Daniël Noël Raphaël André"
    ),
    young_women=_words(
        "Emma Julia Sophie Lisa Anna Eva Sanne Laura Lotte Femke Kim Anouk Iris"
        " Marieke Maaike Linda Melissa Chantal Naomi Esmee Amber Fleur Roos Nina"
        " Lieke Tess Isa Sara Noa Mila Zoë Maud Fenna Evi Saar Lynn Charlotte Merel"
        " Michelle Stephanie Nicole Samantha Denise Daphne Manon Marloes Ilse Inge"
        " Suzanne Mariska Kirsten Simone Rianne Ellen Wendy Priscilla Demi Kelly"
        " Jessica Romy Bo Britt Puck Vera Jasmijn Elise Hanna Johanna Maria Cornelia"
        " Wilhelmina Catharina Elisabeth Margriet Annelies Nienke Jolien Myrthe Yara"
        " Indy Sterre Liv Olivia Tessa Willemijn Josephine Renée Chloë Loïs Aimée"
    ),
    second_names=0.45,
)
FRISIAN = Culture(
    name="frisian",
    share=0.08,
    men=_words(
        "Jan Sjoerd Klaas Pieter Sytse Hidde Fokke Wybren Tjitze Jelle Douwe Gjalt"
        " Rienk Wâtse Fêdde Rûrd Auke Bouke Durk Eelke Folkert Haije Ids Jorrit"
        " Lieuwe Marten Nanne Oene Popke Roelof Siebe Taeke Ubele Wiebe Ype Anne"
        " Bauke Sietse Hessel Gosse Meindert Harmen Jurjen Reinder Tsjibbe Sybren"
    ),
    women=_words(
        "Grietje Trijntje Aaltje Sjoukje Sietske Froukje Baukje Doutzen Fenna"
        " Geertje Hiske Ineke Jeltje Klaske Lolkje Minke Nynke Oeke Pytsje Rixt"
        " Saakje Tetsje Ymkje Wytske Antsje Bregtsje Dieuwke Elske Femke Riemkje"
        " Sjûkje Bêrber Hinke Akke Tjitske Jikke Foekje Wietske Atsje Maaike Durkje"
    ),
    young_men=_words(
        "Jelle Sjoerd Hidde Douwe Jorrit Wybe Bouke Sybren Tjeerd Redmer Jesse"
        " Thijs Marten Pieter Rienk Folkert Gerben Jurre Silke Hessel Wiebren"
    ),
    young_women=_words(
        "Femke Nynke Jildou Silke Hiske Wytske Minke Fenna Jeltje Rixt Marrit Anke"
        " Tryntsje Sietske Welmoed Hylkje Janna Elbrich Doutzen Maaike Ytsje"
    ),
    second_names=0.15,
)
TURKISH = Culture(
    name="turkish",
    share=0.05,
    men=_words(
        "Mehmet Mustafa Ahmet Ali Hüseyin Hasan İbrahim Murat Osman Yusuf Ömer"
        " İsmail Süleyman Ramazan Halil Kemal Orhan Erol Cengiz Şükrü Bekir Selim"
    ),
    women=_words(
        "Fatma Ayşe Emine Hatice Zeynep Elif Meryem Sultan Gülsüm Hanife Songül"
        " Nurcan Aysel Sevgi Şerife Döndü Havva Gönül Y\u0131ld\u0131z Filiz Nuray"
        " Hülya"
    ),
    young_men=_words(
        "Emre Burak Mert Can Furkan Kerem Enes Onur Serkan Volkan Yasin Berkay"
        " Mehmet Mustafa Ali Yusuf Ömer Deniz Tolga Bar\u0131ş Çağlar Eren"
    ),
    young_women=_words(
        "Elif Zeynep Merve Büşra Esra Kübra Özlem Derya Ebru Gamze Melike Seda"
        " Tuğba Dilara Aylin Yasemin Selin Ceren İrem Nur Şeyma Sibel"
    ),
    first_of_january=0.12,
)
MOROCCAN = Culture(
    name="moroccan",
    share=0.05,
    men=_words(
        "Mohamed Mohammed Ahmed Hassan Said Abdelkader Abdellah Mustapha Ali Omar"
        " Abdelaziz Driss Lahcen Brahim Mimoun Allal Larbi Houssain Khalid Jamal"
    ),
    women=_words(
        "Fatima Aicha Khadija Malika Rachida Naima Zohra Yamina Habiba Rahma Saida"
        " Latifa Fadma Mimount Halima Najat Souad Karima Touria Hafida Aïcha"
    ),
    young_men=_words(
        "Mohamed Mohammed Youssef Bilal Ayoub Ilias Hamza Yassine Soufian Anass"
        " Ismail Karim Rachid Nabil Redouan Achraf Zakaria Amin Adam Marouan"
    ),
    young_women=_words(
        "Fatima Samira Nadia Hanane Ikram Salma Yasmina Soumaya Naoual Loubna"
        " Siham Farida Hajar Imane Sara Meryem Chaimae Oumaima Dounia Nora"
    ),
    first_of_january=0.15,
)
POLISH = Culture(
    name="polish",
    share=0.04,
    men=_words(
        "Jan Andrzej Piotr Krzysztof Stanisław Tomasz Paweł Józef Marcin Marek"
        " Michał Grzegorz Jerzy Tadeusz Adam Łukasz Zbigniew Ryszard Dariusz"
    ),
    women=_words(
        "Anna Maria Katarzyna Małgorzata Agnieszka Krystyna Barbara Ewa Elżbieta"
        " Zofia Janina Teresa Joanna Magdalena Monika Jadwiga Danuta Irena Halina"
    ),
    young_men=_words(
        "Jakub Mateusz Kamil Dawid Adrian Damian Szymon Patryk Bartosz Sebastian"
        " Łukasz Rafał Karol Dominik Artur Przemysław Wojciech Maciej Konrad"
    ),
    young_women=_words(
        "Aleksandra Natalia Karolina Paulina Weronika Patrycja Kinga Sylwia Justyna"
        " Dominika Ewelina Izabela Marta Oliwia Zuzanna Iwona Kamila Beata"
    ),
    second_names=0.05,
)
SURINAMESE = Culture(
    name="surinamese",
    share=0.04,
    men=_words(
        "Radjesh Soeresh Henk Roy Stanley Winston Glenn Ronald Humphrey Iwan Orlando"
        " Dewanand Kishan Ramon Edgar Romeo Carlos Franklin Jerrel Errol"
    ),
    women=_words(
        "Sita Indra Shanti Joyce Muriel Sandra Carmen Gladys Hilda Astra Chandra"
        " Lilian Ruth Thelma Wilhelmina Yvonne Mavis Soelami Radha Anita"
    ),
    young_men=_words(
        "Jaydon Raoul Sergio Giovanni Jermaine Ravi Vishal Rishi Shaquille Dwight"
        " Jurgen Clyde Rodney Anil Amit Denzel Marvin Gianni Ashwin Xavier"
    ),
    young_women=_words(
        "Chanel Shanice Priya Anisha Sharon Cheryl Naomi Rochelle Kavita Reshma"
        " Gaitrie Melissa Jennifer Shirley Farah Rayna Ashna Soraya Samantha"
    ),
    second_names=0.4,
)
CULTURES = (DUTCH, FRISIAN, TURKISH, MOROCCAN, POLISH, SURINAMESE)

#: What people with a formal name are called in daily life, as a creditor hears it.
DAILY_NAMES = {
    "Johannes": "Jan Hans Johan Joop Jo",
    "Cornelis": "Kees Cor Cees",
    "Hendrik": "Henk Hein Hendrik",
    "Hendrikus": "Henk Rik",
    "Henricus": "Henk Harrie",
    "Willem": "Wim Willem Pim",
    "Wilhelmus": "Wim Willem",
    "Petrus": "Piet Peter",
    "Pieter": "Piet Pieter",
    "Gerardus": "Gerard Geert",
    "Jacobus": "Jaap Koos Jac",
    "Jacob": "Jaap Jacob",
    "Adrianus": "Adrie Arjan Ad",
    "Antonius": "Ton Toon Anton",
    "Franciscus": "Frans Frank",
    "Martinus": "Martin Tinus",
    "Theodorus": "Theo Dorus",
    "Leendert": "Leen Leendert",
    "Nicolaas": "Nico Klaas",
    "Albertus": "Bert Albert",
    "Hubertus": "Huub Bert",
    "Leonardus": "Leo Leon",
    "Lambertus": "Bert Lammert",
    "Bernardus": "Ben Bernard",
    "Josephus": "Jos Sjef",
    "Mattheus": "Thijs Matthieu",
    "Christiaan": "Chris Christiaan",
    "Marinus": "Rinus",
    "Maria": "Marie Ria Mieke Marijke",
    "Johanna": "Joke Hanna Annie Jo",
    "Anna": "Annie Anneke Ans",
    "Cornelia": "Corrie Nel Cora",
    "Elisabeth": "Els Betty Lies Liesbeth",
    "Catharina": "Toos Trijn Karin Ineke",
    "Wilhelmina": "Wil Mien Willy Willemien",
    "Hendrika": "Riek Henny Rika",
    "Adriana": "Adrie Janny Jaan",
    "Petronella": "Nel Petra Ellen",
    "Margaretha": "Greet Margriet Gré",
    "Jacoba": "Coba Cobie",
    "Geertruida": "Truus Geerte Trudy",
    "Helena": "Leny Heleen Lena",
    "Theodora": "Dora Thea",
    "Francisca": "Cisca Francien",
    "Aleksandra": "Ola Alexandra",
    "Katarzyna": "Kasia",
    "Małgorzata": "Gosia",
    "Krzysztof": "Krzys Chris",
    "Mohamed": "Mo Mohamed",
    "Mohammed": "Mo Mohammed",
}
