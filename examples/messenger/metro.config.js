const { join } = require('node:path')

const { getDefaultConfig, mergeConfig } = require('@react-native/metro-config')

const packages = ['protocol', 'client', 'react-native-push'].map((name) =>
  join(__dirname, '../../packages', name),
)

// The SDK and the plugin are folders of this repository here. An app that installs them from a registry
// needs nothing of this file but: module.exports = getDefaultConfig(__dirname)
const config = {
  watchFolders: packages,
  resolver: {
    nodeModulesPaths: [join(__dirname, 'node_modules')],
    // There is one React, and it is this app's.
    resolveRequest: (context, name, platform) =>
      context.resolveRequest(
        /^react(-native)?(\/|$)/.test(name) ? { ...context, originModulePath: __filename } : context,
        name,
        platform,
      ),
  },
}

module.exports = mergeConfig(getDefaultConfig(__dirname), config)
