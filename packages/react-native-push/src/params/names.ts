import { makers, type Maker } from '../maker/makers.ts'
import type { VendorCredentials } from '../native/spec.ts'

/** Where a parameter goes. */
export type ParameterTarget = { maker: Maker } & (
  | { kind: 'certificate' }
  | { kind: 'voip-certificate' }
  | { kind: 'credential'; field: keyof VendorCredentials }
)

const certificate = (maker: Maker): ParameterTarget => ({ maker, kind: 'certificate' })
const voipCertificate = (infix: string): [string, ParameterTarget] => [
  `apple_${infix}voip_buz_id`,
  { maker: 'apple', kind: 'voip-certificate' },
]
const credential = (maker: Maker, field: keyof VendorCredentials): ParameterTarget => ({
  maker,
  kind: 'credential',
  field,
})

/**
 * Every parameter `init` knows, in both spellings. Some are taken only so that a configuration written
 * for the sibling plugin passes: vivo, Huawei, Honor and Google read theirs from the app's own files.
 */
export const parameterTargets: ReadonlyMap<string, ParameterTarget> = new Map(
  makers.flatMap((maker) =>
    ['', 'push_'].flatMap((infix): [string, ParameterTarget][] => [
      [`${maker}_${infix}buz_id`, certificate(maker)],
      [`${maker}_${infix}app_id`, credential(maker, 'appID')],
      [`${maker}_${infix}app_key`, credential(maker, 'appKey')],
      [`${maker}_${infix}app_secret`, credential(maker, 'appSecret')],
      ...(maker === 'apple' ? [voipCertificate(infix)] : []),
    ]),
  ),
)

/** What a vendor's SDK cannot register without, by the spelling the documents use. */
export const neededCredentials: Readonly<
  Partial<Record<Maker, Readonly<Partial<Record<keyof VendorCredentials, string>>>>>
> = {
  mi: { appID: 'mi_push_app_id', appKey: 'mi_push_app_key' },
  mz: { appID: 'mz_push_app_id', appKey: 'mz_push_app_key' },
  // oppo_app_id is not used by OPPO's SDK.
  oppo: { appKey: 'oppo_push_app_key', appSecret: 'oppo_push_app_secret' },
}
