import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { createRequire } from "node:module";
import tailwindcss from "@tailwindcss/vite";
import { defineConfig, type Plugin } from "vite";

/** Writes dist/icons.json: the inside of every Lucide icon by its name, for the server to inline. */
function lucideIcons(): Plugin {
  return {
    name: "lucide-icons",
    apply: "build",
    generateBundle() {
      // The files, not icon-nodes.json, which lacks the older names of renamed icons.
      const folder = dirname(createRequire(import.meta.url).resolve("lucide-static/icons/x.svg"));
      const files = readdirSync(folder).filter((file) => file.endsWith(".svg"));
      const shapes = files.map((file) => [basename(file, ".svg"), inside(join(folder, file))]);
      const source = JSON.stringify(Object.fromEntries(shapes));
      this.emitFile({ type: "asset", fileName: "icons.json", source });
    },
  };
}

/** Copies the weights that printed documents use to dist/fonts: an image has no node_modules. */
function documentFonts(): Plugin {
  return {
    name: "document-fonts",
    apply: "build",
    generateBundle() {
      const require = createRequire(import.meta.url);
      const folder = join(dirname(require.resolve("pretendard/package.json")), "dist/public/static");
      for (const weight of ["Regular", "Medium", "SemiBold", "Bold"]) {
        const file = `Pretendard-${weight}.otf`;
        const source = readFileSync(join(folder, file));
        this.emitFile({ type: "asset", fileName: `fonts/${file}`, source });
      }
    },
  };
}

/** Styles of single screens, `src/screens/<name>.css`, which only those screens load. */
function screens(): string[] {
  return readdirSync("src/screens").map((file) => `src/screens/${file}`);
}

function inside(path: string): string {
  const svg = readFileSync(path, "utf8");
  const shapes = svg.slice(svg.indexOf("<svg")).replace(/^<svg[^>]*>|<\/svg>\s*$/g, "");
  return shapes.replaceAll(/\s*\n\s*/g, "").replaceAll(" />", "/>");
}

export default defineConfig({
  base: "/static/",
  plugins: [tailwindcss(), lucideIcons(), documentFonts()],
  build: {
    outDir: "../dangol/static/dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    // Fonts and icons stay files of their own: a data: font would break the content policy.
    assetsInlineLimit: 0,
    // The charts' library is large; it loads only where a chart is drawn.
    chunkSizeWarningLimit: 800,
    rolldownOptions: { input: ["src/main.ts", ...screens()] },
  },
});
