import { mockTap, TimPushPlugin } from '@carillon/react-native-push'
import { act, create } from 'react-test-renderer'

import { App } from '../app/app'

jest.mock('@carillon/react-native-push', () => require('@carillon/react-native-push/jest'))
jest.mock('@carillon/react-native-push/react', () => require('@carillon/react-native-push/jest'))

it('an app with the mock: the plugin is initialised, and a tap is shown', async () => {
  let root
  await act(async () => {
    root = create(<App />)
  })
  expect(TimPushPlugin.mock.init).toHaveBeenCalledWith({ google_buz_id: 10001 })
  await act(async () => mockTap('{"conversationID":"c2c_bob"}'))
  expect(root.root.findByProps({ testID: 'tapped' }).props.children).toBe('{"conversationID":"c2c_bob"}')
  await act(async () => root.unmount())
})
