import { startLab } from '@carillon/lab'

const lab = await startLab({ vendors: ['fcm'], requestLogSize: 0 })
lab.fcm.settings.quotasEnforced = false
lab.fcm.settings.malformedSchemeTaken = false
const project = lab.fcm.createProject()
const account = await project.createServiceAccount()
/** Notifications that reached the phone: what clients say they sent is held against it. */
let received = 0
const device = {
  deviceID: 'bench',
  online: true,
  notificationsAllowed: true,
  receive: () => {
    received += 1
    return 'delivered' as const
  },
}
const token = lab.fcm.register(device, { senderID: project.senderID, packageName: 'com.example.chat' })

process.on('message', () => process.send?.(received))
process.on('disconnect', () => void lab.close())
process.send?.({
  ca: lab.ca,
  url: lab.fcm.sendURL(project.projectID),
  accessToken: account.createAccessToken(),
  token,
})
