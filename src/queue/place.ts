/** Host, port and path of an address, without what opens it. */
export function toPlace(url: string): string {
  if (!URL.canParse(url)) return "the given address";
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}
