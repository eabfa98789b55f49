/** Characters that change the direction of writing of the text beside them. */
const turning = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Returns a text with characters that change the direction of writing as escapes such as
 * `\u{202e}`, so that a name or an id cannot reverse the text beside it.
 */
export function visible(text: string): string {
  return text.replace(turning, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);
}
