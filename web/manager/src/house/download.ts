import { api, ask } from '@pos/shared/api/client'
import { useMutation } from '@tanstack/react-query'

/** A file that the box makes. */
export interface WantedFile {
  path: '/api/reports/orders' | '/api/reports/sales' | '/api/reports/x' | '/api/reports/shift' | '/api/reports/cash-ups' | '/api/products/export'
  query: Record<string, string | number>
  /** As it is saved on this device. */
  name: string
}

/** Fetch a file with the session's right, then hand it to the device. */
export function useDownload() {
  return useMutation({
    mutationFn: async ({ path, query, name }: WantedFile) => {
      const call = api.GET(path, { params: { query: query as never }, parseAs: 'blob' })
      save((await ask(call)) as unknown as Blob, name)
    },
  })
}

function save(file: Blob, name: string): void {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
