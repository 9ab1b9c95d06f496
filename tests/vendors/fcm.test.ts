import { startLab, type Phone } from '@carillon/lab'

import { channelContract } from './contract.ts'
import { noonMs } from './world.ts'

const packageName = 'com.example.chat'

channelContract({
  vendor: 'fcm',
  codes: {
    retry: 'UNAVAILABLE',
    config: 'PERMISSION_DENIED',
    payload: 'INVALID_ARGUMENT',
    quota: 'QUOTA_EXCEEDED',
  },
  skip: {
    'quota refusal': 'FCM has no daily quota: QUOTA_EXCEEDED is a rate, and tried again',
    receipts: 'FCM reports nothing to servers: the app has to',
    'batch with partial failure': 'FCM takes one token a request',
  },
  async open() {
    const lab = await startLab({ vendors: ['fcm'], now: () => noonMs })
    const project = lab.fcm.createProject()
    const account = await project.createServiceAccount()
    return {
      lab,
      emulator: lab.fcm,
      fields: { serviceAccountJson: account.json, packageName, baseURL: lab.fcm.url },
      // The next four sends carry the access token that was given before.
      expireAuth: () => lab.fcm.faults.set('expired-auth', { times: 4 }),
      async newPhone() {
        const phone = lab.createPhone({ maker: 'google' })
        phone.install({
          packageName,
          firebase: { senderID: project.senderID },
          app: { launch: () => ({}) },
        })
        return { phone, token: (await phone.pushServices.fcm?.getToken()) ?? '' }
      },
      extOf(phone: Phone) {
        const push = phone.notifications[0]?.push
        return push?.vendor === 'fcm' ? push.data['ext'] : undefined
      },
    }
  },
})
