/** Copies text. On an insecure origin the clipboard API is missing, so the old way stays as the second try. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const area = document.createElement("textarea");
  area.value = text;
  area.className = "visually-hidden";
  // Inside an open dialog the rest of the page is inert and cannot hold a selection.
  const host = document.querySelector("dialog[open]") ?? document.body;
  host.append(area);
  area.select();
  const done = document.execCommand("copy");
  area.remove();
  return done;
}

/** The phone's own share sheet, where there is one. */
export async function shareLink(data: { title: string; text: string; url: string }): Promise<boolean> {
  if (!navigator.share) return false;
  try {
    await navigator.share(data);
    return true;
  } catch {
    return true; // closing the sheet is an answer too
  }
}

export const canShare = () => typeof navigator.share === "function";
