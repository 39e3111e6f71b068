/** `verdict|reason|text` by the labelling guide; {name} a person at the customer, {firm} the customer, {day} the due date. */
export const polishFollowUps = `
solution||Rozmowa z {name} ok. Wysyłam poprawioną ofertę do {day}.
solution||Umówione demo u nich na {day}, będzie też kierownik produkcji.
solution|price|Za drogo o jakieś 10%. Przeliczam wariant bez serwisu i wysyłam {name} do {day}.
solution|budget|Budżet zamrożony do stycznia. Przygotuję leasing i wyślę do {day}.
solution|decision_maker|{name} sam nie podpisze, decyduje prezes. Dzwonię do prezesa {day}.
solution|no_response|Cisza na mailu od 3 tygodni. Jadę do nich {day} osobiście.
solution|competitor|Mają też ofertę z Brenteku. Pokażę im porównanie na spotkaniu {day}.
solution|terms|Nie chcą przedpłaty. Wyślę im nowe warunki płatności do {day}.
solution|product_fit|Brakuje integracji z Comarchem. Wdrożeniowiec pokaże obejście {day}, termin potwierdzony.
solution|timing|Postój linii w listopadzie, więc wizja lokalna ustalona na {day}.
solution|internal|Nasz dział prawny przetrzymał umowę. Odbieram ją i odsyłam klientowi do {day}.
solution||Spotkanie z {name} {day} o 10, biorę próbkę i kalkulację.
vague||Odezwę się do {name} niedługo.
vague||Trzeba ich trochę docisnąć, temat żyje.
vague|price|Cena za wysoka. Spróbuję coś ugrać z rabatem.
vague|budget|Na razie nie mają pieniędzy, wrócę do tematu jak coś się ruszy.
vague|no_response|Nie odbiera, będę próbował dalej.
vague|decision_maker|Czekają na zarząd. Potem się przypomnę.
vague|competitor|Patrzą też na konkurencję. Powinienem kiedyś zrobić im demo.
vague||Fajny klient, przygotuję coś ciekawego.
vague|timing|Sezon u nich, zadzwonię jak się uspokoi.
excuse|price|Za drogo i tyle. {name} nie chce o tym rozmawiać.
excuse|price|Chcą 20% rabatu, inaczej nie ma tematu.
excuse|price|Taniej mają gdzie indziej, przy naszym cenniku nic nie zrobię.
excuse|budget|Budżet na ten rok już wydany.
excuse|budget|Nie mają kasy, wszystko poszło w nową halę.
excuse|timing|{name} na urlopie, potem inwentaryzacja, potem targi.
excuse|timing|Nie teraz, wracają do tematu w przyszłym kwartale.
excuse|no_response|Nie odbiera i nie odpisuje, dzwoniłem już 4 razy.
excuse|no_response|Po demo zapadła cisza, czekam na odpowiedź.
excuse|decision_maker|Utknęło w zakupach, {name} nie ma na to wpływu.
excuse|decision_maker|Zarząd musi zatwierdzić, nie wiadomo kiedy się zbierze.
excuse|competitor|Mają już Brentek i są zadowoleni.
excuse|product_fit|Nie łączy się z ich starym systemem, więc nie widzą sensu.
excuse|terms|Ich prawnik nie akceptuje naszych kar umownych.
excuse|need|{name} mówi, że Excel im wystarcza.
excuse|lead_quality|Lead z marketingu, student pisał pracę. Strata czasu.
excuse|internal|Presales dalej nie dał wyceny, bez tego stoję.
excuse|workload|Nie wyrabiam się, za dużo tematów naraz.
excuse|market|Cała branża stoi, nikt teraz nie inwestuje.
log||Dzwoniłem, poczta głosowa.
log||Wysłałem katalog i cennik do {name}.
log||Pierwsza rozmowa z {name}, pół godziny, przeszliśmy przez proces.
log||{name} potwierdził odbiór oferty.
log||Byłem na hali, widziałem linię 2 i 3.
log||Kawa z {name}, gadaliśmy o nowej hali.
log||n/o
log||Dostałem od {name} rzut hali mailem.`;

export const polishNextSteps = `
Wysłać poprawioną ofertę
Spotkanie techniczne z utrzymaniem ruchu
Telefon do kierownika produkcji
Kalkulacja zwrotu dla dyrektora finansowego
Demo na miejscu
Ustalić warunki płatności`;

export const polishLostReasons = `
Za wysoka cena
Wybrali konkurencję
Projekt wstrzymany
Brak budżetu
Brak decyzji`;

export const polishSmallTalk = `
Dzień dobry,<br><br>dziękuję za dzisiejszą rozmowę. W załączeniu przesyłam opis modułów i listę referencji.<br><br>Pozdrawiam
Dzień dobry {name},<br>przesyłam zaktualizowane liczby, chętnie omówię.<br><br>Z poważaniem
Dzień dobry,<br><br>chciałem się upewnić, że dokumenty dotarły.<br><br>Pozdrawiam serdecznie`;

export const polishReply = `Dziękuję, dostaliśmy. Musimy to omówić wewnętrznie, cena nadal jest dla nas tematem.`;
