import { makers, vendorOfMaker } from '../maker/makers.ts'
import type { PushConfig } from '../params/parse.ts'
import type { CarillonPushFile } from './types.ts'

/** What `init` would be given for this file. */
export const pushConfigOf = ({ vendors }: CarillonPushFile): PushConfig => {
  const config: PushConfig = { certificateIDs: {}, credentials: {} }
  for (const maker of makers) {
    const entry = vendors[vendorOfMaker[maker]]
    if (entry === undefined) continue
    const { certificateID, ...credentials } = entry
    config.certificateIDs[maker] = certificateID
    config.credentials[maker] = credentials
  }
  if (vendors.apnsVoip !== undefined) config.voipCertificateID = vendors.apnsVoip.certificateID
  return config
}
