// node metro.mjs <app|vm> <exports|main> <out>: bundles for Hermes, with and without package exports.
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const require = createRequire(import.meta.url)
const Metro = require('metro')
const { getDefaultConfig, mergeConfig } = require('@react-native/metro-config')

const [kind, resolution, out] = process.argv.slice(2)
const folder = dirname(fileURLToPath(import.meta.url))
const isVM = kind === 'vm'

const config = mergeConfig(getDefaultConfig(folder), {
  projectRoot: folder,
  watchFolders: [folder],
  maxWorkers: 2,
  reporter: { update() {} },
  resolver: {
    useWatchman: false,
    // Before React Native 0.79 Metro did not read "exports" by default.
    unstable_enablePackageExports: resolution === 'exports',
    ...(isVM && {
      resolveRequest: (context, name, platform) =>
        name === 'react-native'
          ? { type: 'sourceFile', filePath: join(folder, 'app/react-native-stub.js') }
          : context.resolveRequest(context, name, platform),
    }),
  },
  ...(isVM && { serializer: { getModulesRunBeforeMainModule: () => [], getPolyfills: () => [] } }),
})

await Metro.runBuild(config, {
  entry: isVM ? 'app/conformance.js' : 'app/app.js',
  out,
  platform: 'android',
  dev: false,
  minify: false,
  // The VM is an old Hermes: everything it might lack is transformed.
  unstable_transformProfile: isVM ? 'default' : 'hermes-stable',
})
