const MARKS: [RegExp, string][] = [
  [/^\s*```[^`\n]*$/gm, ""],
  [/^\s{0,3}(?:>\s?|[-*•]\s+|\d{1,6}[.)]\s+)/gm, ""],
  [/\[([^[\]\n]{1,300})\]\((?:https?:\/\/|mailto:|tel:)[^\s()<>]{1,2000}\)/g, "$1"],
  [/(\*\*|__|~~)(?=\S)([^\n]{1,500}?\S?)\1/g, "$2"],
  [/(?<![\p{L}\p{N}_])([*_])(?=\S)([^*_\n]{1,500}?)\1(?![\p{L}\p{N}_])/gu, "$2"],
  [/`([^`\n]+)`/g, "$1"],
];

/** One line without marks, for lists and notifications. It may leave a mark standing; it never loses a word. */
export function plainText(source: string): string {
  let text = source.length > 2000 ? source.slice(0, 2000) : source;
  for (const [mark, instead] of MARKS) text = text.replace(mark, instead);
  return text.replace(/\s+/g, " ").trim();
}
