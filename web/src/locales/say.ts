/** A message as the build compiles it: text, and places for parameters. */
export type Token = string | [name: string, type?: string, forms?: unknown];
export type Compiled = readonly Token[];
export type Params = Record<string, string | number | Date>;

type Forms = Record<string, Compiled> & { offset?: number };

/** Puts a compiled message into words. The compiler understands all of ICU; this understands what our messages use. */
export function say(message: Compiled, params: Params, locale: string, count?: number): string {
  return message.map((token) => part(token, params, locale, count)).join("");
}

function part(token: Token, params: Params, locale: string, count: number | undefined): string {
  if (token === "#" && count !== undefined) return count.toLocaleString(locale);
  if (typeof token === "string") return token;
  const [name, type, forms] = token;
  const value = params[name];
  switch (type) {
    case "plural":
    case "selectordinal":
      return plural(forms as Forms, Number(value), type, params, locale);
    case "select":
      return say(chosen(forms as Forms, String(value)), params, locale, count);
    case "number":
      return Number(value).toLocaleString(locale);
    default:
      return String(value ?? "");
  }
}

function plural(forms: Forms, n: number, kind: string, params: Params, locale: string): string {
  const counted = n - (forms.offset ?? 0);
  const exact = forms[String(n)];
  const rule = new Intl.PluralRules(locale, { type: kind === "plural" ? "cardinal" : "ordinal" });
  return say(exact ?? chosen(forms, rule.select(counted)), params, locale, counted);
}

const chosen = (forms: Forms, key: string): Compiled => forms[key] ?? forms.other ?? [];
