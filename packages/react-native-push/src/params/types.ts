import type { Maker } from '../maker/makers.ts'
import type { PushTap } from '../taps/normalise.ts'

/** Called once for each tapped notification. */
export type PushClickAction = (tap: PushTap) => void

type CertificateName = `${Maker}_${'' | 'push_'}buz_id` | `apple_${'' | 'push_'}voip_buz_id`

/**
 * Certificate IDs and the vendors' app credentials. Every name also exists in the sibling plugin's
 * spelling, without `push_` (`mi_app_id` and `mi_push_app_id` are the same). Give only the makers you
 * have certificates for; `<maker>_buz_id` is the certificate ID. `apple_voip_buz_id` is that of the VoIP
 * certificate: with it PushKit's token is reported too.
 */
export type PushAppInfo = {
  [
    Name in CertificateName | `${Maker}_${'' | 'push_'}app_${'id' | 'key' | 'secret'}`
  ]?: Name extends `${string}buz_id` ? number | string | undefined : string | undefined
}

/** What `init` takes: the parameters themselves, or the sibling plugin's form with `appInfo`. */
export type PushInitParams =
  | (PushAppInfo & { pushClickAction?: PushClickAction; appInfo?: undefined })
  | { appInfo: PushAppInfo; pushClickAction?: PushClickAction }
