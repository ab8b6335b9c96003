/** Puts a merge field where one is writing: a button sends `merge-field` with the text of the field.
 *
 * It goes into the text control of the button's form that had the caret last, else into its
 * <textarea>; in a form with a control marked `data-merges`, always into that one. Without scripts the button submits and the server appends.
 */
const TEXT = "textarea, input[type=text], input:not([type])";

type TextControl = HTMLTextAreaElement | HTMLInputElement;

let last: TextControl | undefined;

export function startMergeFields(): void {
  document.addEventListener("focusin", (event) => {
    const field = event.target as Element;
    if (field.matches(TEXT)) last = field as TextControl;
  });
  document.addEventListener("merge-field", (event) => {
    const { target, detail } = event as CustomEvent<string>;
    const form = (target as Element).closest("form");
    const marked = form?.querySelector<TextControl>("[data-merges]");
    const field = marked ?? (last && last.form === form ? last : form?.querySelector("textarea"));
    if (field) insert(field, detail);
  });
}

function insert(field: TextControl, text: string): void {
  field.focus();
  const start = field.selectionStart ?? field.value.length;
  field.setRangeText(text, start, field.selectionEnd ?? start, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
