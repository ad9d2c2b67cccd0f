import { viteApp } from '../vite-app'

export default viteApp({ base: '/manager/', port: 5174, apiPort: 8000 })
