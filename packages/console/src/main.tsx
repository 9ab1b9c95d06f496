import '@mantine/core/styles.css'
import './app/console.css'

import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'

import { App } from './app/app.tsx'
import { styleNonce } from './app/theme.ts'
import { startTexts } from './i18n/index.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')
// Where the library that holds the page still under a dialogue looks for the nonce of its styles.
Object.assign(globalThis, { __webpack_nonce__: styleNonce() })
await startTexts()
createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
