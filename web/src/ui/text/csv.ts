/** Returns a text as a field of CSV, which a spreadsheet may take for a formula. */
export function csvField(text: string): string {
  return /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Returns a text as a field of CSV for spreadsheets, also those that split cells at `;`, `|` or tab. */
export function guardedField(text: string): string {
  return csvField(text.replace(/(^|[,;|\t\r\n])(?=[=+\-@\t\r\n\0＝＋－＠])/g, "$1'"));
}
