import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

/** The floor that Tailwind 4 sets; WEB.md, section 1. */
const browsers = ['chrome111', 'safari16.4', 'firefox128']

interface App {
  /** Where the app is served, `/manager/`. */
  base: string
  /** Of the development server, whose `/api` is that of another one on this machine. */
  port: number
  apiPort: number
  plugins?: Plugin[]
}

/** How each of the apps is built and served while it is written. */
export function viteApp({ base, port, apiPort, plugins = [] }: App) {
  return defineConfig({
    base,
    plugins: [react(), tailwindcss(), fontsFirst(base), ...plugins],
    build: { target: browsers, cssTarget: browsers, sourcemap: true },
    server: { host: '127.0.0.1', port, strictPort: true, proxy: { '/api': `http://127.0.0.1:${apiPort}` } },
  })
}

/** Fetch the fonts beside the script instead of after the style sheet, so that no word is drawn twice. */
function fontsFirst(base: string): Plugin {
  return {
    name: 'fonts-first',
    transformIndexHtml(_html, { bundle = {} }) {
      const fonts = Object.keys(bundle).filter((file) => file.endsWith('.woff2'))
      return fonts.map((file) => ({
        tag: 'link',
        attrs: { rel: 'preload', as: 'font', type: 'font/woff2', href: `${base}${file}`, crossorigin: true },
        injectTo: 'head',
      }))
    },
  }
}
