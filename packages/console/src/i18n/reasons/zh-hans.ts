import type { Texts } from '../en.ts'

/** Reasons; what is left out is told in English. */
export const zhHansReasons: Texts['reasons'] = {
  'device-offline': { meaning: '推送：设备没有连接。', cause: '应用被关闭、手机长时间锁屏或没有网络。' },
  'device-background': {
    meaning: '推送，同时通过连接发送：应用在后台。',
    cause: '应用上报了 doBackground，连接仍在。',
  },
  'device-foreground': { meaning: '通过连接发送：应用在前台。', cause: '设备已连接，且没有上报后台。' },
  acknowledged: { meaning: '应用已通过连接确认收到。', cause: '设备在线并及时响应。' },
  unacknowledged: { meaning: '推送：在线消息没有及时得到确认。', cause: '连接看似正常，但应用没有响应。' },
  'connection-lost': { meaning: '推送：确认之前连接已断开。', cause: '发送时应用被关闭或失去网络。' },
  'self-test': { meaning: '推送：测试通知。', cause: '由应用或控制台请求。' },
  queued: { meaning: '在证书的通道中排队。' },
  sent: { meaning: '请求已发往厂商。' },
  undecided: { meaning: '已保存，尚未决定如何处理该接收者。' },
  'vendor-accepted': {
    meaning: '厂商已接收推送。',
    remedy: '如果手机仍未显示：可能关闭了通知、手机上缺少通知渠道、开启了勿扰，或没有网络。',
  },
  'no-device': { meaning: '未推送：该用户没有设备。', remedy: '在手机上登录一次。' },
  'no-token': {
    meaning: '未推送：设备没有上报推送 token。',
    remedy: '登录后调用推送插件的 init，并检查其返回码。',
  },
  'token-dead': { meaning: '未推送：token 已失效。', remedy: '打开应用会上报新的 token。' },
  'token-dead-by-vendor': {
    meaning: '厂商称 token 已失效。',
    cause: '应用被卸载、数据被清除或 token 已更换。',
    remedy: '打开应用会上报新的 token。',
  },
  'token-moved': { meaning: '未推送：token 现在属于其他用户或设备。' },
  'certificate-missing': {
    meaning: '未推送：上报 token 时的证书已被删除。',
    remedy: '添加证书，在应用中使用新的证书 ID，并重新打开应用。',
  },
  'logged-out': { meaning: '未推送：用户已在该设备上退出登录。' },
  kicked: { meaning: '未推送：该设备已被踢下线。' },
  'other-user': { meaning: '未推送：该设备上已登录其他用户。' },
  'offline-too-long': { meaning: '未推送：设备太久没有连接。' },
  'not-pushable-platform': { meaning: '未推送：该平台没有离线推送。' },
  'refused-config': { meaning: '厂商拒绝该证书。', remedy: '按厂商返回的内容修正证书。' },
  'refused-payload': { meaning: '通知无法按原样发送。', remedy: '按厂商返回的内容修改 offlinePushInfo。' },
  'refused-quota': { meaning: '厂商的配额已用完。', remedy: '向厂商申请聊天类别或更高配额。' },
  'lane-stopped': {
    meaning: '证书的通道已停止，推送在等待。',
    cause: '厂商拒绝该证书。',
    remedy: '修正证书后，等待中的推送会自动继续。',
  },
  'vendor-busy': { meaning: '厂商要求稍后再试，系统会自动重试。' },
  'vendor-unreachable': {
    meaning: '无法连接厂商，系统会自动重试。',
    remedy: '如果持续，请检查服务器的出网：DNS、防火墙、代理。',
  },
  'deadline-passed': { meaning: '未推送：在厂商接收之前已超过有效期。' },
}
