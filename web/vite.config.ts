import { fileURLToPath } from 'node:url'
import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

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
  merchant: { root: 'merchant', base: '/merchant/' },
  gallery: { root: 'ui/gallery', base: '/gallery/' },
} as const

type AppName = keyof typeof apps

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

export default defineConfig(({ mode }) => {
  if (!(mode in apps)) {
    throw new Error(`Say which app to build: --mode ${Object.keys(apps).join(' | ')} (got "${mode}")`)
  }
  const app = apps[mode as AppName]
  return {
    root: here(app.root),
    base: app.base,
    plugins: [react(), tailwindcss()],
    resolve: {
      alias: [
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
    },
  }
})
