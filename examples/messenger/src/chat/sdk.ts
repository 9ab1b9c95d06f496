import AsyncStorage from '@react-native-async-storage/async-storage'
import { LogLevelEnum, TencentImSDKPlugin, type V2TimSDKListener } from '@carillon/client'
import { Platform } from 'react-native'

/** The chat SDK: the one object the app talks to. */
export const sdk = TencentImSDKPlugin.v2TIMManager

/** Where the server is and which app of it this is. */
export interface Backend {
  /** `wss://chat.example.com`, or `ws://` while developing. */
  server: string
  sdkAppID: number
}

/** Prepares the SDK for a server. May be called again for another one. */
export const openSDK = async (
  { server, sdkAppID }: Backend,
  listener: V2TimSDKListener,
): Promise<{ code: number; desc: string }> => {
  await sdk.unInitSDK()
  TencentImSDKPlugin.configure({
    server,
    // In a browser the SDK finds out by itself.
    ...(Platform.OS === 'web' ? {} : { platform: Platform.OS }),
    storage: AsyncStorage,
  })
  return sdk.initSDK(sdkAppID, LogLevelEnum.V2TIM_LOG_WARN, listener)
}
