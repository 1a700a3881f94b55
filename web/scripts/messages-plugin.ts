import { compileMessage } from "@lingui/message-utils/compileMessage";
import type { Plugin } from "vite";

/**
 * Catalogues (`src/locales/*.json`, id -> ICU message) are compiled when they are loaded, so that no
 * message parser is shipped and a broken message fails the build rather than a screen.
 */
export function messages(): Plugin {
  return {
    name: "guideops-messages",
    enforce: "pre",
    transform: {
      filter: { id: /\/src\/locales\/[a-z-]+\.json$/i },
      handler(code) {
        const compiled: Record<string, unknown> = {};
        for (const [id, icu] of Object.entries(JSON.parse(code) as Record<string, string>)) {
          compiled[id] = compileMessage(icu);
        }
        return { code: `export default ${JSON.stringify(compiled)}`, map: null, moduleType: "js" };
      },
    },
  };
}
