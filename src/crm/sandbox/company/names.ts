import type { Random } from "../random.ts";
import type { Contact, Customer } from "./model.ts";

// Firms and people that do not exist; domains end in .example, which nobody can own.
const firmStems = [
  "Alder",
  "Baltimex",
  "Bielmet",
  "Borealis",
  "Brzozów",
  "Cedro",
  "Copperline",
  "Dalvik",
  "Drewpol",
  "Eastgate",
  "Elbląska",
  "Fjordtex",
  "Galwan",
  "Glenmore",
  "Granit",
  "Halmar",
  "Hartwell",
  "Hydrotec",
  "Inwest",
  "Jantar",
  "Karpat",
  "Kestrel",
  "Krosmet",
  "Lakeshore",
  "Ledwig",
  "Lumen",
  "Mazovia",
  "Meridian",
  "Milltown",
  "Nadwiśle",
  "Nordvent",
  "Oakridge",
  "Odra",
  "Orbita",
  "Pinecrest",
  "Polaris",
  "Prosna",
  "Quarry",
  "Rudolf",
  "Sawmill",
  "Severnaya",
  "Silesia",
  "Skarbek",
  "Sokol",
  "Stalbud",
  "Stonebridge",
  "Tatra",
  "Terravia",
  "Unimasz",
  "Uralprom",
  "Vektor",
  "Volgatech",
  "Warmex",
  "Westerly",
  "Wilga",
  "Yarrow",
  "Zamość",
  "Zenit",
  "Zephyr",
  "Żuławy",
] as const;
const firmKinds = [
  "Logistics",
  "Foods",
  "Automation",
  "Plastics",
  "Medical",
  "Retail",
  "Energy",
  "Furniture",
  "Packaging",
  "Machinery",
] as const;
const firmForms = ["Sp. z o.o.", "S.A.", "GmbH", "Ltd", "OOO", "AB"] as const;

const industries: Readonly<Record<string, string>> = {
  Logistics: "Logistics",
  Foods: "Food production",
  Automation: "Industrial automation",
  Plastics: "Plastics",
  Medical: "Healthcare",
  Retail: "Retail",
  Energy: "Energy",
  Furniture: "Furniture",
  Packaging: "Packaging",
  Machinery: "Machinery",
};

const givenNames = [
  "Agnieszka",
  "Bartosz",
  "Celina",
  "Daniel",
  "Elżbieta",
  "Grzegorz",
  "Igor",
  "Joanna",
  "Karl",
  "Lena",
  "Michał",
  "Natalia",
  "Oskar",
  "Paweł",
  "Rachel",
  "Sergei",
  "Tatiana",
  "Viktor",
  "Wanda",
  "Yulia",
] as const;
const familyNames = [
  "Adamczyk",
  "Barnes",
  "Chmiel",
  "Dąbrowski",
  "Ekholm",
  "Fischer",
  "Górski",
  "Harris",
  "Ivanov",
  "Jankowska",
  "Kuznetsov",
  "Lewandowski",
  "Morozova",
  "Novak",
  "Olsen",
  "Pawlak",
  "Richter",
  "Sikora",
  "Turner",
  "Wrona",
] as const;
const jobTitles = [
  "Operations manager",
  "Head of purchasing",
  "Plant manager",
  "IT manager",
  "CFO",
  "Managing director",
] as const;

/** Gives out firms and people; firms' names never repeat. */
export interface Directory {
  takeCustomer(id: string, kind?: string): Customer;
  makeContact(id: string, customer: Customer): Contact;
}

export function openDirectory(random: Random): Directory {
  const used = new Map<string, number>();
  return {
    takeCustomer: (id, kind) => {
      const chosen = kind ?? random.pick(firmKinds);
      const base = `${random.pick(firmStems)} ${chosen}`;
      const times = (used.get(base) ?? 0) + 1;
      used.set(base, times);
      const name =
        times === 1
          ? `${base} ${random.pick(firmForms)}`
          : `${base} ${toRoman(times)} ${random.pick(firmForms)}`;
      return {
        id,
        name,
        domain: toDomain(base, times),
        industry: industries[chosen] ?? chosen,
        country: "PL",
      };
    },
    makeContact: (id, customer) => {
      const firstName = random.pick(givenNames);
      const lastName = random.pick(familyNames);
      const email = `${toAscii(firstName)}.${toAscii(lastName)}.${id}@${customer.domain}`;
      return { id, customerId: customer.id, firstName, lastName, email, jobTitle: random.pick(jobTitles) };
    },
  };
}

function toDomain(base: string, times: number): string {
  return `${toAscii(base).replaceAll(" ", "-")}${times === 1 ? "" : times}.example`;
}

function toAscii(text: string): string {
  return text
    .normalize("NFD")
    .toLowerCase()
    .replaceAll("ł", "l")
    .replaceAll(/[^a-z0-9 ]/g, "");
}

/** Small numbers as firms write them; beyond ten plain digits do. */
function toRoman(number: number): string {
  return ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"][number] ?? String(number);
}
