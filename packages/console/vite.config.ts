import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** The console is served under /console/; its API is at /console/api. */
export default defineConfig({
  base: '/console/',
  plugins: [react()],
  resolve: { conditions: ['@carillon/source', 'module', 'browser'] },
  // The server puts a nonce of its own in the place of this for each answer.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // Pages load what they need; nothing is inlined, so that the content policy stays strict.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // What every page needs is one file: fewer requests, and it stays cached when pages change.
        advancedChunks: {
          groups: [
            {
              name: 'frame',
              test: /node_modules[\\/](?:react|react-dom|scheduler|@tanstack|i18next|react-i18next|wouter)[\\/]/,
            },
          ],
        },
      },
    },
  },
  // npm run dev --workspace @carillon/console, beside a server on its usual port.
  server: { proxy: { '/console/api': 'http://127.0.0.1:8480' } },
})
