import type { InputFile, UrlFile } from '../../types';

/** A file of a folder that was listed. */
export interface FoundFile extends Pick<UrlFile, 'url' | 'version' | 'access'> {
  /** Its path in the folder. */
  readonly inside: string;
}

/** What a place is: a file, or a folder. */
export type Found = { readonly file: InputFile } | FoundFolder;

export interface FoundFolder {
  /** The folder's name. */
  readonly name: string;
  readonly files: readonly FoundFile[];
  /** Folders that were not walked, as paths in the folder that end in `/`. */
  readonly folders: readonly string[];
}
