package demo

import (
	"math/rand/v2"
	"strings"
)

// merke ends every generated surname. No real person bears such a name, so no
// generated full name is anybody's, and a reader sees at once that it is invented.
// It stands last so that lists are still sorted by a name.
const merke = "-Synt"

// skikk is how children are named after their parents.
type skikk int

const (
	felles  skikk = iota // the whole family has one surname
	farens               // the children bear the father's, the mother her own
	fornavn              // the children's surname is the father's first name
)

// region is a part of the world with the names that are usual there. The lists are
// single names that very many bear; only the generator puts them together.
type region struct {
	skikk                skikk
	menn, kvinner, slekt []string
}

// trekk picks one of a list.
func trekk[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

var (
	ukraina = region{felles,
		strings.Fields("Oleksandr Andrij Serhij Mykola Dmytro Bohdan Taras Ihor Jurij Maksym Artem Vladyslav Denys Roman Vasyl Petro Pavlo Ivan Danylo Ostap Matvij Tymofij Jaroslav Stepan"),
		strings.Fields("Oksana Olena Natalija Iryna Tetjana Svitlana Julija Kateryna Marija Anastasija Viktorija Halyna Ljudmyla Valentyna Daryna Sofija Polina Zlata Alina Myroslava Nadija Vira Solomija Jana"),
		strings.Fields("Kovalenko Bondarenko Tkachenko Melnyk Shevchuk Oliynyk Lysenko Marchenko Rudenko Savchenko Petrenko Moroz Kravets Koval Bondar Hrytsenko Polishchuk Tymoshenko Panchuk Zinchenko Vasylenko Hontar Kuzmenko Onyshchuk Sydorenko Chumak Ponomar Karpenko Yurchenko Dovzhenko"),
	}
	arabisk = region{farens,
		strings.Fields("Ahmad Mohammad Khaled Omar Yusuf Ibrahim Hassan Ali Mahmoud Bilal Karim Samir Tareq Nabil Walid Ziad Fadi Rami Anas Hamza Mustafa Adnan Ayman Jamal"),
		strings.Fields("Fatima Aisha Layla Maryam Nour Rania Hanan Salma Amina Yasmin Samira Huda Rasha Dina Zainab Lina Sara Reem Hala Nadia Iman Khadija Abir Wafa"),
		strings.Fields("Haddad Khoury Najjar Darwish Saleh Hamdan Mansour Qasim Nasser Shahin Barakat Halabi Masri Hariri Zaidan Attar Sabbagh Kassab Ghanem Rifai Tahan Farah Jaber Awad Sayegh Bitar Hakim Yasin Osman Idris"),
	}
	persisk = region{farens,
		strings.Fields("Ahmad Ali Reza Farid Jawad Hamid Mahdi Nasir Omid Rahim Sohrab Zabi Navid Kamran Arash Behzad Dariush Ehsan Habib Karim Massoud Najib Parwiz Qasim"),
		strings.Fields("Fatima Zahra Maryam Laila Parisa Nargis Shirin Zohra Farzana Shabnam Roya Mina Nasrin Soraya Golnaz Hosnia Jamila Khatera Latifa Marzia Nilofar Palwasha Setara Yalda"),
		strings.Fields("Rahimi Ahmadi Hosseini Karimi Noori Mohammadi Rezai Haidari Sharifi Azizi Amiri Yousufi Nazari Hakimi Jafari Qaderi Sultani Habibi Safi Popal Stanekzai Barakzai Mirzai Kazemi Sadeghi Moradi Bahrami Rostami Tavakoli Ebrahimi"),
	}
	habesha = region{fornavn,
		strings.Fields("Abraham Yonas Tesfay Berhane Filmon Samuel Daniel Dawit Kidane Habtom Goitom Mulugeta Bereket Amanuel Isaias Mehari Robel Simon Tekle Yohannes Zerit Natnael Henok Biniam"),
		strings.Fields("Selam Helen Senait Almaz Feven Rahel Saba Tsehay Winta Yordanos Luwam Mihret Hirut Genet Freweini Bethlehem Abeba Eden Tigist Meron Hiwet Lemlem Azeb Ruta"),
		strings.Fields("Haile Tesfay Gebremedhin Kidane Woldemariam Berhane Mehari Tekle Habte Ghebre Asfaha Araya Negash Weldu Okbay Zerai Teklu Beyene Desta Abebe Alemu Bekele Tadesse Girma Worku Mengistu"),
	}
	somalisk = region{fornavn,
		strings.Fields("Abdi Abdullahi Mohamed Ahmed Ali Hassan Ibrahim Ismail Yusuf Omar Osman Mahad Liban Guled Farah Warsame Bashir Dahir Jama Khadar Said Nuur Abdirahman Zakariye"),
		strings.Fields("Hodan Fadumo Amina Hibo Sahra Ifrah Nasra Ayan Halimo Asha Ubah Deqa Farhiyo Hamdi Idil Khadra Ladan Maryan Nimco Rahma Safiya Sagal Xamdi Zamzam"),
		strings.Fields("Abdi Hassan Warsame Jama Farah Nuur Guleed Duale Hersi Elmi Isse Samatar Roble Shire Barre Egal Adan Mumin Yusuf Dirie"),
	}
	kongo = region{felles,
		strings.Fields("Jean Pierre Emmanuel Joseph Patrick Dieudonne Innocent Christian Fidele Gloire Heritier Espoir Amani Baraka Moise Elie Samuel David Daniel Justin Prosper Trésor Bahati Olivier"),
		strings.Fields("Marie Esperance Grace Furaha Neema Divine Chantal Jeanne Solange Aline Claudine Beatrice Sifa Zawadi Rachel Esther Sarah Rebecca Anuarite Riziki Bora Francine Odette Nadège"),
		strings.Fields("Mukendi Kabongo Ilunga Tshibanda Kalala Mulumba Ngoy Kasongo Mwamba Kyungu Lukusa Banza Bisimwa Cirhuza Mugisho Byamungu Habimana Ndayizeye Nkurunziza Niyonzima Bahati Mushagalusa Rukundo Kambale Paluku Katembo"),
	}
	tyrkisk = region{felles,
		strings.Fields("Mehmet Mustafa Ahmet Ali Hüseyin Hasan Ibrahim Murat Ömer Yusuf Emre Burak Kerem Serkan Volkan Baran Azad Rojhat Deniz Cem Onur Tolga Umut Barış"),
		strings.Fields("Fatma Ayşe Emine Zeynep Elif Meryem Sultan Hülya Esra Derya Gülsüm Büşra Dilan Berfin Rojda Zelal Selin Pınar Sevgi Tuğba Nur Songül Yasemin Aslı"),
		strings.Fields("Yılmaz Kaya Demir Çelik Şahin Yıldız Öztürk Aydın Arslan Doğan Kılıç Aslan Çetin Kara Koç Kurt Özkan Şimşek Polat Korkmaz Bulut Güneş Toprak Tekin"),
	}
)

// land is a citizenship, with its share of all in per mille.
type land struct {
	kode   string
	andel  int
	region *region
}

// landene: Ukraine is by far the largest since 2022, the others follow the
// settlement figures of the years before.
var landene = []land{
	{"UA", 420, &ukraina}, {"SY", 165, &arabisk}, {"AF", 80, &persisk}, {"ER", 70, &habesha},
	{"SO", 50, &somalisk}, {"CD", 55, &kongo}, {"SD", 50, &arabisk}, {"TR", 40, &tyrkisk},
	{"IR", 30, &persisk}, {"ET", 20, &habesha}, {"IQ", 10, &arabisk}, {"XX", 10, &arabisk},
}

func trekkLand(r *rand.Rand) land {
	n := r.IntN(1000)
	for _, l := range landene {
		if n -= l.andel; n < 0 {
			return l
		}
	}
	return landene[0]
}
