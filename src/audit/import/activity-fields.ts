/** The same for files of activities. The columns of `text` are read together, one after another. */
export const activityFields = {
  id: "record id|activity id|id|task id|event id|call id|meeting id|note id|email id|engagement id|id rekordu|identyfikator rekordu|id aktywności|id działania|id записи|идентификатор записи|id действия",
  dealId:
    "associated deal ids|associated deal id|deal id|opportunity id|related to id|whatid|what id|id powiązanej transakcji|id powiązanych transakcji|identyfikatory powiązanych transakcji|id transakcji|identyfikator szansy|id связанной сделки|id связанных сделок|идентификатор возможности|идентификатор сделки|id сделки",
  deal: "associated deal|associated deals|deal name|deal|opportunity|opportunity name|related to|company account|powiązana transakcja|powiązane transakcje|transakcja|nazwa transakcji|szansa|nazwa szansy|dotyczy|связанная сделка|связанные сделки|сделка|название сделки|возможность|имя возможности|связано с",
  rep: "activity assigned to|assigned to|assigned|call assigned to|meeting owner|note owner|email sent by|owner full name|owner name|owner|rep|sales rep|sales agent|user|logged by|created by|przypisano do|przypisane do|przypisana do|przypisany|aktywność przypisana do|właściciel aktywności|właściciel|handlowiec|osoba|кому назначено|назначено|исполнитель|автор|владелец|ответственный|менеджер|сотрудник|owner id|ownerid",
  at: "activity date|date|start date time|start date|start time|meeting start time|call date|email send date|due date time|due date|activitydate|activitydatetime|date time|timestamp|data aktywności|data działania|data|data i godzina|data rozpoczęcia|data rozpoczęcia spotkania|godzina rozpoczęcia|godzina rozpoczęcia spotkania|czas rozpoczęcia spotkania|data połączenia|data wysłania|termin|termin realizacji|termin wykonania|data wykonania|дата действия|дата активности|дата|дата и время|дата начала|время начала|время начала встречи|дата и время начала|дата звонка|дата встречи|дата отправки|дата выполнения|крайний срок|срок|срок выполнения|срок исполнения",
  end: "end date time|end date|end time|meeting end time|enddatetime|enddate|end|until|data zakończenia|data i godzina zakończenia|koniec|дата окончания|дата и время окончания|время окончания|окончание|конец",
  duration:
    "duration|duration minutes|duration hours|duration days|durationinminutes|number of days|days|czas trwania|czas trwania minuty|czas trwania godziny|czas trwania dni|liczba dni|dni|длительность|продолжительность|длительность минуты|длительность часы|длительность дни|количество дней|число дней|дней",
  created:
    "create date|created date|createddate|created at|created|data utworzenia|utworzono|дата создания|создано",
  kind: "activity type|engagement type|type|task event|activity subtype|task subtype|tasksubtype|rodzaj aktywności|typ aktywności|rodzaj działania|rodzaj|typ|тип действия|тип активности|тип|вид",
  subject:
    "subject|title|task title|task name|call title|meeting name|meeting title|email subject|temat|tytuł|nazwa zadania|tytuł zadania|tytuł połączenia|nazwa spotkania|tytuł spotkania|temat wiadomości|temat wiadomości e mail|тема|название|заголовок|название задачи|название звонка|название встречи|тема письма",
  text: "full comments|comments|comment|note body|body|body preview|call notes|meeting description|meeting notes|internal meeting notes|task notes|email body|email text|notes|note|description|text|treść notatki|treść|notatki z rozmowy|notatki z połączenia|notatki ze spotkania|wewnętrzne notatki ze spotkania|opis spotkania|notatki zadania|notatki do zadania|treść wiadomości|treść wiadomości e mail|notatki|notatka|komentarze|komentarz|opis|uwagi|текст заметки|текст|заметки о звонке|описание встречи|заметки о встрече|внутренние заметки о встрече|заметки к задаче|текст письма|комментарий к задаче|заметки|заметка|комментарии|комментарий|описание|примечание",
  direction:
    "call direction|calltype|email direction|direction|call type|kierunek połączenia|kierunek wiadomości e mail|kierunek|направление звонка|направление письма|направление",
  result:
    "call outcome|call status|meeting outcome|outcome|task status|email status|email send status|status wysyłki wiadomości e mail|статус отправки письма|status|call result|result|wynik rozmowy|wynik połączenia|wynik spotkania|status zadania|status|wynik|stan|результат звонка|результат встречи|статус задачи|результат|состояние|статус",
  source: "record source|object source|source|activity source|źródło rekordu|źródło|источник записи|источник",
} as const;
export type ActivityField = keyof typeof activityFields;

/** Without these nothing can be said. Without a deal the work still counts for the norms. */
export const neededActivityFields: readonly (readonly ActivityField[])[] = [["rep"], ["at"]];
