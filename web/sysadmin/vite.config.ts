import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The floor that Tailwind 4 sets; WEB.md, section 1. */
const browsers = ['chrome111', 'safari16.4', 'firefox128']

export default defineConfig({
  base: '/',
  plugins: [react(), tailwindcss(), fontsFirst()],
  build: { target: browsers, cssTarget: browsers, sourcemap: true },
  server: {
    host: '127.0.0.1',
    port: 5175,
    strictPort: true,
    proxy: { '/api': 'http://127.0.0.1:8001' },
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
        attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `/${file}`, crossorigin: true },
        injectTo: 'head',
      }))
    },
  }
}
