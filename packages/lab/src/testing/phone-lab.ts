import { startLab } from '../lab.ts'
import type { Lab } from '../lab-types.ts'
import type { AppContext, AppProcess, InstalledApp, NotificationTap } from '../phone/app-types.ts'
import type { Phone, PhoneOptions, ShownNotification } from '../phone/types.ts'
import { http1, ManualClock } from './wire.ts'

export const packageName = 'com.example.chat'

/** An app that only writes down what the phone does to it. */
export class DiaryApp implements InstalledApp {
  readonly diary: string[] = []
  readonly taps: NotificationTap[] = []
  readonly contexts: AppContext[] = []
  leaveTaps = false
  started: Promise<void> = Promise.resolve()

  async launch(context: AppContext): Promise<AppProcess> {
    this.diary.push(`launch ${context.reason} ${context.state}`)
    this.contexts.push(context)
    await this.started
    const note = (text: string) => () => void this.diary.push(text)
    return {
      onForeground: note('foreground'),
      onBackground: note('background'),
      onKilled: note('killed'),
      onNotificationTapped: (tap) => {
        this.diary.push('tapped')
        if (this.leaveTaps) return false
        this.taps.push(tap)
        return undefined
      },
      onPushWhileForeground: (push) =>
        void this.diary.push(`push ${push.messageID === '' ? 'without id' : push.vendor}`),
      onDataMessage: note('data'),
      onVoIPPush: note('call'),
    }
  }

  get context(): AppContext {
    const context = this.contexts.at(-1)
    if (context === undefined) throw new Error('The app was never started')
    return context
  }
}

/** A message for FCM. */
export const hello = { notification: { title: 'Ann', body: 'Hi' }, data: { ext: '{"a":1}' } }

/** A lab with an app that both vendors know, and short ways to push to a phone. */
export const openPhoneLab = async () => {
  const clock = new ManualClock()
  const lab: Lab = await startLab({ clock })
  const project = lab.fcm.createProject()
  const account = await project.createServiceAccount()
  const xiaomiApp = lab.xiaomi.createApp({ packageName, channels: ['101556'] })
  const registerXiaomi = (phone: Phone): Promise<string> =>
    phone.pushServices.xiaomi?.register(xiaomiApp.appID, xiaomiApp.appKey) ?? Promise.resolve('')
  return {
    clock,
    lab,
    project,
    xiaomiApp,
    registerXiaomi,

    phoneWith(options: Partial<PhoneOptions> = {}, wakesForDataMessages = false): [Phone, DiaryApp] {
      const phone = lab.createPhone({ maker: 'google', ...options })
      const app = new DiaryApp()
      phone.install({
        packageName,
        app,
        firebase: { senderID: project.senderID },
        intentActions: ['com.example.OPEN'],
        wakesForDataMessages,
      })
      return [phone, app]
    },

    /** @returns the HTTP status */
    async toFcm(phone: Phone, message: Record<string, unknown>): Promise<number> {
      const token = await phone.pushServices.fcm?.getToken()
      const answer = await http1(lab.fcm.sendURL(project.projectID), {
        ca: lab.ca,
        headers: { authorization: `Bearer ${account.createAccessToken()}` },
        body: JSON.stringify({ message: { token, ...message } }),
      })
      return answer.status
    },

    /** @returns Mi Push's code */
    async toXiaomi(phone: Phone, change: Record<string, string> = {}): Promise<number> {
      const form = {
        registration_id: await registerXiaomi(phone),
        restricted_package_name: packageName,
        title: 'Ann',
        description: 'Hi',
        payload: '{"ext":"1"}',
        'extra.channel_id': '101556',
        ...change,
      }
      const answer = await http1(`${lab.xiaomi.url}/v3/message/regid`, {
        ca: lab.ca,
        headers: { authorization: `key=${xiaomiApp.appSecret}` },
        body: new URLSearchParams(form).toString(),
      })
      return (JSON.parse(answer.body) as { code: number }).code
    },
  }
}

/** The one notification in the tray. */
export const only = (phone: Phone): ShownNotification => {
  const [notification, ...rest] = phone.notifications
  if (notification === undefined || rest.length > 0)
    throw new Error(`${phone.notifications.length} notifications`)
  return notification
}
