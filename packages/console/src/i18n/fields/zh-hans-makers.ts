import type { Texts } from '../en.ts'

/** Fields of the certificates of OPPO, Xiaomi, vivo and Meizu. */
export const zhHansMakerFields: Texts['fields'] = {
  oppo: {
    appKey: {
      label: 'AppKey',
      help: 'OPPO PUSH 运营平台（push.oppo.com）> 配置管理 > 应用配置，需使用主账号。',
    },
    masterSecret: {
      label: 'MasterSecret',
      help: '在同一页面，也称 AppServerSecret。不是 AppSecret，后者用于应用。',
    },
    region: { label: '区域', help: 'token 的来源：cn 中国大陆（CN_...），overseas 其他地区。留空：cn。' },
    channelID: {
      label: '通道 ID',
      help: '应用的 Android 通知通道，需在 OPPO 平台登记。应用必须创建该通道，否则不展示。消息中的 androidOPPOChannelID 优先。留空：OPPO 默认通道。',
    },
    category: {
      label: '消息分类（category）',
      help: '需向 OPPO 申请。消息中的 androidOPPOCategory 优先。留空：IM（即时聊天）。none：仅用于仍按通道分类的应用。',
    },
    notifyLevel: {
      label: '提醒等级（notify_level）',
      help: '1 通知栏；2 通知栏和锁屏；16 另有横幅、震动和铃声（需 OPPO 批准）。消息中的 androidOPPONotifyLevel 优先。留空：2。',
    },
    templateID: {
      label: '私信模板 ID',
      help: '已审核模板的 private_msg_template_id。部分应用缺少它会返回 54。消息中的 vendorParams.oppoTemplateId 优先。',
    },
    titleParams: {
      label: '标题模板参数',
      help: 'JSON：模板标题中的每个变量及其取值，{title} 和 {body} 为通知的标题和内容，例如 {"name":"{title}"}。',
    },
    contentParams: { label: '内容模板参数', help: '同上，用于模板内容中的变量，例如 {"text":"{body}"}。' },
    clickAction: {
      label: '点击后续动作',
      help: '点击通知后打开什么：app 应用；url 网页；link 应用的 deep link 或 intent URI；action 按 intent action 打开 Activity；activity 按类名打开 Activity。留空：app。',
    },
    clickURL: { label: '点击打开的网址', help: '用于点击后续动作 url 和 link。' },
    clickActivity: {
      label: '点击打开的 Activity',
      help: '用于点击后续动作 action 和 activity：com.example.chat.OPEN，或 com.example.chat.MainActivity。',
    },
    callbackURL: {
      label: '回执地址',
      help: 'OPPO 上报送达和失效 token 的地址。OPPO 不签名：请在路径中放一个秘密。最多 200 个字符。',
    },
    baseURL: { label: '服务地址', help: 'OPPO 服务器的地址。留空：该区域的默认地址。' },
  },
  xiaomi: {
    packageName: {
      label: '应用包名',
      help: '在小米登记的 applicationId。包名带后缀的版本需要单独的证书。',
    },
    appSecret: {
      label: 'AppSecret',
      help: '小米开放平台 > 应用 > 推送服务 > 应用信息。不是 AppKey，后者用于应用。',
    },
    region: {
      label: '区域',
      help: 'token 的来源：cn 中国大陆，sgp 其他大多数国家，fr 欧洲经济区和英国，ru 俄罗斯，idmb 印度。留空：cn。',
    },
    channelID: {
      label: '通知类别 ID（channel_id）',
      help: '已批准的聊天消息类别的 ID。消息中的 androidXiaoMiChannelID 优先。没有它，一台手机每天约只能收到一条，甚至收不到。',
    },
    channelClass: {
      label: '通知类别的类型',
      help: '该 channel 的类型，决定小米保存推送的时间：private（私信）10 天，public（公信）1 天。留空：有 channel_id 时为 private，否则为 public。',
    },
    templateID: {
      label: '模板 ID',
      help: '私信消息需要模板：新应用立即生效，2026 年底起对所有应用生效。',
    },
    templateParams: {
      label: '模板参数',
      help: 'JSON：模板中的每个变量及其取值，{title} 和 {body} 为通知的标题和内容。留空：{"title":"{title}","content":"{body}"}。',
    },
    clickIntent: {
      label: '点击打开的应用内页面',
      help: '用于点击后续动作 activity：intent:#Intent;...;end，本应用的 Activity。',
    },
    sound: { label: '铃声', help: 'res/raw 中的文件名，不带后缀。该 channel 必须允许铃声。' },
    callbackURL: {
      label: '回执地址',
      help: '用自己的地址接收小米的回执，代替本服务器。小米不签名：请在路径中放一个秘密。留空：本服务器（设置了公网地址时）。',
    },
    recall: {
      label: '撤回方式',
      help: '如何让已撤回的消息从屏幕消失。v3：/v3/message/regid/revoke。v1：旧接口，2026-12-01 停用。cover：用无声的通知覆盖。留空：v3。',
    },
    recallTokenField: {
      label: '撤回接口的 regId 参数名',
      help: '如果小米的参数名不同，在此选择。留空：registration_ids。',
    },
    baseURL: { label: '服务地址', help: '小米服务器的地址。留空：该区域的默认地址。' },
  },
  vivo: {
    appID: { label: 'AppID', help: 'vivo 开放平台 > 消息推送 > 应用 > 应用信息：一个数字。' },
    appKey: { label: 'AppKey', help: '在 AppID 旁边。' },
    appSecret: { label: 'AppSecret', help: '在 AppID 旁边，仅供服务器使用。' },
    category: {
      label: '二级分类（category）',
      help: '应用消息的分类。留空：IM，属系统消息，配额充足。消息中的 androidVIVOCategory 优先。NEWS、CONTENT、MARKETING、SOCIAL 属运营消息：每台手机每天两条。',
    },
    pushMode: {
      label: '推送模式',
      help: 'formal 正式推送；test 测试推送，仅限在 vivo 平台登记的测试设备。审核中的应用只能用 test。留空：formal。',
    },
    groups: {
      label: '群发方式',
      help: '同一条推送如何发往多台手机。single 单推：每台一次请求，有回执。list 群推：先保存消息，每次请求最多 1000 台，无回执，且 vivo 限制每天保存的消息数。留空：single。',
    },
    clickIntent: {
      label: '点击打开的应用内页面',
      help: '用于点击后续动作 activity：intent://...#Intent;...;end 或 deep link。该 Activity 必须 exported。',
    },
    callbackID: { label: '回执 ID', help: '在 vivo 平台登记的回执地址的 ID。优先于回执地址。' },
    callbackURL: {
      label: '回执地址',
      help: 'vivo 上报送达和拒绝的地址，最多 128 个字符。vivo 不签名：请在路径中放一个秘密。',
    },
    baseURL: { label: '服务地址', help: 'vivo 的访问地址。留空：https://api-push.vivo.com.cn。' },
  },
  meizu: {
    appID: { label: 'AppID', help: 'Flyme 推送平台 > 应用 > 应用信息：一个数字。' },
    appSecret: { label: 'App Secret', help: '在 AppID 旁边。不是 App Key，后者用于应用。' },
    packageName: {
      label: '应用包名',
      help: '用于一个 AppID 对应多个包的情况：只向该包的 token 推送。留空：全部。',
    },
    messageClass: {
      label: '消息类型',
      help: 'private（私信）：个人消息，不限量。public（公信）：每台手机每天 3 到 5 条。消息中的 androidMeizuNotifyType 优先。留空：private。',
    },
    clickURL: { label: '点击打开的网址', help: '用于点击后续动作 url：网页，或应用的 URI。' },
    clickActivity: {
      label: '点击打开的 Activity',
      help: '用于点击后续动作 activity：带包名的类名，例如 com.example.chat.MainActivity。该 Activity 必须 exported。',
    },
    callbackURL: {
      label: '回执地址',
      help: '用自己的地址接收魅族的回执，代替本服务器，最多 128 字节。留空：本服务器（设置了公网地址时）。两者都要登记：配置管理 > 回执管理。',
    },
    receiptToken: {
      label: '回执令牌',
      help: '在登记回执地址的页面显示；不带它的回执会被拒绝。留空：仅凭地址中的秘密认定回执。',
    },
    baseURL: { label: '服务地址', help: '魅族的访问地址。留空：https://server-api-push.meizu.com。' },
  },
}
