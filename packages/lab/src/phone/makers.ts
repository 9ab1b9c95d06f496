import type { PhoneMaker, PhoneSwitches, PushServiceName } from './types.ts'

/** What tells the makers' phones apart. */
export interface MakerTraits {
  /** Build.MANUFACTURER. */
  manufacturer: string
  model: string
  systemProperties: Readonly<Record<string, string>>
  /** Xiaomi phones are those sold in mainland China: no Google services. */
  pushServices: readonly PushServiceName[]
  /** How an app's switches stand after it was installed, where that is not "all on". */
  switches?: Partial<PhoneSwitches>
}

/** ColorOS: no notification is shown until the user allows it. */
const colorOS: Pick<MakerTraits, 'systemProperties' | 'pushServices' | 'switches'> = {
  systemProperties: { 'ro.build.version.opporom': 'V16.0.0' },
  pushServices: ['oppo'],
  switches: { notificationsAllowed: false },
}

/** A Huawei phone with HarmonyOS NEXT: no Android, and tokens of another kind. */
export const harmonyPhone: MakerTraits = {
  manufacturer: 'HUAWEI',
  model: 'PLR-AL00',
  systemProperties: {},
  pushServices: ['huawei'],
}

export const makers: Readonly<Record<PhoneMaker, MakerTraits>> = {
  apple: { manufacturer: 'Apple', model: 'iPhone17,1', systemProperties: {}, pushServices: ['apns'] },
  google: { manufacturer: 'Google', model: 'Pixel 9', systemProperties: {}, pushServices: ['fcm'] },
  samsung: { manufacturer: 'samsung', model: 'SM-S931B', systemProperties: {}, pushServices: ['fcm'] },
  huawei: {
    manufacturer: 'HUAWEI',
    model: 'ALN-AL00',
    systemProperties: { 'ro.build.version.emui': 'EmotionUI_14.2.0' },
    pushServices: ['huawei'],
  },
  honor: { manufacturer: 'HONOR', model: 'BVL-AN16', systemProperties: {}, pushServices: ['honor'] },
  xiaomi: {
    manufacturer: 'Xiaomi',
    model: '24129PN74C',
    systemProperties: { 'ro.miui.ui.version.name': 'V816' },
    pushServices: ['xiaomi'],
  },
  redmi: {
    manufacturer: 'Redmi',
    model: '24117RK2CC',
    systemProperties: { 'ro.miui.ui.version.name': 'V816' },
    pushServices: ['xiaomi'],
  },
  meizu: {
    manufacturer: 'meizu',
    model: 'MEIZU 21',
    systemProperties: { 'ro.build.display.id': 'Flyme 11.0.3.0A' },
    pushServices: ['meizu'],
  },
  vivo: {
    manufacturer: 'vivo',
    model: 'V2405A',
    systemProperties: { 'ro.vivo.os.version': '15.0' },
    pushServices: ['vivo'],
  },
  // Sub-brand: the manufacturer is vivo's.
  iqoo: {
    manufacturer: 'vivo',
    model: 'V2408A',
    systemProperties: { 'ro.vivo.os.version': '15.0' },
    pushServices: ['vivo'],
  },
  oppo: { manufacturer: 'OPPO', model: 'PLG110', ...colorOS },
  oneplus: { manufacturer: 'OnePlus', model: 'PJZ110', ...colorOS },
  realme: { manufacturer: 'realme', model: 'RMX5010', ...colorOS },
}
