module.exports = {
  preset: '@react-native/jest-preset',
  testMatch: ['<rootDir>/jest/**/*.test.js'],
  // The SDK and the plugin are published as ES modules, as most of React Native's world is.
  transformIgnorePatterns: ['node_modules/(?!((jest-)?react-native|@react-native(-community)?|@carillon)/)'],
}
