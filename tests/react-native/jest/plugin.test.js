import Push, { EVENT, TimPushPlugin } from '@carillon/react-native-push'
import { useNotificationTap } from '@carillon/react-native-push/react'
import { useState } from 'react'
import { Text, TurboModuleRegistry } from 'react-native'
import { act, create } from 'react-test-renderer'

import { fakeModule } from '../app/native'

const phone = fakeModule()
jest
  .spyOn(TurboModuleRegistry, 'get')
  .mockImplementation((name) => (name === 'CarillonPush' ? phone.module : null))

const Screen = () => {
  const [ext, setExt] = useState('')
  useNotificationTap((tap) => setExt(tap.ext))
  return <Text>{ext}</Text>
}

it('the plugin finds its native module in React Native', async () => {
  expect(await new TimPushPlugin().getDeviceManufacturer()).toBe('xiaomi')
  expect(TurboModuleRegistry.get).toHaveBeenCalledWith('CarillonPush')
})

it('before login init says so and loses nothing', async () => {
  expect(await new TimPushPlugin().init({ mi_buz_id: 1, mi_app_id: 'i', mi_app_key: 'k' })).toMatchObject({
    code: 6014,
  })
})

it('the hook gives the tap that started the app, and those that follow', async () => {
  phone.tap('cold', true)
  let root
  await act(async () => {
    root = create(<Screen />)
  })
  const shown = () => root.root.findByType(Text).props.children
  expect(shown()).toBe('cold')
  await act(async () => phone.tap('warm'))
  expect(shown()).toBe('warm')
  await act(async () => root.unmount())
})

it("the successor's events come from the same phone", async () => {
  const heard = []
  Push.addPushListener(EVENT.MESSAGE_REVOKED, (messageID) => heard.push(messageID))
  await Promise.resolve()
  phone.emit('onMessageRevoked', 'm-1')
  expect(heard).toEqual(['m-1'])
})
