"""Fills the patterns with names: fill.py [--more] PATTERNS > SENTENCES (with marks, for hudna_annotate). Deterministic.
--more: with the names of MORE first.

The n-th round takes the lists from another place, so that no two sentences share their names."""
import re
import sys

LISTS = {
    "G": ["Eastern Liberation Front", "Azawad Defence Movement", "Karenni Patriotic Army", "Darfur Justice Brigades", "Northern Self-Defence Forces", "Bangsamoro Freedom Fighters", "Houthi", "Seleka", "Ituri Resistance Front", "Ansar al-Haqq", "Donbas People's Militia", "M23", "Free Papua Movement", "Tuareg Coordination", "Free Upper Nile Army", "Jaish al-Nasr", "Lord's Resistance Army", "New People's Army", "Oromo Liberation Army", "Kachin Independence Army", "Anti-Balaka", "Sons of the Valley Brigade", "Al-Shabaab", "Cabinda Liberation Front", "Janjaweed", "Taliban", "Moro Islamic Liberation Front", "Popular Defence Committees", "Arakan Army", "Casamance Democratic Forces", "Ahrar al-Jabal", "Mai-Mai Simba"],
    "P": ["Abdoulaye Maïga", "Kyaw Zin Htet", "Yusuf al-Amiri", "John Garang Deng", "Oleksandr Hrytsenko", "Fatou Bensalem", "Mahamat Idriss", "General Abdel Karim Othman", "Colonel Jean-Bosco Lubanga", "Rosa Quispe", "Murad Karimov", "Salva Lado", "Aung Min Thein", "Bishop Desmond Achieng", "Khalid bin Saleh", "Sheikh Ali Dahir", "Maria Fernanda Restrepo", "Vasyl Bondarenko", "Nur Misuari Abdullah", "Tewolde Haile", "Dr. Amina Yakubu", "Governor Hassan Jibril", "Captain Ruslan Petrov", "Teresita Dela Cruz", "Major Thein Zaw", "Abu Bakr al-Furati", "Ngozi Eze", "Gulnara Aliyeva", "Pierre Mukendi", "Lam Akol Juma"],
    "L": ["Kidal", "Deir al-Asal", "Bunia", "Kutum", "Myitkyina", "Cotabato", "Avdiivka", "Malakal", "Tal Rifat", "Bossangoa", "Taiz", "Marawi", "Jalalabad", "Kandahar", "Goma", "Bambari", "El Fasher", "Stepanakert", "Sirte", "Bentiu", "Pibor", "Hodeidah", "Gao", "Ménaka", "Lashkar Gah", "Zamboanga", "Mekelle", "Al-Bab", "Slovyansk", "Kadugli", "Beledweyne", "Sittwe", "Toribío", "Caloto", "Agdam", "Mocímboa da Praia", "Baidoa", "Loikaw", "Nyala", "Jos", "Maiduguri", "Hebron", "Qamishli", "Kobani", "Deir Hafir", "Bor", "Yei", "Rutshuru", "Palma", "Sa'ada"],
    "F": ["Kutum Hospital", "Gao airport", "the Al-Salam mosque", "Bunia central prison", "the Saint Joseph church", "Marib Dam", "Donetsk airport", "the Kofar market", "Camp Bagong", "the Mother of Mercy Hospital", "Yei police station", "the Al-Rahma school", "the Qalandiya checkpoint", "the Nahr Bridge", "Juba airport", "the Red Sea port", "the Presidential Palace", "Kalma camp", "Bab al-Salama crossing", "the Balata power station"],
    "O": ["International Committee of the Red Cross", "United Nations", "African Union", "Ministry of Defence", "OSCE", "Kivu Human Rights Network", "World Food Programme", "Arab League", "Reuters", "AFP", "Joint Monitoring Commission", "Darfur Bar Association", "Red Crescent", "Médecins Sans Frontières", "Interior Ministry", "Radio Okapi", "Burma Campaign Watch", "UNICEF", "ECOWAS", "National Dialogue Council", "Human Rights Watch", "High Negotiations Committee", "Civil Defence", "Save the Children"],
    "N": ["Sudanese", "Malian", "Ukrainian", "Yemeni", "Chadian", "Burmese", "Philippine", "Colombian", "Nigerian", "Somali", "Armenian", "Ethiopian", "Libyan", "Congolese", "Rwandan", "Pakistani", "Turkish", "Russian", "Kenyan", "Iraqi", "Indian", "French"],
    "D": ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"],
    "M": ["January", "March", "April", "June", "August", "September", "November", "December"],
    "n": ["12", "three", "at least 40", "seven", "1,200", "five", "28", "six", "15", "eleven", "more than 100", "four", "60", "two", "nine", "some 300"],
}
# Names that only the second file of patterns uses, beside the first ones.
MORE = {
    "G": ["Liwa al-Badr", "Harakat al-Shuhada", "National Salvation Front", "Jabhat al-Karama", "Revolutionary United Command", "Fano", "FARC", "Komala", "Ta'ang National Liberation Army", "Democratic Forces for the Liberation of Rwanda", "Sons of Liberty Battalion", "Katibat Macina", "Union for Peace", "Southern Resistance Council", "Wagner", "Hezb-e Wahdat"],
    "P": ["Ousmane Coulibaly", "Zaw Lin Tun", "Farhad Rostami", "Ibrahim Nour Eldin", "Svitlana Kovalenko", "Luis Eduardo Pacheco", "General Mohammed Farah Ismail", "Asma Boukhari", "Tariq Mehmood", "Yohannes Tesfaye", "Marie-Claire Habimana", "Sergei Volkov", "Hla Myint", "Colonel Diego Salazar", "Abdul Rahman Wardak", "Imam Suleiman Bello"],
    "L": ["Ouahigouya", "Kalemie", "Bakhmut", "Tartus", "Idlib province", "Sool", "Lashio", "Puerto Asís", "Khan Younis", "North Kivu", "Hpakant", "Kurmuk", "Derna", "Kunduz", "Dhi Qar", "Al-Hasakah", "San Vicente", "Umm Dukhun", "Beni", "Arauca"],
    "F": ["Al-Shifa clinic", "the Kalashi bridge", "Lubumbashi airport", "the Bor cathedral", "the Al-Noor mosque", "Kandahar prison", "the Rafah crossing", "the Central Bank", "Makera barracks", "the Aung San market"],
    "O": ["Syrian Red Crescent", "Norwegian Refugee Council", "Human Rights Commission", "European Union", "Al-Mayadeen", "Foreign Ministry", "Xinhua", "Amnesty International", "Radio Ndeke Luka", "Joint Ceasefire Committee", "Anadolu Agency", "Supreme Court", "World Health Organization", "National Oil Company", "Interfax", "CNN"],
    "N": ["Sri Lankan", "Burundian", "Azerbaijani", "Iranian", "Syrian", "Israeli", "Salvadoran", "Thai", "Serbian", "Jordanian"],
}
TYPES = set("GPLFON")


def main():
    more = sys.argv[1] == "--more"
    names = {kind: (MORE.get(kind, []) if more else []) + words for kind, words in LISTS.items()}
    lines = [l.rstrip("\n") for l in open(sys.argv[-1], encoding="utf-8")]
    lines = [l for l in lines if l and not l.startswith("#")]
    at = {k: 0 for k in names}
    for copy in range(3):
        for i, line in enumerate(lines):
            # The third copy covers two of three patterns, so that no pattern outweighs by much.
            if copy == 2 and i % 3 == 2:
                continue
            previous = {}
            # A line in capitals has its names in capitals.
            shouted = re.sub(r"\{.\}|[/=@][A-Za-z_]+", "", line).isupper()

            def put(match):
                kind = match.group(1)
                words = names[kind][at[kind] % len(names[kind])]
                at[kind] += 1
                if kind == "n" and (words.startswith(("at least", "more", "some"))) and re.search(r"(least|than|The|[Aa]) $|- ?$", line[:match.start()]):
                    words = "40"
                article = ""
                if words.startswith("the ") and kind == "F":
                    article, words = "the ", words[4:]
                previous.setdefault(kind, words)
                if shouted:
                    article, words = article.upper(), words.upper()
                return article + ("[%s %s]" % (kind, words) if kind in TYPES else words)

            text = re.sub(r"\{(.)\}", put, line)
            # "@P" and "@G": the head word of the first such name.
            for kind, words in previous.items():
                tokens = re.split(r"[ -]", words)
                head = tokens[0] if kind == "P" or ("-" in words and not more) else tokens[-1]
                text = re.sub(r"@%s(?!\w)" % kind, "@" + head, text)
            print(text)


if __name__ == "__main__":
    main()
