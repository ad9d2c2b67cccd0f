import { shellWorker } from '../shared/src/shell-worker'
import { viteApp } from '../vite-app'

const base = '/waiter/'

export default viteApp({
  base,
  port: 5173,
  apiPort: 8000,
  plugins: [shellWorker({ base, cache: 'pos.waiter.shell', extras: ['icon.svg', 'icon-192.png', 'manifest.json'] })],
})
