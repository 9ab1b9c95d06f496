import { LogLevelEnum, TencentImSDKPlugin } from '@carillon/client'
import { TimPushPlugin } from '@carillon/react-native-push'
import { useNotificationTap } from '@carillon/react-native-push/react'
import { useEffect, useState } from 'react'
import { AppRegistry, Platform, Text, View } from 'react-native'

const push = new TimPushPlugin()

/** A small app as docs/react-native.md shows it. */
export const App = () => {
  const [tapped, setTapped] = useState('nothing')
  useNotificationTap(({ ext }) => setTapped(ext))
  useEffect(() => {
    const start = async () => {
      TencentImSDKPlugin.configure({ server: 'wss://chat.example.com', platform: Platform.OS })
      await TencentImSDKPlugin.v2TIMManager.initSDK(1400000001, LogLevelEnum.V2TIM_LOG_NONE, {})
      await push.init({ google_buz_id: 10001 })
    }
    void start()
  }, [])
  return (
    <View>
      <Text testID="tapped">{tapped}</Text>
    </View>
  )
}

AppRegistry.registerComponent('chat', () => App)
