import { createReadStream } from "node:fs";

/** Names that `TextDecoder` knows. */
export type Encoding = "utf-8" | "utf-16le" | "utf-16be" | "windows-1250" | "windows-1251" | "windows-1252";

/**
 * The encoding of a text file: by its mark, else UTF-16 by its zero bytes, else UTF-8 when the whole file is valid, else the
 * Windows code page whose letters its bytes are; null for what is no text. Reads the file once, in constant memory.
 */
export async function detectEncoding(path: string): Promise<Encoding | null> {
  const strict = new TextDecoder("utf-8", { fatal: true });
  const traits: Traits = {
    isUtf8: true,
    bytes: 0,
    controls: 0,
    high: 0,
    paired: 0,
    polish: 0,
    western: 0,
    previous: 0,
  };
  let isStart = true;
  for await (const chunk of createReadStream(path)) {
    const bytes: Uint8Array = chunk;
    if (isStart) {
      const marked = findMark(bytes) ?? findUtf16(bytes);
      if (marked !== null) return marked;
      isStart = false;
    }
    traits.isUtf8 &&= succeeds(() => strict.decode(bytes, { stream: true }));
    countTraits(bytes, traits);
  }
  // A character cut off at the very end is only noticed when the stream is flushed.
  if (traits.isUtf8 && succeeds(() => strict.decode())) return "utf-8";
  return traits.controls > traits.bytes * maxControls ? null : guessCodePage(traits);
}

/** Bytes that mean nothing in a text, as a share; of random ones it is a tenth. */
const maxControls = 0.02;

/** Tab, line feed, form feed and carriage return. */
const whiteSpace = new Set([0x09, 0x0a, 0x0c, 0x0d]);

interface Traits {
  isUtf8: boolean;
  bytes: number;
  /** Below the space, and no white space. */
  controls: number;
  /** Bytes beyond ASCII, and those of them that follow another one. */
  high: number;
  paired: number;
  /** Bytes that speak for windows-1250, and those that speak for windows-1252. */
  polish: number;
  western: number;
  previous: number;
}

function findMark([first, second, third]: Uint8Array): Encoding | null {
  if (first === 0xef && second === 0xbb && third === 0xbf) return "utf-8";
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : null;
}

/** High bytes of Latin, Polish and Russian letters, digits and signs in UTF-16; hardly ever a byte of any other text. */
const maxHighByte = 5;

// A header has delimiters and spaces, whose zero bytes are found in UTF-16 only; and nearly every second byte is a high one.
function findUtf16(bytes: Uint8Array): Encoding | null {
  const head = bytes.subarray(0, 512);
  if (!head.includes(0)) return null;
  const shareOf = (parity: number) => {
    const own = head.filter((_, at) => at % 2 === parity);
    return own.filter((byte) => byte <= maxHighByte).length / Math.max(1, own.length);
  };
  const [even, odd] = [shareOf(0), shareOf(1)];
  if (Math.max(even, odd) < 0.8 || Math.min(even, odd) > 0.5) return null;
  return odd > even ? "utf-16le" : "utf-16be";
}

function succeeds(act: () => unknown): boolean {
  try {
    act();
    return true;
  } catch {
    return false;
  }
}

/** Ą ą Ł ł Ś ś Ż ż Ź ź: Polish letters whose bytes are no Russian letters in windows-1251. */
const polishLetters = new Set([0xa5, 0xb9, 0xa3, 0xb3, 0x8c, 0x9c, 0xaf, 0xbf, 0x8f, 0x9f]);
/** è à ø å ã õ Ø Å, which are rare other letters in windows-1250; the pound sign counts before a digit. */
const westernLetters = new Set([0xe8, 0xe0, 0xf8, 0xe5, 0xe3, 0xf5, 0xd8, 0xc5]);
const poundSign = 0xa3;

function countTraits(bytes: Uint8Array, traits: Traits): void {
  let { previous } = traits;
  traits.bytes += bytes.length;
  traits.controls += bytes.filter((byte) => byte < 0x20 && !whiteSpace.has(byte)).length;
  for (const byte of bytes) {
    if (byte >= 0x80) {
      traits.high += 1;
      if (previous >= 0x80) traits.paired += 1;
      if (polishLetters.has(byte)) traits.polish += 1;
      if (westernLetters.has(byte)) traits.western += 1;
    } else if (previous === poundSign && byte >= 0x30 && byte <= 0x39) {
      traits.western += 1;
    }
    previous = byte;
  }
  traits.previous = previous;
}

// Cyrillic words are whole runs of high bytes, nearly all Russian letters; in Polish and Western words most stand alone.
function guessCodePage({ high, paired, polish, western }: Traits): Encoding {
  if (paired * 2 > high && polish * 4 < high) return "windows-1251";
  return western > polish ? "windows-1252" : "windows-1250";
}
