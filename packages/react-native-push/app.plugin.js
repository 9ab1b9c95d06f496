// Expo finds it by its name: "plugins": [["@carillon/react-native-push", { "config": "./carillon-push.json" }]]
export { withCarillonPush as default } from './dist/cli/expo-plugin.js'
