import { bundleSize, sdkImports } from './sdk-bundle.ts'

const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`.padStart(12)

console.log(`@carillon/client, bundled for browsers`.padEnd(40) + '    minified        gzip      brotli')
for (const [name, code] of Object.entries(sdkImports)) {
  const { minifiedBytes, gzipBytes, brotliBytes } = await bundleSize(code)
  console.log(`${name.padEnd(40)}${kib(minifiedBytes)}${kib(gzipBytes)}${kib(brotliBytes)}`)
}
