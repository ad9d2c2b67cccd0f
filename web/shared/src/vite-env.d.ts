interface ImportMetaEnv {
  /** Prefix of the API's address in development; empty when the box serves the app. */
  readonly VITE_API_URL?: string
}

interface ImportMeta {
  readonly env?: ImportMetaEnv
}

declare module '*.css'
