import { associationTypeId, type ObjectType } from "./object-types.ts";

export interface AssociationLabel {
  readonly category: "HUBSPOT_DEFINED" | "USER_DEFINED";
  readonly typeId: number;
  readonly label: string | null;
}

/** Which records hang together. Both directions are kept; labels beyond the default one are rare and kept apart. */
export interface Links {
  add(from: LinkEnd, to: LinkEnd, label?: AssociationLabel): void;
  remove(from: LinkEnd, to: LinkEnd): void;
  /** Ids of `to` records in the order in which they were linked. */
  read(from: LinkEnd, to: ObjectType): readonly string[];
  labelsOf(from: LinkEnd, to: LinkEnd): readonly AssociationLabel[];
  /** All links of a loser become links of the survivor. */
  move(type: ObjectType, loserId: string, survivorId: string): void;
  removeAll(end: LinkEnd): void;
}

export interface LinkEnd {
  readonly type: ObjectType;
  readonly id: string;
}

type Side = Map<string, string[]>;

export function createLinks(): Links {
  const sides = new Map<string, Side>();
  const labels = new Map<string, AssociationLabel[]>();

  const read = (from: LinkEnd, to: ObjectType): readonly string[] =>
    sides.get(`${from.type}>${to}`)?.get(from.id) ?? [];
  const add = (from: LinkEnd, to: LinkEnd, label?: AssociationLabel): void => {
    addOneWay(sides, from, to);
    addOneWay(sides, to, from);
    if (label !== undefined) addLabel(labels, toKey(from, to), label);
  };
  const remove = (from: LinkEnd, to: LinkEnd): void => {
    removeOneWay(sides, from, to);
    removeOneWay(sides, to, from);
    labels.delete(toKey(from, to));
  };
  const linksOf = (end: LinkEnd): LinkEnd[] =>
    [...sides.keys()]
      .filter((key) => key.startsWith(`${end.type}>`))
      .flatMap((key) => {
        const type = key.slice(end.type.length + 1) as ObjectType;
        return read(end, type).map((id) => ({ type, id }));
      });

  return {
    add,
    remove,
    read,
    labelsOf: (from, to) => [
      { category: "HUBSPOT_DEFINED", typeId: associationTypeId(from.type, to.type), label: null },
      ...(labels.get(toKey(from, to)) ?? []),
    ],
    move: (type, loserId, survivorId) => {
      for (const other of linksOf({ type, id: loserId })) {
        remove({ type, id: loserId }, other);
        add({ type, id: survivorId }, other);
      }
    },
    removeAll: (end) => {
      for (const other of linksOf(end)) remove(end, other);
    },
  };
}

function toKey(from: LinkEnd, to: LinkEnd): string {
  return `${from.type}:${from.id}>${to.type}:${to.id}`;
}

function addOneWay(sides: Map<string, Side>, from: LinkEnd, to: LinkEnd): void {
  const key = `${from.type}>${to.type}`;
  let side = sides.get(key);
  if (side === undefined) {
    side = new Map();
    sides.set(key, side);
  }
  const ids = side.get(from.id);
  if (ids === undefined) side.set(from.id, [to.id]);
  else if (!ids.includes(to.id)) ids.push(to.id);
}

function removeOneWay(sides: Map<string, Side>, from: LinkEnd, to: LinkEnd): void {
  const side = sides.get(`${from.type}>${to.type}`);
  const ids = side?.get(from.id)?.filter((id) => id !== to.id) ?? [];
  if (ids.length === 0) side?.delete(from.id);
  else side?.set(from.id, ids);
}

function addLabel(labels: Map<string, AssociationLabel[]>, key: string, label: AssociationLabel): void {
  const known = labels.get(key) ?? [];
  if (known.some(({ typeId }) => typeId === label.typeId)) return;
  labels.set(key, [...known, label]);
}
