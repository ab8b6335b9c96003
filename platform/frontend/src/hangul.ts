/** Finding in Korean: 초성 (the first consonants, ㄱㅎㄴ) find whole words as letters do. */
const FIRSTS = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ";
const SYLLABLES = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const PER_FIRST = 588;

/** The first consonants of the syllables; everything else stays as it is. */
export function consonants(text: string): string {
  return [...text].map(first).join("");
}

function first(letter: string): string {
  const code = letter.charCodeAt(0);
  if (code < SYLLABLES || code > LAST_SYLLABLE) return letter;
  return FIRSTS[Math.floor((code - SYLLABLES) / PER_FIRST)]!;
}

/** Whether what is typed finds the text: by letters, or by first consonants where it has such. */
export function finds(text: string, typed: string): boolean {
  const wanted = plain(typed);
  if (!wanted) return true;
  const letters = plain(text);
  if (letters.includes(wanted)) return true;
  if (![...wanted].some((letter) => FIRSTS.includes(letter))) return false;
  return matches(letters, wanted);
}

/** Letter by letter: a typed consonant fits its syllables, anything else only itself. */
function matches(letters: string, wanted: string): boolean {
  for (let start = 0; start + wanted.length <= letters.length; start++) {
    const fits = [...wanted].every((letter, place) => {
      const there = letters[start + place]!;
      return there === letter || first(there) === letter;
    });
    if (fits) return true;
  }
  return false;
}

function plain(text: string): string {
  return text.normalize("NFC").toLowerCase().replaceAll(/\s+/g, "");
}
