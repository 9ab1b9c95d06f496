export interface SetPushConfigParams {
  /** Numeric certificate ID ("businessID"). */
  certificateID: number
  /** The vendor's token; '' unbinds this device. */
  token: string
}

/** Requests about offline push. */
export interface PushMethods {
  'push.setConfig': { params: SetPushConfigParams; result: Record<string, never> }
}

export const pushMethods = ['push.setConfig'] as const satisfies readonly (keyof PushMethods)[]
