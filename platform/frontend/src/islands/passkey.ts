/** Passkeys (WebAuthn) in a form: the button asks the device, its answer goes with the form (P6).
 *
 * `data-mode`         create (a new passkey) or get (prove one)
 * `data-options`      id of the json_script with the server's options, or
 * `data-options-url`  where they are asked for
 *
 * The answer lands in the hidden field `credential`. What went wrong is told by one of
 * [data-problem="cancelled" | "known" | "failed"].
 */
interface Options {
  publicKey: PublicKeyCredentialCreationOptionsJSON | PublicKeyCredentialRequestOptionsJSON;
}

type Problem = "cancelled" | "known" | "failed";

export function mount(element: HTMLElement): () => void {
  const form = element as HTMLFormElement;
  const send = (event: SubmitEvent) => {
    event.preventDefault();
    void ask(form, event.submitter as HTMLButtonElement | null);
  };
  form.addEventListener("submit", send);
  return () => form.removeEventListener("submit", send);
}

async function ask(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
  tell(form, null);
  if (button) button.disabled = true;
  try {
    const { publicKey } = await optionsOf(form);
    const credential =
      form.dataset.mode === "create"
        ? await navigator.credentials.create({ publicKey: forCreation(publicKey) })
        : await navigator.credentials.get({ publicKey: forRequest(publicKey) });
    const field = form.elements.namedItem("credential") as HTMLInputElement;
    field.value = JSON.stringify(asJson(credential as PublicKeyCredential));
    form.submit();
  } catch (error) {
    tell(form, problemOf(error));
    if (button) button.disabled = false;
  }
}

async function optionsOf(form: HTMLFormElement): Promise<Options> {
  const { options, optionsUrl } = form.dataset;
  if (options) {
    return JSON.parse(document.getElementById(options)?.textContent ?? "") as Options;
  }
  const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
  const response = await fetch(optionsUrl ?? "", { headers });
  if (!response.ok) throw new Error(`Options: ${response.status}`);
  return ((await response.json()) as { request_options: Options }).request_options;
}

function problemOf(error: unknown): Problem {
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "AbortError") return "cancelled";
  return name === "InvalidStateError" ? "known" : "failed";
}

function tell(form: HTMLFormElement, problem: Problem | null): void {
  for (const sentence of form.querySelectorAll<HTMLElement>("[data-problem]")) {
    sentence.hidden = sentence.dataset.problem !== problem;
  }
}

// Browsers before 2025 lack the JSON helpers; what they do is little.

function forCreation(json: Options["publicKey"]): PublicKeyCredentialCreationOptions {
  const plain = json as PublicKeyCredentialCreationOptionsJSON;
  if (PublicKeyCredential.parseCreationOptionsFromJSON) {
    return PublicKeyCredential.parseCreationOptionsFromJSON(plain);
  }
  return {
    ...plain,
    challenge: bytes(plain.challenge),
    user: { ...plain.user, id: bytes(plain.user.id) },
    excludeCredentials: (plain.excludeCredentials ?? []).map(descriptor),
  } as PublicKeyCredentialCreationOptions;
}

function forRequest(json: Options["publicKey"]): PublicKeyCredentialRequestOptions {
  const plain = json as PublicKeyCredentialRequestOptionsJSON;
  if (PublicKeyCredential.parseRequestOptionsFromJSON) {
    return PublicKeyCredential.parseRequestOptionsFromJSON(plain);
  }
  return {
    ...plain,
    challenge: bytes(plain.challenge),
    allowCredentials: (plain.allowCredentials ?? []).map(descriptor),
  } as PublicKeyCredentialRequestOptions;
}

function descriptor(json: PublicKeyCredentialDescriptorJSON): PublicKeyCredentialDescriptor {
  return { ...json, id: bytes(json.id) } as PublicKeyCredentialDescriptor;
}

function asJson(credential: PublicKeyCredential): unknown {
  if (typeof credential.toJSON === "function") return credential.toJSON() as unknown;
  const response = credential.response as AuthenticatorAttestationResponse &
    AuthenticatorAssertionResponse;
  const parts = {
    clientDataJSON: response.clientDataJSON,
    attestationObject: response.attestationObject,
    authenticatorData: response.authenticatorData,
    signature: response.signature,
    userHandle: response.userHandle,
  };
  const written = Object.entries(parts).filter(([, value]) => value);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: Object.fromEntries(written.map(([name, value]) => [name, text(value!)])),
  };
}

/** base64url, as WebAuthn writes bytes in JSON. */
export function text(buffer: ArrayBuffer): string {
  const plain = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return plain.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function bytes(written: string): ArrayBuffer {
  const plain = atob(written.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}
