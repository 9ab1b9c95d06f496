import type { Texts } from '../en.ts'

/** Reasons of what is not pushed, by a rule. */
export const zhHansSuppressReasons: Texts['reasons'] = {
  'push-disabled': {
    meaning: '未推送：发送者要求不推送。',
    cause: 'offlinePushInfo.disablePush 为 true。',
    remedy: '需要响铃的消息请不要设置 disablePush，或设为 false。',
  },
  'online-only': {
    meaning: '未推送：消息仅发给在线用户。',
    cause: '发送时设置了 onlineUserOnly。',
    remedy: '要送达休眠的手机，请不要设置 onlineUserOnly。',
  },
  'custom-without-desc': {
    meaning: '未推送：自定义消息没有描述。',
    cause: '消息只有自定义元素，offlinePushInfo.desc 和 customElem.desc 都没有说明要显示什么。',
    remedy: '请在 offlinePushInfo.desc（或 createCustomMessage 的 desc）中填写要显示的文字。',
  },
  'not-for-a-screen': {
    meaning: '未推送：消息没有可显示的内容。',
    cause: '群提示等消息说明群里发生了什么，在应用内查看。',
  },
  recalled: { meaning: '未推送：消息在推送之前已撤回。', cause: '由发送者、管理员或服务器撤回。' },
  blocked: {
    meaning: '未推送：接收者已拉黑发送者。',
    cause: '发送者在接收者的黑名单中，消息完全不会送达。',
    remedy: '接收者把发送者移出黑名单后即可再次收到消息。',
  },
  'not-a-target': {
    meaning: '未推送：消息发给群里的其他成员。',
    cause: '消息只发给指定成员（createTargetedGroupMessage）。',
  },
  'live-only-group': {
    meaning: '未推送：这类群的消息只给在线的人。',
    cause: '该群是直播群（AVChatRoom）。',
    remedy: '需要响铃的消息请使用其他群类型。',
  },
  'read-elsewhere': {
    meaning: '未推送：用户已在另一台设备上阅读。',
    cause: '推送发出之前，会话已被标记为读到这条消息。',
  },
  'not-received': {
    meaning: '未推送：用户不接收该会话的消息。',
    cause: '会话的接收选项为 1（NOT_RECEIVE），或为 4 且没有 @ 该用户。',
    remedy: '由用户把该会话的接收选项改回 0。',
  },
  muted: {
    meaning: '未推送：用户已将会话设为免打扰。',
    cause: '会话的接收选项为 2（RECEIVE_NOT_NOTIFY），或为 3 且没有 @ 该用户。Meeting 群默认为 2。',
    remedy: '由用户把该会话的接收选项改为 0。',
  },
  'quiet-hours': {
    meaning: '未推送：用户处于免打扰时段。',
    cause: 'setAllReceiveMessageOpt 在此时段让所有会话免打扰。',
  },
  'desktop-online': {
    meaning: '未推送：用户在电脑上在线。',
    cause: '应用设置 push.skipWhileDesktopOnline 已开启，且 PC 或 Web 客户端在前台。',
    remedy: '如果希望电脑在线时手机也响，请关闭该设置。',
  },
  gathered: {
    meaning: '未单独推送：由该会话稍后的一条通知计入。',
    cause: '应用设置 push.gatherWindowsMs 把同一会话的连续消息合并为一条通知。',
  },
  folded: {
    meaning: '未单独推送：由设备上的另一条通知计入，或已有更新的消息响过。',
    cause: '未能及时推送（厂商不可用、通道停止或当天配额用完），该设备上等待的消息已合并为一条“N 条新消息”。',
    remedy: '请查看上面的等待记录，了解是什么阻碍了推送。',
  },
  'beyond-quota': {
    meaning: '未推送：厂商当天的配额已用完，或剩余部分留给来电和 @ 提醒。',
    cause: '配额要在推送的有效期之后才重置。',
    remedy: '向厂商申请聊天类别（多数厂商不限量）或更高配额。',
  },
  'own-message': {
    meaning: '未推送：这是发送者自己的另一台设备。',
    cause: '自己的消息只同步到自己的设备，不响铃。',
  },
  'no-device': {
    meaning: '未推送：接收者没有设备。',
    cause: '该账号从未在手机上登录，或只是导入的。',
    remedy: '请用户在手机上登录一次。',
  },
  'logged-out': {
    meaning: '未推送：用户已在该设备上退出登录。',
    cause: '退出登录后，该用户的任何消息都不会发到这台设备。',
    remedy: '用户在该设备上重新登录后即可再次收到推送。',
  },
  kicked: {
    meaning: '未推送：用户在别处登录，该设备已被踢下线。',
    cause: '同类平台上有更新的登录，或管理员结束了该设备的会话。',
    remedy: '最后登录的设备会收到推送。在此重新登录即可转回来。',
  },
  'other-user': {
    meaning: '未推送：该设备上后来登录了其他用户。',
    cause: '设备属于最后登录的用户。',
  },
  'not-pushable-platform': {
    meaning: '未推送：这类设备没有推送通道。',
    cause: 'Web 和 PC 客户端只在连接时收到消息。',
  },
  'offline-too-long': {
    meaning: '未推送：设备未连接的时间超过上限。',
    cause: '设备 7 天未重新连接即视为离线过久（设置 push.offlineLimitMs）。',
    remedy: '打开一次应用即可恢复。',
  },
  'no-token': {
    meaning: '未推送：设备从未上报推送 token，或已取消。',
    cause: '应用登录后没有调用 setOfflinePushConfig（或推送插件的 init），或手机的推送服务没有给出 token。',
    remedy: '请确认登录后调用了插件的 init，并使用该手机厂商的证书 ID，再查看其返回的错误。',
  },
  'token-dead': {
    meaning: '未推送：厂商已声明该设备的 token 失效。',
    cause: '应用被卸载、数据被清除或 token 已更换，此后没有上报新的 token。',
    remedy: '打开应用会上报新的 token。',
  },
  'token-moved': {
    meaning: '未推送：token 现在属于其他用户。',
    cause: '同一台手机后来为其他用户上报了同一个 token；一个 token 只属于一个用户。',
    remedy: '用户在该手机上登录后即可再次收到推送。',
  },
  'certificate-missing': {
    meaning: '未推送：上报 token 时的证书已不存在。',
    cause: '证书已被删除，绑定在它上面的 token 无法推送。',
    remedy: '请新建证书，在应用的推送配置中使用新的证书 ID，并让应用重新上报 token。',
  },
}
