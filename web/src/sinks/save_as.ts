/** Milliseconds after which a browser has begun to save. */
const begun = 60_000;

/** Lets the browser save a file under a name, like a download. */
export function saveAs(file: Blob, name: string): void {
  const link = document.createElement('a');
  const url = URL.createObjectURL(file);
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), begun);
}
