/** What the server says of a value that was changed where it stands. */
export interface Kept {
  html: string;
  sentence: string;
  undo: string;
}

/** Why a value was not kept. */
export async function sentenceOf(answer: Response): Promise<string> {
  const failed = document.getElementById("toasts")?.dataset.failed ?? "";
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  return isJson ? ((await answer.json()) as { sentence: string }).sentence : failed;
}
