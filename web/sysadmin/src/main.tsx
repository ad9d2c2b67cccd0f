import './app.css'

import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app/App'
import { start } from './app/start'

const root = document.getElementById('root')
if (root) void open(root)

async function open(place: HTMLElement): Promise<void> {
  const queries = await start()
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <App />
      </QueryClientProvider>
    </StrictMode>,
  )
}
