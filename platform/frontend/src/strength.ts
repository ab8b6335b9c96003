/** Bars from 0 to 4: length counts most, kinds of characters and variety a little. Only a hint. */
export function strength(password: string, least: number): number {
  const characters = [...password];
  if (characters.length === 0) return 0;
  const variety = new Set(characters).size;
  if (characters.length < least || variety < 5) return 1;
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/].filter((kind) => kind.test(password)).length;
  const points = characters.length + 2 * (kinds - 1);
  return points >= least + 8 ? 4 : points >= least + 3 ? 3 : 2;
}
