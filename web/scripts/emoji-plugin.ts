import type { Plugin } from "vite";

type Entry = { unicode: string; label: string; tags?: string[]; group?: number };

const COMPONENTS = 2; // skin tones and hair: not emoji by themselves

/** Ships of the emoji data what the picker reads: the sign, its names and its group, half of the whole. */
export function emoji(): Plugin {
  return {
    name: "guideops-emoji",
    enforce: "pre",
    transform: {
      filter: { id: /\/emojibase-data\/[a-z-]+\/compact\.json$/ },
      handler(code) {
        const kept = (JSON.parse(code) as Entry[])
          .filter((e) => e.group !== undefined && e.group !== COMPONENTS)
          .map(({ unicode, label, tags, group }) => ({ unicode, label, tags, group }));
        const json = JSON.stringify(JSON.stringify(kept));
        return { code: `export default JSON.parse(${json})`, map: null, moduleType: "js" };
      },
    },
  };
}
