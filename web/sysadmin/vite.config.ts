import { viteApp } from '../vite-app'

export default viteApp({ base: '/', port: 5175, apiPort: 8001 })
