/** The number beside 알림 stays fresh: once a minute while the page is seen, and when one comes back
 * to it; at once after `notices-changed`, which answers of the server bring. */
const EVERY = 60_000;
const SOONEST = 5_000;

export function startNotices(): void {
  const address = document.querySelector<HTMLElement>("[data-notices]")?.dataset.notices;
  if (!address) return;
  let asked = Date.now();

  const look = async () => {
    asked = Date.now();
    try {
      const response = await fetch(address, { redirect: "manual" });
      if (response.ok) show(((await response.json()) as { words: string }).words);
    } catch {
      // Offline: the strip says so, and the next minute tries again.
    }
  };
  const lookAfter = (pause: number) => {
    if (!document.hidden && Date.now() - asked >= pause) void look();
  };
  window.setInterval(() => lookAfter(EVERY - 1_000), EVERY);
  window.addEventListener("focus", () => lookAfter(SOONEST));
  document.addEventListener("visibilitychange", () => lookAfter(SOONEST));
  document.addEventListener("notices-changed", () => void look());
}

function show(words: string): void {
  for (const number of document.querySelectorAll<HTMLElement>("[data-unread]")) {
    number.textContent = words;
  }
  for (const sign of document.querySelectorAll<HTMLElement>("[data-unread-sign]")) {
    sign.hidden = words === "";
  }
}
