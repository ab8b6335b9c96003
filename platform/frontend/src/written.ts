/** What stands in a form, as one text: equal texts mean that nobody has written anything. */
export function written(values: Iterable<[string, FormDataEntryValue]>): string {
  return JSON.stringify(
    [...values].map(([name, value]) => [name, typeof value === "string" ? value : [value.name, value.size]]),
  );
}
