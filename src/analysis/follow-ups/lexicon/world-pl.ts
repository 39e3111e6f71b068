import type { Lexicon } from "./concepts.ts";

/** Polish, what notes talk about besides acts and reasons. Entries as in `pl.ts`. */
export const worldPl: Lexicon = {
  good: "zadowolon*, szczesliw*, ucieszy*, cieszy, cieszyl*, zachwycon*, podoba*, spodoba*, lubi, lubia, kocha, chetn*, swietn*, doskonal*, wspanial*, super, dobrze, dobry, dobra, dobre, mily, mila, milo, milej, sympatyczn*, pieknie, ladnie, idealn*, gladko, pozytywn*, chwali*, pochwal*, komplement*, podziekow*, dziekuj*, usmiech*, rozesmi*, smial*, wesol*, ciepl*, odpowiada im, odpowiada mu, pasuje, pasuja, zielone swiatlo, jest ok, okej, wszystko gra, gra i buczy, na tak, za nami, po naszej stronie, entuzja*, ulga, spokojn*, zdal*, przeszl*, sukces, wygral*, zgod*, zgadza*, akcept*, zaakceptow*, przytakn*, kiwn*, klasa, rewelac*, wyborn*",
  bad: "niestety, problem*, klopot*, przeszkod*, zgrzyt*, haczyk, szkopul, sek w tym, bol glowy, balagan, katastrof*, fatalnie, okropn*, zle, zly, gorzej, gorsz*, najgorsz*, beznadziej*, trup, przegra*, przepad*, stracon*, upad*, klapa, kaplica, kicha, slabo, slab*, marnie, trudn*, ciezk*, niemozliw*, nie da sie, nie udalo, zawiod*, zawodz*, rozczarow*, zly na, wsciek*, zdenerwow*, obraz*, kwasn*, chlodn*, zimn*, sceptyczn*, watpi*, watpliwos*, niepewn*, waha*, zawaha*, niechet*, ostrozn*, niezadowol*, nieprzekon*, nie przekonan*, marszcz*, skrzywi*, krzywi*, westchn*, pokreci* glowa, krec* nosem, kreci nosem, wzrusz* ramion*, machnal reka, machnela, gwizdn*, zagwizd*, jeknal, jeczy",
  refuse:
    "odmow*, odmawia*, odrzuc*, odrzuca*, nie chce, nie chca, nie zgadza*, nie zgodz*, nie przyjm*, nie podpisz*, podziekowal nam, podziekowali, dziekuja, sprzeciw*, weto, zawetow*, nie ma mowy, nie wchodzi w gre, wycof*, rezygn*, zrezygn*, anulow*, odwola*, skresl*, porzuc*, nie dla nich, nie dla niego, nie dla niej, zaparl*, upar*, upiera*, stoi przy swoim, ani mysli, nie ustapi*, ani drgn*",
  complain:
    "narzek*, marudz*, psioczy*, biadol*, jecz*, zali*, skarzy*, uskarz*, burcz*, mrucz*, utyskiw*, zrzedz*, kloci*, czepia*, grymas*, wybrzydz*, lament*, pretensj*, wytyka*, wypomina*, stek*",
  want: "chce, chca, chcial*, chcieli, zyczy*, zada, zadaja, zadal*, domaga*, wymaga*, oczekuj*, potrzebuj*, potrzeba, prosza o, prosi o, szuka*, naciska*, upomina*, licza na, liczy na, woli, wola, wolalby, wolalaby, mile widzian*",
  lack: "brak*, brakuj*, nie ma kto, nie ma komu, nie ma czym, nie ma gdzie, nie maja, nie ma, bez, za malo, zbyt malo, niedobor*, pusto, pust*, wyczerp*, skonczy* sie, skonczyl*, wysech*, ani grosza, ani zlotowki, nic nie zostalo, zabrak*",
  block:
    "blok*, zablok*, utkn*, utknel*, stoi, stoja, stanel*, wstrzym*, zatrzym*, zamroz*, zamarz*, zawiesz*, wisi, wisza, lezy u, lezy na, lezy w, utyka*, korek, zator, impas, pat, zastoj, nie rusz*, nic sie nie dzieje, ani w te ani, przeciag*, slimacz*, guzdr*, grzezn*, czeka na, czekaja na, czekamy na, zalezy od, zalezne, uzaleznion*, dopoki, poki, zanim, poki co, az, bariera, wlecze, wolno, powoli, stop, kropka",
  postpone:
    "odlozy*, odklad*, odloz*, przeloz*, przelozy*, przesun*, przesuw*, opozni*, odrocz*, odwlek*, pozniej, nie teraz, nie w tym roku, za rok, w przyszlym roku, po sezonie, na jesien, na wiosne, po wakacjach, po swietach, po nowym roku, wrocic do tematu, wrocimy do tematu, wroci do tematu, za wczesnie, jeszcze nie, nie pora, zly moment, innym razem, kiedy indziej",
  durative:
    "wciaz, nadal, ciagle, dalej, znowu, znow, jeszcze, zawsze, za kazdym razem, od tygodni, od miesiec*, od miesia*, tygodni, miesiecy, trzeci raz, czwarty, piaty raz, szosty, dwa razy, trzy razy, kolejny raz, po raz, bez konca, nigdy, jak dotad, do tej pory, dotychczas, w kolko, bez przerwy, uparcie, juz od",
  attempt:
    "probow*, sprobow*, bez skutku, na prozno, nie dodzwon*, nie zastal*, nie odebral*, nie odbiera*, poczta glosowa, sekretarka, portiernia, centrala, automat, autoresponder, zajete, zajety, rozlaczy*, sygnal, nieobecn*, nie bylo go, nie bylo jej, wylaczony, poza zasiegiem",
  smalltalk:
    "pogod*, slonc*, deszcz*, pada, padal*, snieg*, mroz*, wiatr*, upal*, bloto, kaw*, herbat*, ciast*, ciastk*, paczk*, pierog*, zup*, rosol*, kanapk*, obiad*, kolacj*, piwo, piwko, wino, czekolad*, pies, psa, psy, kot, kota, kon, konie, krow*, kur*, dzieci*, wnuk*, wnuczk*, zona, zone, zony, maz, meza, matk*, ojc*, ojciec, syn, syna, cork*, kuzyn*, wuj*, ciotk*, szwagier, tesc*, mecz*, pilk*, ryby, wedk*, ogrod*, dzialk*, korki, parking*, zaparkow*, radio, slub*, wesel*, urodzin*, imienin*, imprez*, kosciol*, odpust*, kalendarz*, obraz, histori*, opowi*, dowcip*, zart*, smiesz*, zapach*, widok*, pociag*, samochod*, auto, auta, drog*, miast*, wies, wsi, dom, domu, kapelusz, buty, butow, kalosz*, muzyk*, piosenk*, stolowk*, stare czasy, weekend, zdjecia z, grill*, grzyb*",
  record:
    "zalacz*, zalaczn*, w zalaczeniu, wgra*, zalogow*, wpisa*, wpisuj*, zapisa*, zapisuj*, odnotow*, notatk*, notat*, dla porzadku, do wiadomosci, do akt, kartotek*, teczk*, folder*, katalog, crm, protokol*, transkryp*, nagran*, rekord, wizytowk*, zdjec*, fotk*, foto, lista, liste, skan*, archiw*, zachow*, podsumow*, streszcz*, link*, wklej*, ponizej, pole, pola, nowy numer, nowy adres, adres*, schemat*, status*, wersj*, arkusz*, pdf, numer*, zaktualiz*, uzupelnil*, w kopii, dw, sygnatur*",
  measure:
    "zmierz*, pomierz*, pomiar*, policzyl*, przeliczyl*, metr*, mm, cm, kg, ton, tony, litr*, cal*, wymiar*, szerok*, wysok*, waga, wagi, wolt*, amper*, kw, moc, rysun*, uklad, posadz*, hal*, bram*, drzwi, sztuk*, obchod*, zwiedz*, ogledzin*, inspekc*, przeglad*, czujnik*, seryjn*, model*, tabliczk*, odczyt*, probk*",
  role: "dyrektor*, kierowni*, kupiec, kupca, kupcow*, inzynier*, ksiegow*, sekretar*, recepcj*, asystent*, brygadzist*, majst*, szef*, wlasciciel*, zalozyciel*, wspolni*, prawni*, mecenas*, lekarz*, doktor*, pielegniar*, nauczyciel*, profesor*, wojt*, burmistrz*, prezydent*, ksiadz, ksiedz*, proboszcz*, skarbni*, planist*, techni*, operator*, praktykant*, stazyst*, kierowc*, kucharz*, rolni*, gospodarz*, architekt*, informaty*, kadr*, prezes*, zaopatrzen*, zakup*, sponsor*, facet*, gosc*, pan, pani, pana, panu, panem, babka, chlop*",
  receive:
    "przyszl*, przyszed*, dotar*, nadesz*, wplynel*, dostal*, otrzymal*, odpisal*, odpowiedzial*, odebral*, wrocil*, przyslal*, przeslal*, odeslal*, podeslal*, przywioz*, wreczy*, dal mi, dala mi, dali mi, dali nam",
  decide:
    "decyd*, zdecyd*, decyzj*, glosow*, glosuj*, podpis*, parafow*, zatwierdz*, akcept*, wybier*, wybior*, wybra*, rozstrzyg*, werdykt, odpowiedz, tak lub nie, czy tak czy, rozwaz*, przemysl*, zastanow*, zastanaw*, omowi*, omawi*, naradz*, konsult*, porownuj*, ocenia*, pogada z, porozmawia z, zapyta",
  absent:
    "wyjechal*, wyjazd*, za granic*, na urlop*, urlop*, nie ma go, nie ma jej, nieobecn*, w delegacji, na konferencji, w szpitalu, macierzynsk*, emerytur*, odszed*, odeszl*, odchodzi*, zwolni*, zwolnion*, wypowiedzen*, nowa prac*, zastepstw*, zastepuj*, wakat*, l4, chorobow*",
  done: "zrobion*, gotow*, skonczon*, zakonczon*, zamknie*, zamknel*, zalatwi*, dopie*, z glowy, po sprawie, po temacie, rozwiazan*, wyjasni*, wyjasnion*, uzgodnion*, dograne, dogadan*, dostarczon*, zainstalow*, dziala*, sprawdzon*, przetestow*, czysto, ostateczn*, bez uwag, bez zastrzezen, uwag zero, nie wnos*, bez zmian, niebyl*, minel*, za nami, odpusc*, ustapi*",
  money:
    "zlot*, zl, euro, dolar*, tys, tysi*, milion*, procent*, %, grosz*, stow*, kwot*, sum*, faktur*, zaplac*, plac*, plat*, wart*, polow*, dwa razy, podwojn*, rat*, zaliczk*, kasa, kasy, stac, nie stac",
  fear: "boi sie, boja sie, bal sie, bala sie, balby, strach*, obaw*, lek*, nerwow*, niespokoj*, martwi*, zmartw*, wystraszy*, przestrasz*, cykor, podejrzliw*, nieuf*, nie ufa*, zaufan*, sparzy*, ostrozn*, ryzyk*, gwarancj*, co jesli, a jak, reputacj*, obcy, obca, nieznan*, niesprawdz*, pierwsi, krolik*, kto jeszcze, referencj*, opini*",
  habit:
    "od lat, od zawsze, zawsze tak, latami, dziad*, tradycj*, po staremu, recznie, olowk*, zeszyt*, kajet*, excel*, tablic*, lojaln*, kumpel*, kolega z, przyjaciel*, znajom*, zonaty, brat*, szkoln*, przyzwyczaj*, przyzwycza*, radza sobie, radzi sobie, daja rade, daje rade, wystarcz*, obejd*, obchodza sie, starcza",
  excuseMood:
    "co ja moge, co moge, co zrobic, co poradz*, nic nie poradz*, nic sie nie da, nie moja wina, jak zwykle, jak zawsze, oczywisc*, wiadomo, typow*, klasyk*, kto wie, bog wie, diabli wiedz*, nie mam pojecia, szkoda, trudno, no coz, coz, takie zycie, i tyle, i koniec, i kropka, rece opad*, rozkladam rece, zwiazane rece",
  request:
    "czy mozesz, czy mozemy, czy moglby*, czy moglab*, mozemy dac, moglbys, moglabys, moglby, prosze o, prosba o, uprzejmie, potrzebuje twoj*, potrzebna, pomoz, pomoc, wesprzyj, interwen*, szefie, szefowo, panie dyrektorze, daj znac, zgode na, zgoda na, co robimy, co dalej, da sie, daloby sie, a moze, ogarnij, zalatwcie, zrobcie cos",
  vagueAct:
    "przemysl*, pomysle, pomyslimy, zastanowie, wymysl*, pokombinuj*, kombinow*, odnowic, wznowic, podgrz*, ocieplic, pilnow*, popilnuj*, trzymac reke, reka na pulsie, na oku, probowac, probujemy dalej, walczymy, powalcz*, cisnac, cisne, docisn*, drazy*, dzialamy, dzialac, rozezna*, wybada*, podpyt*, zobaczymy, zobacze, jakos, kiedys, w swoim czasie, jak znajde, jak bede mial, w wolnej, przy okazji, do zrobienia, do sprawdzenia, do ogarniecia, do przygotowania, w miare",
  toUs: "mi, nam, mnie, nas, do nas, do mnie, od nas, ze mna, z nami, u nas",
  toThem:
    "mu, jej, im, ich, nim, nia, nimi, jego, klientowi, klientce, do niego, do niej, do nich, u nich, u niego, u niej, z nim, z nia, z nimi",
};
