import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/**
 * One build for each web app; `--mode` names it:
 *
 *   vite build --config web/vite.config.ts --mode customer
 *
 * `root` is where the app's index.html stands, `base` the path under which the server serves it.
 */
const apps = {
  customer: { root: 'customer', base: '/' },
  desk: { root: 'desk', base: '/desk/' },
  widget: { root: 'widget', base: '/widget/' },
  merchant: { root: 'merchant', base: '/merchant/' },
  gallery: { root: 'ui/gallery', base: '/gallery/' },
} as const

type AppName = keyof typeof apps

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** Below this many bytes compressing does not pay. */
const compressFromBytes = 1024

/** Writes each text file of the build also as `.br` and `.gz`, so that the server never compresses while people wait. */
function compressed(directory: string): Plugin {
  return {
    name: 'dompet-compressed',
    apply: 'build',
    closeBundle() {
      for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(js|css|html|svg|json|webmanifest)$/.test(entry.name)) continue
        const path = join(entry.parentPath, entry.name)
        const bytes = readFileSync(path)
        if (bytes.length < compressFromBytes) continue
        writeFileSync(`${path}.br`, brotliCompressSync(bytes))
        writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
      }
    },
  }
}

/**
 * The customer app runs on Preact, which speaks React's interface in 6 KB instead of 60: with React itself, router,
 * queries and words alone would pass the 120 KB that a first load may weigh on a slow phone. The desk keeps React.
 */
const lighterReact = [
  { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
  { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
  { find: /^react-dom$/, replacement: 'preact/compat' },
  { find: /^react$/, replacement: 'preact/compat' },
]

/** The widget's loader keeps its name: it stands in the pages of other sites. */
const withLoader = {
  input: { index: here('widget/index.html'), widget: here('widget/loader/widget.ts') },
  output: {
    entryFileNames: ({ name }: { name: string }) => (name === 'widget' ? 'widget.js' : 'assets/[name]-[hash].js'),
  },
}

export default defineConfig(({ mode }) => {
  if (!(mode in apps)) {
    throw new Error(`Say which app to build: --mode ${Object.keys(apps).join(' | ')} (got "${mode}")`)
  }
  const app = apps[mode as AppName]
  return {
    root: here(app.root),
    base: app.base,
    plugins: [react(), tailwindcss(), compressed(here(`dist/${mode}`))],
    resolve: {
      alias: [
        ...(mode === 'customer' || mode === 'widget' ? lighterReact : []),
        // Answers are checked by the server, which serialises by schema. In the browser the contract is method, path
        // and types, so the schema library (15 KB compressed) stays out of the first load.
        { find: /^zod$/, replacement: here('ui/net/schema-free.ts') },
      ],
    },
    build: {
      outDir: here(`dist/${mode}`),
      emptyOutDir: true,
      // What Tailwind 4 asks for; newer syntax than this is lowered.
      target: ['chrome111', 'safari16.4', 'firefox128'],
      assetsInlineLimit: 2048,
      reportCompressedSize: true,
      ...(mode === 'widget' ? { rollupOptions: withLoader } : {}),
    },
  }
})
