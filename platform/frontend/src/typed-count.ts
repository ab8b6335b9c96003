/** What cannot be undone waits until its count is typed: `<form data-typed-count="1240">` (U10).
 *
 * The buttons [data-when-typed] of the form are off until its field says the number. Without
 * scripts they are on, and the server checks; it checks in any case.
 */
const FORM = "form[data-typed-count]";

export function startTypedCounts(): void {
  check(document);
  document.addEventListener("htmx:after:swap", () => check(document));
  // Also the end of a composition is an input, so that a number typed in Korean mode counts.
  for (const event of ["input", "compositionend", "reset"]) {
    document.addEventListener(event, ({ target }) => check((target as Element).closest(FORM)));
  }
  // Enter sends a form even while its button is off, when it has several.
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches(FORM) || isTyped(form)) return;
      event.preventDefault();
      event.stopPropagation();
    },
    { capture: true },
  );
}

/** Whether the number was typed as people write it: 1240, 1,240, 1 240, １２４０, 1,240명. */
export function saysCount(typed: string, count: string): boolean {
  const digits = typed.normalize("NFKC").replaceAll(/[\s,_.]|명$|건$/g, "");
  return /^\d+$/.test(digits) && Number(digits) === Number(count);
}

function check(within: ParentNode | null): void {
  if (!within) return;
  const one = within instanceof HTMLFormElement;
  for (const form of one ? [within] : within.querySelectorAll<HTMLFormElement>(FORM)) {
    const waits = !isTyped(form);
    for (const button of form.querySelectorAll<HTMLButtonElement>("[data-when-typed]")) {
      button.disabled = waits;
    }
  }
}

function isTyped(form: HTMLFormElement): boolean {
  const field = form.querySelector<HTMLInputElement>(".typed-count > input");
  return saysCount(field?.value ?? "", form.dataset.typedCount ?? "");
}
