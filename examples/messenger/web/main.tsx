import { AppRegistry } from 'react-native'

import { App } from '../src/app'

AppRegistry.registerComponent('messenger', () => App)
AppRegistry.runApplication('messenger', { rootTag: document.getElementById('app') })
