import tailwindcss from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The floor that Tailwind 4 sets; WEB.md, section 1. */
const browsers = ['chrome111', 'safari16.4', 'firefox128']

export default defineConfig({
  base: '/waiter/',
  plugins: [react(), tailwindcss()],
  build: { target: browsers, cssTarget: browsers, sourcemap: true },
  server: {
    host: '127.0.0.1',
    port: 5173,
    strictPort: true,
    proxy: { '/api': 'http://127.0.0.1:8000' },
  },
})
