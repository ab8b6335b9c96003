/** One's choice whether this browser shows notices, also while no page is open (Web Push). */
const WORKER_LIFE = { updateViaCache: "none" } as const;

export function mount(element: HTMLElement): void {
  const [on, off] = ["on", "off"].map((name) => button(element, name)) as [
    HTMLButtonElement,
    HTMLButtonElement,
  ];
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window)) {
    return say(element, "unsupported");
  }
  const draw = async () => {
    const kept = await subscription(element);
    const isOn = kept !== null && Notification.permission === "granted";
    on.hidden = isOn;
    off.hidden = !isOn;
    say(element, isOn ? "is-on" : Notification.permission === "denied" ? "denied" : "");
  };
  on.addEventListener("click", () => void turnOn(element).then(draw, () => say(element, "failed")));
  off.addEventListener("click", () => void turnOff(element).then(draw, () => say(element, "failed")));
  void draw();
}

async function turnOn(element: HTMLElement): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted") return;
  const worker = await navigator.serviceWorker.register(element.dataset.worker!, WORKER_LIFE);
  await active(worker);
  const made = await worker.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: element.dataset.key!,
  });
  const { keys } = made.toJSON();
  await post(element, element.dataset.add!, {
    endpoint: made.endpoint,
    p256dh: keys?.p256dh ?? "",
    auth: keys?.auth ?? "",
  });
}

async function turnOff(element: HTMLElement): Promise<void> {
  const kept = await subscription(element);
  if (!kept) return;
  await post(element, element.dataset.remove!, { endpoint: kept.endpoint });
  await kept.unsubscribe();
}

async function subscription(element: HTMLElement): Promise<PushSubscription | null> {
  const worker = await navigator.serviceWorker.getRegistration(element.dataset.worker!);
  return (await worker?.pushManager.getSubscription()) ?? null;
}

/** `subscribe` wants a worker that is at work already. */
async function active(registration: ServiceWorkerRegistration): Promise<void> {
  const worker = registration.installing ?? registration.waiting;
  if (registration.active || !worker) return;
  await new Promise<void>((done) => {
    worker.addEventListener("statechange", () => worker.state === "activated" && done());
  });
}

async function post(
  element: HTMLElement,
  address: string,
  values: Record<string, string>,
): Promise<void> {
  const token = element.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")!.value;
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token },
    body: new URLSearchParams(values),
  });
  if (!response.ok) throw new Error(`${response.status}`);
}

function button(element: HTMLElement, name: string): HTMLButtonElement {
  return element.querySelector<HTMLButtonElement>(`[data-push-${name}]`)!;
}

function say(element: HTMLElement, which: string): void {
  for (const sentence of element.querySelectorAll<HTMLElement>("[data-say]")) {
    sentence.hidden = sentence.dataset.say !== which;
  }
}
