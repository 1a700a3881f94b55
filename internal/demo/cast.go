package demo

import "time"

// The company of the demonstration. The first person owns it.
const (
	Company = "Five Ranges Guiding"
	Owner   = "anna@fiveranges.example"
	// Password is everybody's: the demonstration is for looking, not for keeping.
	Password = "tindetur-i-februar"
)

// forecaster is Sigrid's place in the cast.
const forecaster = 2

type guide struct {
	first, last, title, login, phone string
	role                             string // of the invite; the owner has none
	locale, zone                     string
	region                           string
	offset                           time.Duration // of his clock from UTC, in the season
	own                              string        // section suffix of his own language
}

func cast() []guide {
	const h = time.Hour
	return []guide{
		{"Anna", "Berg", "Owner, lead guide", "anna", "+47 900 10 001", "", "nb", "Europe/Oslo", "lyngen", h, "no"},
		{"Lars", "Haugen", "Mountain guide", "lars", "+47 900 10 002", "user", "nb", "Europe/Oslo", "lyngen", h, "no"},
		{"Sigrid", "Nygård", "Avalanche forecaster", "sigrid", "+47 900 10 003", "admin", "nb", "Europe/Oslo", "lyngen", h, "no"},
		{"Kenji", "Tanaka", "Lead guide Japan", "kenji", "+81 90 1000 0004", "user", "ja", "Asia/Tokyo", "hakuba", 9 * h, "ja"},
		{"Yuki", "Sato", "Ski guide", "yuki", "+81 90 1000 0005", "user", "ja", "Asia/Tokyo", "hakuba", 9 * h, "ja"},
		{"Ben", "Carter", "Lead guide Canada", "ben", "+1 250 555 0106", "admin", "en-CA", "America/Vancouver", "revelstoke", -8 * h, "en"},
		{"Émilie", "Roy", "Ski guide", "emilie", "+1 250 555 0107", "user", "fr-CA", "America/Vancouver", "revelstoke", -8 * h, "en"},
		{"Tom", "Whitaker", "Logistics", "tom", "+1 250 555 0108", "user", "en-CA", "America/Vancouver", "revelstoke", -8 * h, "en"},
		{"Aroha", "Ngata", "Lead guide New Zealand", "aroha", "+64 20 4000 0009", "user", "en-NZ", "Pacific/Auckland", "aoraki", 13 * h, "en"},
		{"Jack", "Sutherland", "Alpine guide", "jack", "+64 20 4000 0010", "user", "en-NZ", "Pacific/Auckland", "aoraki", 13 * h, "en"},
		{"Camila", "Rojas", "Lead guide Patagonia", "camila", "+56 9 5000 0011", "user", "es", "America/Santiago", "patagonia", -3 * h, "es"},
		{"Mateo", "Fuentes", "Mountain guide", "mateo", "+56 9 5000 0012", "user", "es", "America/Santiago", "patagonia", -3 * h, "es"},
	}
}

type room struct {
	name, topic string
	region      string // whose guides talk there; empty: everybody's
	weight      int    // of 100 conversations
	kinds       []string
}

// rooms begins with General, which every company has already.
func rooms() []room {
	return []room{
		{"General", "", "", 12, []string{"general"}},
		{"Snow and weather", "What is coming, what is down there. Write what you see.", "", 14, []string{"forecast"}},
		{"Logistics", "Vans, huts, beacons, lunch.", "", 14, []string{"gear", "travel"}},
		{"Lyngen", "Ski touring from sea to summit. Emergency 112, channel 4.", "lyngen", 14, []string{"conditions", "conditions", "plan"}},
		{"Hakuba", "白馬 – North Alps. Emergency 110, channel 2.", "hakuba", 12, []string{"conditions", "conditions", "plan"}},
		{"Revelstoke", "Rogers Pass and the Selkirks. Emergency 911, channel 7.", "revelstoke", 14, []string{"conditions", "conditions", "plan"}},
		{"Aoraki", "Aoraki Mount Cook. Emergency 111, channel 3.", "aoraki", 10, []string{"climbing", "climbing", "plan"}},
		{"Patagonia", "Torres y Fitz Roy. Emergencia 133, canal 5.", "patagonia", 10, []string{"trek", "trek", "plan"}},
	}
}
