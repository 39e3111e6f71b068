import type { Lexicon } from "./concepts.ts";

/** Polish, without diacritics, as hurried writers type it and as all words are folded before the look-up. */
export const pl: Lexicon = {
  neg: "nie, bez, ani, nikt, nic, nigdy, zaden, zadnej, zadnego, zadnych, brak, nijak, ni, niy, zero",
  condition:
    "jesli, jezeli, jak odpis*, jak odpow*, jak sie odezw*, jak tylko, gdy, gdyby, kiedy oni, o ile, pod warunkiem, zaleznie, uzaleznion*, dopoki, dopiero jak, dopiero gdy, jak da znac, jak dadza, jak zadzwoni, jak oddzwoni, jak beda, jak potwierdz*, w razie, chyba ze, skoro tylko",
  ownCondition: "jak nasi, jak nasz, jak dostane od nas*, po akceptacji naszego, jak zarzad da nam, jak szef",
  silence:
    "brak odpowiedzi do, nie odezw*, nie odpisz*, nie da znac, nie dadza znac, nie dadza znaku, bez odzewu, nie bedzie odzewu, cisza do, nawet jak, niezaleznie, tak czy inaczej, tak czy siak, czy nie, cokolwiek, bez wzgledu, jak nie to",
  me: "ja, mnie, mi, moj, moja, moje, mojej, mam, mialem, mialam, sam, sama, osobiscie, jestem, bede, beda mnie, ode mnie, za mna, muszę, musze, zamierzam, chce, obiecalem, obiecalam",
  we: "my, nas, nam, nasz, nasza, nasze, naszej, naszego, naszym, nasi, naszych, mamy, bedziemy, jestesmy, u nas, przez nas",
  team: "nasz prawnik, nasi prawnicy, nasz dzial, nasza ksiegowosc, nasz serwis, nasza produkcja, presales, kolega, kolezanka, nasz technolog, nasi, magazyn, ksiegowosc, dzial prawny, nasza logistyka, nasz konstruktor, prawnicy, r&d, wdrozenia, serwis, marketing, controlling, nasze labo*, finanse, kadry nasze, nasz zarzad, szef, kierownik, nasza technolog*, planista",
  they: "oni, on, ona, ich, im, jej, jego, jemu, klient, klienta, klientka, klientki, klientowi, pan, pani, pana, panu, prezes, dyrektor, wlasciciel, kupiec, kupca, zamawiajacy, zamawiajacego, kontrahent, inwestor, nim, nimi, mu, firma, gosc, facet, szefowa, kierowniczka, zakupy, zakupowiec, ksiegowa, soltys, proboszcz, dyrekcja, mecenas",
  will: "bede, bedziemy, zamierzam, mam zamiar, zamierzamy, ide, jade, jedziemy",
  willTheirs:
    "odezwa, odpisza, odezwie, odpisze, oddzwoni, oddzwonia, wroca, wroci, da znac, dadza znac, przysla, przysle, przyslac maja, podpisza, podpisze, odesla, odesle, potwierdza, potwierdzi, dadza, przemysla, przemysli, zdecyduja, beda, bedzie, wysla, zwola, doniosa, maja, pomysla, zastanowia, zastanowi, przekaza, przekaze, wezma, wezmie",
  passiveFuture:
    "zostanie, zostana, bedzie wyslan*, bedzie przeslan*, bedzie dostarczon*, beda dostarczon*, bedzie gotow*, bedzie przygotowan*, nastapi, odbedzie",
  must: "musze, musimy, trzeba, nalezy, powinienem, powinnam, powinnismy, mam zadzwonic, mam wyslac, mam przygotowac, mam do, do zrobienia, potrzeba, wypada, wypadaloby, warto",
  should:
    "postaram, postaramy, sprobuje, sprobujemy, chcialbym, chcialabym, planuje, planujemy, zamierzam, obiecalem, obiecalam, zobowiazal*, mam nadzieje, chce",
  might:
    "moze, byc moze, ewentualnie, chyba, pewnie, mozliwe, kiedys, przy okazji, w wolnej chwili, jak znajde, jak bede mial*, jak sie uda, w swoim czasie, docelowo, mozna by, warto by, dobrze by",
  wait: "czekam, czekamy, czekac, czekaja, poczekam, poczekamy, zobaczymy, zobacze, pozostaje czekac, w oczekiwaniu, oczekuje, oczekujemy, stoi, wisi, wstrzyma*, zawieszon*, lezy, utknel*",
  monitor:
    "monitor*, pilnow*, pilnuje, trzymam reke, przypilnow*, dopilnow*, w kontakcie, podgrzewac, podgrzew*, docisn*, dopytac, cisnac, dobijac, domkn*, dzialamy, dzialam, obserwuj*, sledze, wracam do tematu, wroce do tematu, wrocic, odgrzac, przypomniec sie, przypomne sie, ponow*, kontynu*, popchn*, follow up, follow-up, ogarn*, zajac sie, zajme sie, temat do",
  said: "mowi, mowia, powiedzial, powiedziala, powiedzieli, twierdzi, twierdza, stwierdzil*, ponoc, podobno, wedlug, uwaza, uwazaja, przyznal*, tlumaczy*, zaznaczyl*, uslyszal*, kaze, kazal, jego zdaniem, jej zdaniem",
  theirPromise:
    "obiecal, obiecala, obiecali, obiecuje, obiecuja, zapewnil*, zadeklarowal*, zapowiedzial*, przyrzek*, dal slowo, zobowiazal sie, mial odpisac, mial oddzwonic, maja odpisac, maja przyslac, maja oddzwonic, ma oddzwonic, ma odpisac, ma przyslac, ma dac znac, maja dac znac",
  order:
    "popros*, poprosze, prosze, prosba, zlecil*, zlecam, zlecone, kazal*, kazalem, kazalam, polecil*, polecam, polecenie, przekazal*, eskal*, potrzebuje od, czy mozemy, czy moge, czy dasz, czy mamy zgode, daj, dajcie, wez, prosze o, prosimy, zobowiazal*, poinstruowal*, przykaz, na moje polecenie, na moja prosbe, ma przygotowac, ma dowiezc, ma zrobic, ma dostarczyc, ma ode mnie, dostal zadanie, zadanie dla, mozesz, mozna prosic, akcept, zgode na, zielone swiatlo",
  booked:
    "umowion*, umowil*, ustalon*, ustalil*, zaplanowan*, potwierdzon*, wpisan*, w kalendarzu, zaproszenie poszlo, termin, slot, zaklepan*, zabukowan*, spotykamy, umowiony, mamy spotkanie, mam spotkanie",
  settled:
    "juz nie, nieaktualn*, zalatwion*, zamknieta, zamkniet*, odpadl*, odpadla, wyjasnion*, wyjasnil*, rozwiazan*, rozwial*, z glowy, nie problem, nie jest problem*, zaakceptowal*, przelkn*, pogodzil*, zgodzil*, uspokoil*, przekonal*, przyjeli, przyjal, odpuscil*, minelo, minal, skonczyl*, znikn*, ucichl*, nie podnosi, nie wraca, nie wspomina*, zniknal, uregulowan*, ustapil*, pasuje, pasuja, przeszlo, przeszla, jest zgoda, dostalismy zgode, zatwierdzon*, podpisan*, w porzadku, ok, gra, pasi, bez uwag, opanowan*, dogadan*, przebolal*",
  yesterday:
    "wczoraj, przedwczoraj, dzis rano, w zeszlym, w zeszla, tydzien temu, ostatnio, juz, niedawno, temu, wlasnie",
  pastAct:
    "wyslal*, wyslane, przeslal*, przeslane, dzwonil*, zadzwonil*, rozmawial*, spotkal*, bylem, bylam, bylismy, pojechal*, zostawil*, odwiedzil*, pokazal*, oddzwonil*, napisal*, pisal*, odbyl*, odbylo, przedstawil*, omowil*, wreczyl*, zawiozl*, dostarczyl*, przekazal*, zrobil*, policzyl*, przygotowal*, poszlo, poszla, poszly, odebral*, nagral*, nr, n/o, zaprezentowal*, dotarl*, wjechal*, podrzucil*, zlozyl*, podpisal*, przeslalismy, zapytal*, poprosil*, ustalil*, sprawdzil*, wystawil*, spedzil*, zmierzyl*, pomierzyl*, gadal*, pogadal*, widzial*, siedzial*, po rozmowie, po spotkaniu",
  actCall:
    "zadzwon*, dzwoni*, dzwonie, oddzwon*, przedzwon*, przedryn*, telefon*, tel, zatelefon*, telefonuje, wydzwon*, zlapac telefon*, zlapie, zdzwon*, rozmawiam, porozmaw*, pogad*, call, obdzwon*, zazwon*, wykon*",
  actMeeting:
    "spotkanie, spotkania, spotkaniu, spotykam*, spotkam*, spotkac, siadam*, siade, siadamy, warsztat*, teams, teamsy, zoom, videokonf*, wideo*, kawa, kawe, obiad, lunch, narada, odprawa, konsultacj*, kick-off, rozmowy, umowie, umowic, umawiam*",
  actProposal:
    "ofert*, wycen*, kalkulac*, kosztorys*, propozycj*, cennik*, kontroferta, kontrpropozycj*, przetarg*, zapytan*, kosztorys, warianty, wariant",
  actEmail:
    "wysl*, wysyl*, wyslac, przesl*, przesyl*, posyl*, sle, slac, podesl*, podsyl*, odesl*, odsyl*, doslac, dosle, mail*, maila, e-mail, napisz*, napisac, pisze, dokument*, umow*, prezentacje pdf, materialy, protokol, regulamin, katalog*, karty katalogow*, specyfik*, przekaz*, forward*, dostana ode mnie, wrzuc*",
  actDemo:
    "demo, prezentacj*, prezentuj*, zaprezent*, pokaz*, pokazuje*, test, testy, testow*, pilotaz*, pilot*, probn*, degustac*, uruchom*, uruchamiam*, jazda probna, sandbox, szkolen*, webinar",
  actInternal:
    "eskal*, nasz prawnik, prawnik*, mecenas*, presales, szef*, dyrekt* naszego, rabat od, akcept*, zgode, zgody, ksiegow*, kontroling, controlling, serwis, magazyn*, produkcj*, technolog*, wdrozen*, kolega, kolezank*, zleci*, zlecam, uzgodni*, ustale z nasz*, dogadam z, weekly, wewnetrzn*, prezesem naszym",
  actVisit:
    "pojade, jade, jedziemy, podjade, podjad*, podjechac, zajade, zajechac, zajrze, zajrzec, wpadn*, wpadam, odwiedz*, wizyt*, przyjade, przyjezdzam, zawioze, zawiezc, wioze, jestem u, bede u, u klienta, wybieram sie, wbijam, wchodze, audyt*, pomiar*, mierzymy, na miejscu, lece do, stane, stawiam sie, na budow*, na halu, zajsc, zajde",
  actOther:
    "przygotuj*, przygotow*, sprawdz*, dowiem, dowiedziec, ustale, ustalic, policz*, zrobi*, robie, zalatw*, poszukam, poszuka*, opracuj*, dorobi*, uzupelni*, wypelni*, kurier*, nadaje, nadam, probk*, referencj*, zloze, zlozyc, zamow*, zarejestr*, dostarcz*, rozpisz*, zbier*, zbiore, dopisz*, podpiszemy, zamykamy, podpis*, skontaktuj*, odezwe sie, rozlicz*",
  price:
    "cen*, drogo, drogi, drogie, droga, drozsz*, drozej, tanio, tani*, taniej, tansz*, rabat*, upust*, znizk*, za duzo, kosztuje, koszt*, wydatek, kwot*, stawk*, polowe, marz*, przeplac*, promocj*, nie na kieszen, kieszen, zlapal sie za, sume, suma, negocjuj*, zbij*, zejsc z, zejsciu, procent, przebij*, licytuj*, fortun*, jak za zboze, slono, chytry",
  budget:
    "budzet*, pieniedz*, pieniazk*, pieniad*, kasa, kasy, kase, srodk*, srodkow, finansow*, fundusz*, gotowk*, plynnosc*, zamrozon*, zamrozil*, dotacj*, kpo, dofinans*, subwencj*, ciec*, ciecia, oszczedn*, kurek, inwestycj*, wydali, limit*, kredyt*, portfel*, skarbonk*, groszy, grosza, planu finansow*, rezerw*, wyplat*, nie stac, kiesa, transz*",
  timing:
    "nie teraz, pozniej, przyszly rok, w przyszlym roku, kwartal*, urlop*, wakacj*, sezon*, zniw*, swieta, swiet*, po nowym roku, remont*, przeprowadz*, reorganizac*, restrukturyzac*, fuzj*, zajec*, zajety, zajeta, zajeci, zarobieni, kolej*, przesun*, przelozy*, przelozon*, odlozy*, odlozon*, odklad*, wstrzym*, inwentaryzac*, audyt*, bilans*, macierzynsk*, zamkniecie roku, migrac*, za wczesnie, nie pora, goraczk*, zawrot*, nie maja glowy, nie ma glowy, na jesien, na wiosne, po wakacj*, do wiosny, do jesieni, zima, wesel*, komuni*, matur*, szczyt*, nawal*",
  no_response:
    "nie odbier*, nie odpow*, nie odpis*, nie oddzwan*, nie oddzwon*, cisza, cisz*, milcz*, brak odpow*, brak kontaktu, brak odzewu, nr x*, n/o x*, ghost*, zapadl* pod ziemie, nieuchwytn*, poczta glosow*, skrzynk*, nagranie, sekretark*, zbywa, zbyw*, kamfora, znikn*, sluchaw*, bez odpowiedzi, bez odzewu, wyparowal*, rozplyn*, glucho, nie reaguj*, odrzuc*, wylaczon*, zajete, wiecznie, ani slowa, ani widu, zero odp*, bez echa, zapomnial* o nas, unika, kolejny raz, juz raz, trzeci raz, ktorys raz, nieobecn*, sms*, zadnego odzewu, przepadl*",
  decision_maker:
    "zarzad*, akcept*, zgod*, decyz*, decydent*, szef*, prezes*, dyrekt*, wlasciciel*, centrala, centrali, rada nadzorcza, rady nadzorczej, rada, rade, rady, komisj*, komitet*, prawnik* klienta, prawnic*, dzial prawny, zakup*, przetarg*, podpis*, wspolnik*, udzialow*, zona, zony, syn, corka, ojciec, tata, gora, gory, na gorze, wyzej, burmistrz*, wojt*, kuria, proboszcz, spolka matka, grupa, niemcy, zwierzchnik*, rektor*, kanclerz*, glosow*, uchwal*, pelnomocn*, nie decyduje, nie moze sam, zatwierdz*, blogoslaw*, konsylium, kworum",
  competitor:
    "konkurenc*, konkurent*, wybrali, wybral*, inn* firm*, inn* dostaw*, innego dostawc*, dotychczasow*, obecn* dostawc*, staly dostawca, stalego dostawc*, zwiazani, zwiazan* umow*, umowe z, u tamtych, tamci, tamtych, tamten, szwagi*, kuzyn*, znajom*, kolega prezesa, zaprzyjazn*, od lat, lat biora, lojaln*, wlasn* system, maja juz, maja swoj*, korzystaja z, pracuja na, sap, comarch, subiekt, sasiad*, od zawsze, przywiaz*, wierni, wierny, nasz rywal, oferta z, podebral*, wyprzedzil*, ubiegl*",
  product_fit:
    "nie obslug*, brakuj*, brak funkcji, brak modulu, nie pasuj*, nie miesci*, nie wejdzie, za male, za maly, za duze, za duzy, za ciezk*, za wolno, za woln*, nie dziala*, nie wspolprac*, nie spelnia*, nie umie, nie potrafi, integrac*, kompatyb*, parametr*, wydajnosc*, jakosc*, rozmiar*, wymiar*, kolor*, dokladnosc*, certyfik*, norm*, homolog*, atest*, temperatur*, napiec*, modul*, funkcj*, format*, api, offline, wersj*, szczel*, pek*, awari*, wada, wady, reklamac*, gabaryt*, srednic*, tolerancj*, moc*, zasieg*, interfejs*, zacina*, wiesza*, niekompat*, wymog*, wymag*",
  terms:
    "platnos*, przedplat*, zaliczk*, termin dostawy, terminu dostawy, terminy dostaw, dostaw*, czas oczekiwania, tygodni na, kary, kara umown*, kar umown*, umowy zapis*, zapis*, paragraf*, klauzul*, gwaranc*, rekojm*, odroczon*, dni platnosci, 60 dni, 90 dni, 30 dni, transport*, logistyk*, magazynie, stan magazyn*, minimum logistyczne, minimaln* zamow*, palet*, oc przewoz*, incoterms, clo, cla, wypowiedzen*, lojalk*, na trzy lata, okres umowy, akredyt*, kaucj*, poreczen*, weksel*, odpowiedzialnosc*, faktoring*, leasing*, wylacznosc*, aneks*, cesj*, zabezpiecz*, dojazd*, fracht*",
  trust:
    "referencj*, opini*, reputac*, zaufan*, nie ufa*, ufaj*, boja sie, boi sie, obaw*, obawia*, strach*, ryzyk*, nie znaja nas, nieznan*, pierwszy raz slysz*, sparzyl*, oszuk*, nacieli, naciel*, przejechal*, bezpieczenstw*, rodo, audyt bezpiecz*, iod, ankiet* bezpiecz*, pentest*, wiarygodn*, mala firma, za mali, upad*, bankrut*, krs, sprawdzaja nas, przeswietl*, krzaki, krzak, gwarancji ze, niepewn*, nieufn*, podejrzliw*, kto za wami, zniknieciem, poprzedni wykonawca, poprzedni dostawca, zle doswiad*, zawiedli*, cyber*",
  need: "nie potrzeb*, nie widz* sensu, nie widz* potrzeb*, po co, zadowol*, wystarcz*, niepotrzebn*, nie interes*, niezaintereso*, zbedn*, excel*, zeszyt*, recznie, na piechote, kartce, olowek*, dziala to po co, zawsze tak, jakos sobie, radza sobie, radzi sobie, daja rade, daje rade, stare dziala*, stary dziala*, jeszcze pochodzi, jeszcze pociagnie, bez tego, obejda, obejdzie, nie czuja, nie czuje bolu, nie widzi problemu, nie maja problemu, im nie trzeba, nikomu niepotrz*, fanaberia, gadzet*, zbytek, dobrze jest jak, tak jak jest",
  lead_quality:
    "slaby lead, lead*, zly kontakt, zly numer, nie ta osoba, nie ta firma, pomylka, pomyl*, marketing*, student*, praktykant*, praca magistersk*, magisterk*, licencjat*, szuka pracy, gratis*, darmow*, za darmo, kubek, kubk*, dlugopis*, konkurs*, targi, targow*, wizytowk*, nie istnieje, zlikwidow*, wykreslon*, nie pracuje, juz nie pracuje, nie pamieta zeby, nic nie zamawial, nie wypelnial, formularz*, kampani*, baza, bazy, zakupiona baza, ciekawsk*, z ciekawosci, osoba prywatna, hobbyst*, ogladacz*, nieaktualny kontakt, spam*, bot, fejkow*, testowy, asdf",
  internal:
    "u nas, nasz prawnik, nasi prawnicy, nasze prawne, nasz dzial, nasza ksiegowosc, nasza produkcja, nasz magazyn, nasz serwis, nasza logistyka, nasz presales, presales*, nasz system, nasz crm, crm, nasze finanse, nasz kontroling, nasz technolog*, nasz konstruktor*, nasz szef, moj szef, nasz zarzad, nasza wina, z naszej strony, po naszej stronie, nasi nie, nasi jeszcze, wewnetrzn*, nasz marketing, wycena stoi, czekam na nasz*, nasz dyrektor, generator ofert, nasza firma, wzor umowy, kolejka, blad w systemie, nie moge sie doprosic, doprosic",
  workload:
    "nie mam czasu, nie mialem czasu, nie mialam czasu, brak czasu, nie zdazyl*, nie wyrabi*, zawalon*, zarobion*, nie ogarniam, nie ogarnal*, za duzo temat*, tyle temat*, za duzo klient*, nie dotarl*, nie dalem rady, nie dalam rady, dwie rece, doba, rozdwoj*, sam jeden, zastepst*, zastepuje, nadgodzin*, po uszy, otwartych szans, otwartych temat*, spraw na glowie, na glowie, padam, urobion*, nie mam kiedy, nie mialem kiedy, nie mialam kiedy, nie mam jak, lezy odlogiem, nietkniet*, zapomnial*, inne pozary, pozary, raport*, papierolog*, nie mam mocy",
  market:
    "rynek, rynku, rynkow*, kryzys*, inflacj*, stop procent*, stopy, recesj*, cla, sankcj*, wojn*, wojna, branza, branzy, branze, cala branza, przepis*, ustaw*, rozporzadz*, regulac*, kurs euro, kurs, ceny stali, ceny energii, ceny gazu, prad, koniunktur*, dekoniunktur*, spowoln*, zastoj*, upadlosc*, zwolnien*, program* rzadow*, rzad, nfz, unia, embargo, cena mleka, skup*, susz*, deweloper*, budowlank*, popyt, eksport, spadek zamow*, wszyscy tna",
  other:
    "chor*, szpital*, wypad*, pozar u, spal*, splon*, powodz*, zalal*, zalan*, zmarl*, pogrzeb*, smierc, zalob*, sad, sadzie, sadow*, proces, rozwod*, kradziez*, wlaman*, okradl*, strajk*, policj*, prokurat*, zawal, operacj*, zlamal*, obrazil*, obrazon*, poklocil*, klotn*, konflikt*, spor, wrozk*, horoskop*, przesad*, pecha, zly znak, kwarantann*, haker*, awaria u, cba, kontrola skarbow*, komornik*, areszt*, dziecko, urodzil*, rodzin*, wesele corki",
};
