/** Sending what was set on a page that stays as it is: order, widths, the value of a cell. */

const sent = new Set<Promise<unknown>>();

/** Everything that was sent and has no answer yet; undefined when there is nothing. */
export function underWay(): Promise<unknown> | undefined {
  return sent.size ? Promise.allSettled(sent) : undefined;
}

/** Posts the pairs, a list as several of one name; undefined when the server could not be reached. */
export async function post(
  address: string,
  values: Record<string, string | string[]>,
): Promise<Response | undefined> {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const each of Array.isArray(value) ? value : [value]) body.append(name, each);
  }
  const token = document.querySelector<HTMLInputElement>("input[name=csrfmiddlewaretoken]")?.value;
  const headers = { "HX-Request": "true", "X-CSRFToken": token ?? "" };
  const answer = fetch(address, { method: "POST", body, headers });
  sent.add(answer);
  try {
    return await answer;
  } catch {
    document.dispatchEvent(new Event("htmx:error"));
    return undefined;
  } finally {
    sent.delete(answer);
  }
}
