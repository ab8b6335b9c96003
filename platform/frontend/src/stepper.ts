/** Minus and plus beside a number: the number field keeps its own limits, steps and events. */
export function startSteppers(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-stepper] > [data-step]");
    const field = button?.parentElement?.querySelector("input");
    if (!button || !field || field.disabled || field.readOnly) return;
    const before = field.value;
    if (!field.value) field.value = field.min || "0";
    if (Number(button.dataset.step) > 0) {
      field.stepUp();
    } else {
      field.stepDown();
    }
    if (field.value === before) return;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
}
