/** Where a title ends and what explains it begins: a bracket or a colon. */
const NOTE = /^(.{2,}?)\s*(?:[（(：]|:\s)(.+?)[）)]?$/su;

/** What explains a title, where something does. */
export function Note({ text }: { readonly text: string }) {
  const note = NOTE.exec(text)?.[2];
  return note === undefined ? null : <span class="title-note">{note}</span>;
}

/** A title without its explanation. */
export const shortTitle = (text: string): string => NOTE.exec(text)?.[1] ?? text;
