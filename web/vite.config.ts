import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = fileURLToPath(new URL('.', import.meta.url))

/** What the explorer and what it loads later share: one file packs smaller than ten. */
const ofGraph =
  /\/src\/graph\/(?:columns|groups|marks|model|multimap)\.ts$|\/app\/(?:graph\/lens|pages\/lineage\/(?:url|address|group-words|time\/days|time\/use-changes))\.ts$/

/**
 * Everything that the pages need comes from this build: no other host, no inline script or style (the server's
 * Content-Security-Policy allows neither), and no file below the size where Vite would turn it into a data URL.
 */
export default defineConfig({
  root: here,
  base: '/',
  plugins: [react()],
  build: {
    // What counts is what comes over the wire: 250 kB packed for the first route (docs/performance.md).
    chunkSizeWarningLimit: 700,
    outDir: 'dist',
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    manifest: true,
    modulePreload: { polyfill: false },
    target: 'es2023',
    // the pages, and the page of signed links, which the server fills in
    rolldownOptions: {
      input: { main: `${here}index.html`, embed: `${here}embed.html` },
      output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: 'graph', test: ofGraph }] } },
    },
  },
  worker: { format: 'es' },
  server: { port: 5173, proxy: { '/api': 'http://127.0.0.1:8321' } },
})
