/** Copies a text. Rejects if the browser does not let the page copy. */
export async function copyText(text: string): Promise<void> {
  // Missing over plain http, and refused in frames of other sites.
  const clipboard = navigator.clipboard as Clipboard | undefined;
  const written = await clipboard?.writeText(text).then(
    () => true,
    () => false,
  );
  if (written || copied(text)) return;
  throw new Error('the page may not write to the clipboard');
}

/** Copies like the browser's menu, in the event of a key or a click. */
function copied(text: string): boolean {
  let taken = false;
  const give = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text);
    event.preventDefault();
    event.stopImmediatePropagation();
    taken = event.clipboardData !== null;
  };
  document.addEventListener('copy', give, { capture: true });
  try {
    return document.execCommand('copy') && taken;
  } finally {
    document.removeEventListener('copy', give, { capture: true });
  }
}
