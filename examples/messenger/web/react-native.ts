import {
  AppState as WebAppState,
  NativeModules as WebModules,
  Platform as WebPlatform,
} from 'react-native-web'

export * from 'react-native-web'

/** What a page may be given that stands in for a phone: its system, whether the app is in front, its native modules. */
interface PhoneOfPage {
  os: string
  appState: typeof WebAppState
  modules: Readonly<Record<string, unknown>>
}

const { phoneOfPage } = globalThis as { phoneOfPage?: PhoneOfPage }

export const Platform = { ...WebPlatform, OS: phoneOfPage?.os ?? WebPlatform.OS }

export const AppState = phoneOfPage?.appState ?? WebAppState

export const NativeModules = { ...WebModules, ...phoneOfPage?.modules }

export const TurboModuleRegistry = {
  get: (name: string): unknown => phoneOfPage?.modules[name] ?? null,
}

/** Android's; the browser has its own. */
export const BackHandler = { addEventListener: () => ({ remove: () => {} }) }
