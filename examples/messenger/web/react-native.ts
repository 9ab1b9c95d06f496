import { Platform as WebPlatform } from 'react-native-web'

export * from 'react-native-web'

/** What a page may be given that stands in for a phone: its system, and its native modules. */
interface PhoneOfPage {
  os: string
  modules: Readonly<Record<string, unknown>>
}

const { phoneOfPage } = globalThis as { phoneOfPage?: PhoneOfPage }

export const Platform = { ...WebPlatform, OS: phoneOfPage?.os ?? WebPlatform.OS }

export const TurboModuleRegistry = {
  get: (name: string): unknown => phoneOfPage?.modules[name] ?? null,
}
