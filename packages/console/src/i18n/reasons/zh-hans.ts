import type { Texts } from '../en.ts'
import { zhHansReceiptReasons } from './zh-hans-receipts.ts'
import { zhHansSuppressReasons } from './zh-hans-suppress.ts'

/** Reasons: what happened, why, and what to do. */
export const zhHansReasons: Texts['reasons'] = {
  'device-foreground': {
    meaning: '通过连接发送：应用在前台。',
    cause: '设备已连接，且没有上报后台。',
  },
  acknowledged: { meaning: '应用已通过连接确认收到。', cause: '设备在线并及时响应。' },

  'device-offline': { meaning: '推送：设备没有连接。', cause: '应用被关闭、手机长时间锁屏或没有网络。' },
  'device-background': {
    meaning: '推送，同时通过连接发送：应用在后台。',
    cause: '应用上报了 doBackground，连接仍在。',
  },
  'self-test': {
    meaning: '推送：设备自己请求的测试通知。',
    cause: '应用调用了推送插件的 selfTest，或由控制台请求。',
  },
  unacknowledged: {
    meaning: '推送：在线消息没有及时得到确认。',
    cause: '连接看似正常，但应用没有响应：被关闭、被冻结，或网络突然中断。',
  },
  'connection-lost': { meaning: '推送：确认之前连接已断开。', cause: '发送时应用被关闭或失去网络。' },

  ...zhHansSuppressReasons,

  undecided: {
    meaning: '已保存，尚未决定如何处理该接收者。',
    cause: '消息刚刚发出，或服务器正在补处理。',
  },
  'held-while-active': {
    meaning: '等待：用户正在另一台设备上使用。',
    cause: '应用设置 push.holdWhileActiveMs 会在其他设备处于前台时暂缓推送；若在那里已读，则取消推送。',
  },
  gathering: {
    meaning: '等待同一会话的更多消息，以便一起展示。',
    cause: '应用设置 push.gatherWindowsMs：该会话刚刚在这台设备上响过。',
  },
  queued: { meaning: '在证书的通道中排队。', cause: '方案已定，通道有空位时立即请求厂商。' },
  sent: { meaning: '请求已发往厂商。' },
  'vendor-busy': {
    meaning: '厂商要求稍后再试，系统会自动重试。',
    cause: '厂商过载、限流或出现故障，请求未被接收。',
  },
  'vendor-unreachable': {
    meaning: '无法连接厂商，系统会自动重试。',
    cause: '没有连接、请求发出前连接中断，或流被拒绝。',
    remedy: '如果持续，请检查服务器的出网：DNS、防火墙、代理、附加 CA。',
  },
  'outcome-unknown': {
    meaning: '请求已发出但没有收到应答，将以相同的合并键（collapse key）重发。',
    cause: '等待应答时连接中断、超时，或服务器异常终止。重复的一条会在手机上替换前一条。',
  },
  'quota-exhausted': {
    meaning: '厂商的配额已用完，配额重置后会重试。',
    cause: '应用或设备已用完该类别的通知配额，见厂商返回的内容。',
    remedy: '向厂商申请聊天类别（多数厂商不限量）或更高配额。',
  },
  'quota-reserved': {
    meaning: '等待：当天剩余的配额留给来电和 @ 提醒。',
    cause: '该类别当天的配额已发送九成。',
    remedy: '向厂商申请聊天类别（多数厂商不限量）或更高配额。',
  },
  late: {
    meaning: '已超过有效期；该设备上等待的消息将合并为一条通知。',
    cause: '没有厂商及时接收。厂商恢复后会显示为“N 条新消息”，除非更新的消息先响。',
    remedy: '请查看上面的等待记录，了解是什么阻碍了推送。',
  },
  'lane-stopped': {
    meaning: '证书的通道已停止，推送在等待。',
    cause: '厂商拒绝该证书。',
    remedy: '修正证书（carillon cert update）；等待中的推送会自动继续，直到有效期结束。',
  },
  'certificate-rechecked': {
    meaning: '厂商归咎于证书，但询问时又接受它；推送会重试。',
    cause: 'access token 刚刚到期，或新密钥尚未在各处生效；也可能问题出在推送本身。',
    remedy: '如果最终为 refused-config，请查看厂商返回的内容：渠道、类别或权限。',
  },
  'failed-over': {
    meaning: '该厂商没有接收，改由设备的另一推送通道发送。',
    cause: '手机上报了两个厂商的 token，较好的一个拒绝了，见厂商返回的内容。',
    remedy: '按厂商返回的内容修正；在此之前由另一通道承担推送。',
  },
  'server-restarted': {
    meaning: '处理过程中服务器停止，已重新计划。',
    cause: '崩溃或重启。未完成的会从发件箱（outbox）继续。',
  },

  'vendor-accepted': {
    meaning: '厂商已接收推送。',
    remedy: '如果手机仍未显示：可能关闭了应用通知、手机上缺少通知渠道、开启了勿扰，或没有网络。',
  },
  'token-dead-by-vendor': {
    meaning: '厂商称 token 已失效。',
    cause: '应用被卸载、数据被清除或 token 已更换。',
    remedy: '打开应用会上报新的 token。',
  },
  'refused-config': {
    meaning: '厂商拒绝该证书。',
    cause: '密钥、项目、包名、渠道或权限不符，见厂商返回的内容。',
    remedy: '按厂商返回的内容修正证书（carillon cert update）。',
  },
  'refused-payload': {
    meaning: '通知无法按原样发送。',
    cause: '某个字段过长或格式不被厂商接受，见厂商返回的内容。',
    remedy: '按厂商返回的内容修改消息的 offlinePushInfo。',
  },
  'refused-quota': {
    meaning: '厂商的配额已用完。',
    cause: '应用或设备已用完该类别的通知配额，见厂商返回的内容。',
    remedy: '向厂商申请聊天类别（多数厂商不限量）或更高配额。',
  },
  'deadline-passed': {
    meaning: '未推送：在厂商接收之前已超过有效期。',
    cause: '厂商一直拒绝或无法连接，直到推送不再有用。',
    remedy: '请查看上面的各次尝试，了解是什么阻碍了推送。',
  },
  'no-answer': {
    meaning: '多次交给厂商但始终没有应答：可能已经展示。',
    cause: '每次等待应答时连接都中断或超时。',
    remedy: '请检查服务器的出网（代理、防火墙）和厂商的状态页。',
  },

  ...zhHansReceiptReasons,
}
