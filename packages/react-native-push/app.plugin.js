// Expo finds it by its name: "plugins": [["@carillon/react-native-push", { "config": "./carillon-push.json" }]]
export { withCarillonPush as default } from './lib/module/cli/expo-plugin.js'
