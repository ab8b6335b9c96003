/** Counts the bytes of a text message as it is typed, as the carriers do: CP949, Hangul 2 bytes (S6).
 *
 * Around a <textarea>: `data-limit` bytes for a short message, `data-limit-long` for a long one.
 * Fills [data-bytes]; shows [data-show="short" | "long" | "over" | "unencodable"], and puts the
 * characters that cannot be sent into [data-characters]. Merge fields change the length of each
 * message; the server counts those.
 */
import { byteLength, unencodable } from "../cp949.ts";

export function mount(element: HTMLElement): () => void {
  const field = element.querySelector("textarea");
  if (!field) throw new Error("A byte counter stands around a textarea.");
  const count = () => show(element, field.value);
  field.addEventListener("input", count);
  count();
  return () => field.removeEventListener("input", count);
}

function show(element: HTMLElement, text: string): void {
  const bytes = byteLength(text);
  const strangers = unencodable(text);
  const states = { unencodable: strangers.length > 0, ...sizeOf(element.dataset, bytes) };
  for (const target of element.querySelectorAll("[data-bytes]")) {
    target.textContent = bytes.toLocaleString();
  }
  for (const target of element.querySelectorAll("[data-characters]")) {
    target.textContent = strangers.join(" ");
  }
  for (const target of element.querySelectorAll<HTMLElement>("[data-show]")) {
    target.hidden = !states[target.dataset.show as keyof typeof states];
  }
}

function sizeOf(limits: DOMStringMap, bytes: number) {
  const short = bytes <= Number(limits.limit ?? 90);
  const over = bytes > Number(limits.limitLong ?? 2000);
  return { short, long: !short && !over, over };
}
