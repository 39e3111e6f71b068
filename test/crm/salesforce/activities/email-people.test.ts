import { afterEach, expect, it } from "@jest/globals";
import { collect } from "../../contract.ts";
import { closeTinyOrgs, openTinyOrg } from "../tiny-org.ts";

afterEach(closeTinyOrgs);

const contact = (number: number) => `003${String(number).padStart(12, "0")}AAA`;
const email = (number: number, activity: object | null) => ({
  Id: `02s${String(number).padStart(12, "0")}AAA`,
  ActivityId: `00T${String(number).padStart(12, "0")}AAA`,
  Activity: activity,
  MessageDate: "2026-10-13T10:00:00.000+0000",
  SystemModstamp: "2026-10-13T10:00:00.000+0000",
});
const emailFields = (activity: object) => [
  "MessageDate",
  "SystemModstamp",
  activity as Record<string, unknown>,
];
const readable = {
  Task: ["WhoId", "SystemModstamp"],
  EmailMessageRelation: ["EmailMessageId", "RelationId"],
};
const rows = {
  "FROM EmailMessageRelation": [
    { Id: "0EM000000000001AAA", EmailMessageId: email(2, null).Id, RelationId: contact(2) },
  ],
  "FROM EmailMessage ": [email(1, { WhoId: contact(1) }), email(2, null)],
};

/** Contacts of the two e-mails, and the ids whose people were asked for. */
async function readTwo(activity: object) {
  const objects = { ...readable, EmailMessage: emailFields(activity) };
  const { crm, queries } = await openTinyOrg({ objects, rows });
  const records = await collect(crm.readActivities({ modifiedSince: 0, cursor: null }));
  const asked = queries().find((soql) => soql.includes("FROM EmailMessageRelation")) ?? "";
  const contacts = records
    .filter(({ activity: { kind } }) => kind === "email")
    .map(({ contactIds }) => contactIds);
  return { contacts, asked: [...asked.matchAll(/02s\w+/g)].map(([id]) => Number(id.slice(3))) };
}

it("an e-mail's contact is that of its Task; only of e-mails without one the people are asked for", async () => {
  const activity = {
    name: "ActivityId",
    type: "reference",
    relationshipName: "Activity",
    referenceTo: ["Task"],
  };
  expect(await readTwo(activity)).toEqual({ contacts: [[contact(1)], [contact(2)]], asked: [2] });
});

it("where the way from e-mails to their Tasks is not offered, all people are asked for", async () => {
  const activity = { name: "ActivityId", type: "reference", relationshipName: null, referenceTo: ["Task"] };
  expect((await readTwo(activity)).asked).toEqual([1, 2]);
});

it("where our user does not see which Task an e-mail belongs to, no Task is asked for its e-mail", async () => {
  const { crm, queries } = await openTinyOrg({
    objects: { Task: ["TaskSubtype", "SystemModstamp"], EmailMessage: ["MessageDate", "SystemModstamp"] },
    rows: { "FROM Task ": [{ ...email(1, null), Id: email(1, null).ActivityId, TaskSubtype: "Email" }] },
  });
  await collect(crm.readActivities({ modifiedSince: 0, cursor: null }));
  expect(queries().filter((soql) => soql.includes("ActivityId IN"))).toEqual([]);
});
