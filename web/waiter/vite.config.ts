import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

import { shellWorker } from '../shared/src/shell-worker'

/** The floor that Tailwind 4 sets; WEB.md, section 1. */
const browsers = ['chrome111', 'safari16.4', 'firefox128']

export default defineConfig({
  base: '/waiter/',
  plugins: [
    react(),
    tailwindcss(),
    fontsFirst(),
    shellWorker({ base: '/waiter/', cache: 'pos.waiter.shell', extras: ['icon.svg', 'icon-192.png', 'manifest.json'] }),
  ],
  build: { target: browsers, cssTarget: browsers, sourcemap: true },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: { '/api': 'http://127.0.0.1:8000' },
  },
})

/** Fetch the fonts beside the script instead of after the style sheet, so that no word is drawn twice. */
function fontsFirst(): Plugin {
  return {
    name: 'fonts-first',
    transformIndexHtml(_html, { bundle = {} }) {
      const fonts = Object.keys(bundle).filter((file) => file.endsWith('.woff2'))
      return fonts.map((file) => ({
        tag: 'link',
        attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/waiter/${file}`, crossorigin: true },
        injectTo: 'head',
      }))
    },
  }
}
