/** Files that come with a new record: dropped anywhere on its form or chosen, and taken out again. */
import type { Destroy } from "../islands.ts";

export function mount(block: HTMLElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  const form = block.closest("form")!;
  const input = block.querySelector<HTMLInputElement>("input[type=file]")!;
  let files: File[] = [...(input.files ?? [])];
  const show = () => {
    const chosen = new DataTransfer();
    for (const file of files) chosen.items.add(file);
    input.files = chosen.files;
    block.querySelector("[data-chosen]")!.replaceChildren(...files.map((file) => line(file, block)));
  };
  const add = (more: Iterable<File>) => {
    files = [...files, ...more];
    show();
  };
  // Choosing again adds to what was chosen before, as dropping does.
  input.addEventListener("change", () => add([...(input.files ?? [])]), options);
  block.addEventListener("click", (event) => {
    const button = (event.target as Element).closest("[data-take-out]");
    if (!button) return;
    const lines = [...block.querySelectorAll("[data-take-out]")];
    files = files.filter((_file, place) => place !== lines.indexOf(button));
    show();
    input.focus();
  }, options);
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    block.classList.add("is-over");
  }, options);
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget as Node | null)) block.classList.remove("is-over");
  }, options);
  form.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    block.classList.remove("is-over");
    add(event.dataTransfer.files);
  }, options);
  return () => life.abort();
}

function line(file: File, block: HTMLElement): HTMLElement {
  const item = document.createElement("li");
  const chip = document.createElement("span");
  chip.className = "filechip";
  const name = document.createElement("span");
  name.className = "ellipsis";
  name.title = name.textContent = file.name;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-ghost btn-icon btn-sm";
  button.dataset.takeOut = "";
  button.setAttribute("aria-label", block.dataset.remove!.replace("{name}", file.name));
  button.textContent = "×";
  chip.append(name, button);
  item.append(chip);
  return item;
}
