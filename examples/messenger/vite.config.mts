import { fileURLToPath } from 'node:url'

import { defineConfig } from 'vite'

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

// The app in a browser, on react-native-web: for a quick look, and for the test in a real browser.
export default defineConfig({
  root: fileOf('.'),
  define: { __DEV__: 'false', global: 'globalThis', 'process.env.NODE_ENV': '"production"' },
  resolve: {
    alias: [{ find: /^react-native$/, replacement: fileOf('./web/react-native.ts') }],
    extensions: ['.web.tsx', '.web.ts', '.web.js', '.tsx', '.ts', '.js', '.json'],
    // The SDK and the plugin are read as they stand in this repository, without a build.
    conditions: ['@carillon/source', 'browser', 'module'],
    dedupe: ['react', 'react-dom', 'react-native-web'],
  },
  build: { outDir: 'dist', emptyOutDir: true },
})
