/** Files of a record: dropped anywhere on its page or chosen, many at once, each with its progress.
 *
 * Each file is a request of its own, two at a time, so one that is refused keeps no other out.
 * Without this the form sends them together.
 */
import type { Destroy } from "../islands.ts";
import { toast } from "../toasts.ts";

const AT_ONCE = 2;

export function mount(block: HTMLElement): Destroy {
  const life = new AbortController();
  const options = { signal: life.signal };
  const area = block.closest<HTMLElement>(".record") ?? block;
  const input = block.querySelector<HTMLInputElement>("input[type=file]")!;
  input.addEventListener("change", () => void sendAll(block, [...(input.files ?? [])]), options);
  area.addEventListener("dragover", (event) => {
    if (!event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    block.classList.add("is-over");
  }, options);
  area.addEventListener("dragleave", (event) => {
    if (!area.contains(event.relatedTarget as Node | null)) block.classList.remove("is-over");
  }, options);
  area.addEventListener("drop", (event) => {
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    block.classList.remove("is-over");
    void sendAll(block, [...event.dataTransfer.files]);
  }, options);
  return () => life.abort();
}

async function sendAll(block: HTMLElement, files: File[]): Promise<void> {
  const waiting = [...files];
  const answers: string[] = [];
  const refused: string[] = [];
  const worker = async () => {
    for (let file = waiting.shift(); file; file = waiting.shift()) {
      const answer = await send(block, file);
      if (answer === undefined) refused.push(block.dataset.failed!.replace("{name}", file.name));
      else answers.push(answer);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  show(block, answers, refused);
}

/** Puts the last answer's list in place, with every sentence of refusal above it. */
function show(block: HTMLElement, answers: string[], refused: string[]): void {
  for (const text of refused) toast({ kind: "error", text });
  const last = answers.at(-1);
  if (!last) return;
  const blocks = answers.map((text) => new DOMParser().parseFromString(text, "text/html"));
  const fresh = blocks.at(-1)!.querySelector<HTMLElement>("#files");
  if (!fresh) return;
  const sentences = blocks.slice(0, -1).flatMap((each) => [...each.querySelectorAll(".field-error")]);
  fresh.querySelector("h2")!.after(...sentences);
  const longest = blocks
    .map((each) => each.querySelectorAll(".record-file"))
    .reduce((one, other) => (other.length > one.length ? other : one));
  const own = fresh.querySelectorAll(".record-file");
  if (longest.length > own.length) {
    for (const line of own) line.remove();
    fresh.querySelector(".record-file-add")!.before(...longest);
    fresh.querySelector(".count")!.textContent = String(longest.length);
  }
  block.replaceWith(document.importNode(fresh, true));
  document.dispatchEvent(new Event("htmx:after:swap"));
}

function send(block: HTMLElement, file: File): Promise<string | undefined> {
  const form = block.querySelector<HTMLFormElement>(".record-file-add")!;
  const bar = document.createElement("progress");
  bar.max = 1;
  bar.value = 0;
  bar.setAttribute("aria-label", block.dataset.sending!.replace("{name}", file.name));
  const line = document.createElement("p");
  line.append(file.name, bar);
  form.querySelector("[data-list]")!.append(line);
  const body = new FormData();
  body.append("files", file);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.setRequestHeader("HX-Request", "true");
  const token = form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value;
  request.setRequestHeader("X-CSRFToken", token);
  request.upload.onprogress = ({ loaded, total }) => (bar.value = total ? loaded / total : 0);
  return new Promise((resolve) => {
    request.onloadend = () => {
      line.remove();
      const isOurs = [200, 422].includes(request.status) && request.responseText.includes('id="files"');
      resolve(isOurs ? request.responseText : undefined);
    };
    request.send(body);
  });
}
