/** How long a text is in CP949, the encoding of Korean text messages.
 *
 * Browsers only decode it, so the characters it has are found by decoding every pair of bytes once.
 */
let pairs: Set<string> | undefined;

/** The length in bytes. A character outside CP949 counts 2: the message cannot go out anyway. */
export function byteLength(text: string): number {
  let bytes = 0;
  for (const character of normalised(text)) bytes += isAscii(character) ? 1 : 2;
  return bytes;
}

/** The characters that CP949 does not have, each once, in the order of the text. */
export function unencodable(text: string): string[] {
  pairs ??= everyPair();
  const known = pairs;
  const strange = [...normalised(text)].filter(
    (c) => !isAscii(c) && !isSyllable(c) && !known.has(c),
  );
  return [...new Set(strange)];
}

/** A line break is sent as one byte; syllables typed as letters are joined. */
function normalised(text: string): string {
  return text.replaceAll("\r\n", "\n").normalize("NFC");
}

function isAscii(character: string): boolean {
  return character.codePointAt(0)! < 0x80;
}

/** CP949 has all 11,172 syllables; some decoders only know the 2,350 of its older part. */
function isSyllable(character: string): boolean {
  return character >= "\uac00" && character <= "\ud7a3";
}

function everyPair(): Set<string> {
  const decoder = new TextDecoder("euc-kr");
  const found = new Set<string>();
  for (let lead = 0x81; lead <= 0xfe; lead++) {
    for (let trail = 0x41; trail <= 0xfe; trail++) {
      const text = decoder.decode(new Uint8Array([lead, trail]));
      if (text.length === 1 && text !== "\ufffd") found.add(text);
    }
  }
  return found;
}
