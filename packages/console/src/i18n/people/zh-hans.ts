import type { Texts } from '../en.ts'
import type { enPeople } from './en.ts'

/** 登录、成员、审计日志与账号页面的文字 */
export const zhHansPeople: Pick<Texts, keyof typeof enPeople> = {
  signIn: {
    title: '登录',
    name: '名称',
    password: '密码',
    do: '登录',
    forgotten: '忘记密码？所有者可以为您生成链接，或在服务器上运行：',
  },
  welcome: {
    title: '欢迎使用 Carillon',
    lead: '请设置名称和密码。您的角色：{{role}}。',
    newPassword: '请设置新密码。',
    passwordHelp: '至少 10 个字符。',
    do: '打开控制台',
  },
  people: {
    lead: '谁可以打开控制台。通过一次性链接加入。',
    inviteAs: '邀请为',
    invite: '生成链接',
    link: '把这个链接交给对方。只能使用一次，一天内有效。',
    role: '角色',
    roles: {
      support: '可查看除密钥外的所有内容，填写理由后可查看消息内容，不能修改。',
      operator: '可修改应用、证书、设置、账号和群组，并发送测试推送。',
      owner: '可做所有操作，并管理成员。',
    },
    used: '最近使用',
    newPassword: '重设密码',
    remove: '移除',
    removeTitle: '移除 {{name}}？',
    removeText: '其会话立即结束。已做的修改仍保留在审计日志中。',
  },
  audit: {
    lead: '在控制台中做过的每一次修改和消息查询。',
    none: '还没有任何修改',
    who: '操作者',
    what: '操作',
    target: '对象',
    more: '显示更多',
  },
  account: {
    password: '修改密码',
    old: '旧密码',
    new: '新密码',
    change: '修改',
    changed: '密码已修改，其他会话已结束。',
  },
}
