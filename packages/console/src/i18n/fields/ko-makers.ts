import type { Texts } from '../en.ts'

/** Fields of the certificates of OPPO, Xiaomi, vivo and Meizu. */
export const koMakerFields: Texts['fields'] = {
  oppo: {
    appKey: { label: 'AppKey', help: 'push.oppo.com > 配置管理 > 应用配置, 주 계정으로.' },
    masterSecret: {
      label: 'MasterSecret',
      help: '같은 페이지에 있고 AppServerSecret이라고도 합니다. 앱에 넣는 AppSecret이 아닙니다.',
    },
    region: {
      label: '지역',
      help: '토큰이 만들어진 곳: cn은 중국 본토(CN_...), overseas는 그 밖의 모든 곳. 비우면 cn입니다.',
    },
    channelID: {
      label: '채널 ID',
      help: 'OPPO 콘솔에도 등록한 앱의 Android 알림 채널. 앱이 만들지 않으면 표시되지 않습니다. 메시지의 androidOPPOChannelID가 우선합니다. 비우면 OPPO의 기본 채널입니다.',
    },
    category: {
      label: '카테고리(category)',
      help: 'OPPO에 신청해 받는 메시지 분류. 메시지의 androidOPPOCategory가 우선합니다. 비우면 IM입니다. none: 아직 채널로 분류되는 앱에만.',
    },
    notifyLevel: {
      label: '알림 수준(notify_level)',
      help: '1 알림창, 2 알림창과 잠금 화면, 16은 배너, 진동, 소리도(OPPO 승인 필요). 메시지의 androidOPPONotifyLevel이 우선합니다. 비우면 2입니다.',
    },
    templateID: {
      label: '개인 메시지 템플릿 ID',
      help: '승인된 템플릿의 private_msg_template_id. 없으면 코드 54를 받는 앱이 있습니다. 메시지의 vendorParams.oppoTemplateId가 우선합니다.',
    },
    titleParams: {
      label: '제목 매개변수',
      help: 'JSON: 템플릿 제목의 각 변수와 그 값. {title}과 {body}는 알림의 제목과 본문입니다. 예: {"name":"{title}"}.',
    },
    contentParams: {
      label: '본문 매개변수',
      help: '템플릿 본문의 변수에 대해 같은 방식으로. 예: {"text":"{body}"}.',
    },
    clickAction: {
      label: '누를 때의 동작',
      help: '알림을 누르면 열리는 것: app 앱, url 웹 페이지, link 앱의 딥 링크나 intent URI, action은 intent action으로, activity는 클래스 이름으로 여는 Activity. 비우면 app입니다.',
    },
    clickURL: { label: '누르면 열리는 URL', help: '동작이 url이나 link일 때.' },
    clickActivity: {
      label: '누르면 열리는 Activity',
      help: '동작이 action이나 activity일 때: com.example.chat.OPEN 또는 com.example.chat.MainActivity.',
    },
    callbackURL: {
      label: '수신 확인 주소',
      help: 'OPPO가 도착한 푸시와 무효 토큰을 알리는 주소. OPPO는 서명하지 않으므로 경로에 비밀을 넣으세요. 최대 200자.',
    },
    baseURL: { label: '서비스 주소', help: 'OPPO 서버의 주소. 비우면 지역의 주소입니다.' },
  },
  xiaomi: {
    packageName: {
      label: '패키지 이름',
      help: 'Xiaomi에 등록한 앱의 applicationId. 접미사가 붙은 빌드에는 별도의 인증서가 필요합니다.',
    },
    appSecret: {
      label: 'AppSecret',
      help: 'Xiaomi 개발자 사이트 > 앱 > Push > App information. 앱에 넣는 AppKey가 아닙니다.',
    },
    region: {
      label: '지역',
      help: '토큰이 만들어진 곳: cn 중국, sgp 그 밖의 대부분, fr 유럽경제지역과 영국, ru 러시아, idmb 인도. 비우면 cn입니다.',
    },
    channelID: {
      label: '채널 ID(channel_id)',
      help: '승인된 채팅 메시지 분류의 ID. 메시지의 androidXiaoMiChannelID가 우선합니다. 없으면 휴대폰은 하루에 한 건 정도만 받거나 받지 못합니다.',
    },
    channelClass: {
      label: '채널 분류',
      help: '그 채널의 분류. Xiaomi가 푸시를 보관하는 기간을 정합니다: private 10일, public 1일. 비우면 채널 ID가 있으면 private, 없으면 public입니다.',
    },
    templateID: {
      label: '템플릿 ID',
      help: '개인 메시지 분류에는 템플릿이 필요합니다. 새 앱은 바로, 모든 앱은 2026년 말부터.',
    },
    templateParams: {
      label: '템플릿 매개변수',
      help: 'JSON: 템플릿의 각 변수와 그 값. {title}과 {body}는 알림의 제목과 본문입니다. 비우면 {"title":"{title}","content":"{body}"}입니다.',
    },
    clickIntent: {
      label: '누르면 열리는 intent',
      help: '동작이 activity일 때: intent:#Intent;...;end, 이 앱의 Activity.',
    },
    sound: { label: '소리', help: 'res/raw의 파일 이름, 확장자 없이. 채널이 소리를 허용해야 합니다.' },
    callbackURL: {
      label: '수신 확인 주소',
      help: '이 서버 대신 Xiaomi의 수신 확인을 받을 주소. Xiaomi는 서명하지 않으므로 경로에 비밀을 넣으세요. 비우면 공개 URL이 있는 경우 이 서버입니다.',
    },
    recall: {
      label: '회수 방법',
      help: '회수한 메시지를 화면에서 없애는 방법. v3: /v3/message/regid/revoke. v1: 2026-12-01에 끝나는 옛 호출. cover: 소리 없는 알림으로 덮습니다. 비우면 v3입니다.',
    },
    recallTokenField: {
      label: '회수 호출의 regId 이름',
      help: '호출이 regId를 받는 이름이 다를 때 고르세요. 비우면 registration_ids입니다.',
    },
    baseURL: { label: '서비스 주소', help: 'Xiaomi 서버의 주소. 비우면 지역의 주소입니다.' },
  },
  vivo: {
    appID: { label: 'AppID', help: 'vivo 개방 플랫폼 > Push > 앱 > App information: 숫자.' },
    appKey: { label: 'AppKey', help: 'AppID 옆에 있습니다.' },
    appSecret: { label: 'AppSecret', help: 'AppID 옆에 있습니다. 서버 전용입니다.' },
    category: {
      label: '카테고리(category)',
      help: '앱 메시지의 분류. 비우면 IM으로, 할당량 걱정이 없는 시스템 메시지입니다. 메시지의 androidVIVOCategory가 우선합니다. NEWS, CONTENT, MARKETING, SOCIAL은 운영 메시지로 휴대폰마다 하루 두 건입니다.',
    },
    pushMode: {
      label: '푸시 모드',
      help: 'formal(정식) 또는 test(vivo 콘솔에 등록한 휴대폰만). 심사 중인 앱은 test만 쓸 수 있습니다. 비우면 formal입니다.',
    },
    groups: {
      label: '여러 대에 보내는 방법',
      help: '같은 푸시를 여러 휴대폰에 보내는 방법. single: 휴대폰마다 요청 하나, 수신 확인 있음. list: 메시지를 저장하고 요청당 최대 1000대, 수신 확인 없음, vivo가 하루에 저장한 메시지 수를 셉니다. 비우면 single입니다.',
    },
    clickIntent: {
      label: '누르면 열리는 intent',
      help: '동작이 activity일 때: intent://...#Intent;...;end 또는 딥 링크. Activity는 exported여야 합니다.',
    },
    callbackID: {
      label: '수신 확인 ID',
      help: 'vivo 콘솔에 등록한 수신 확인 주소의 ID. 수신 확인 주소보다 우선합니다.',
    },
    callbackURL: {
      label: '수신 확인 주소',
      help: 'vivo가 도착하거나 거부된 푸시를 알리는 주소, 최대 128자. vivo는 서명하지 않으므로 경로에 비밀을 넣으세요.',
    },
    baseURL: { label: '서비스 주소', help: 'vivo의 주소. 비우면 https://api-push.vivo.com.cn입니다.' },
  },
  meizu: {
    appID: { label: 'AppID', help: 'Flyme 푸시 플랫폼 > 앱 > App information: 숫자.' },
    appSecret: { label: 'App Secret', help: 'AppID 옆에 있습니다. 앱에 넣는 App Key가 아닙니다.' },
    packageName: {
      label: '패키지 이름',
      help: 'AppID 하나에 패키지가 여럿일 때: 이 패키지의 토큰에만 푸시합니다. 비우면 모두입니다.',
    },
    messageClass: {
      label: '메시지 분류',
      help: 'private: 개인 메시지, 무제한. public: 휴대폰마다 하루 3~5건. 메시지의 androidMeizuNotifyType이 우선합니다. 비우면 private입니다.',
    },
    clickURL: { label: '누르면 열리는 URL', help: '동작이 url일 때: 페이지, 또는 앱의 URI.' },
    clickActivity: {
      label: '누르면 열리는 Activity',
      help: '동작이 activity일 때: 패키지를 포함한 클래스 이름. 예: com.example.chat.MainActivity. exported여야 합니다.',
    },
    callbackURL: {
      label: '수신 확인 주소',
      help: '이 서버 대신 Meizu의 수신 확인을 받을 주소, 최대 128바이트. 비우면 공개 URL이 있는 경우 이 서버입니다. 어느 쪽이든 등록해야 합니다: 配置管理 > 回执管理.',
    },
    receiptToken: {
      label: '수신 확인 토큰',
      help: '수신 확인 주소를 등록하는 곳에 나옵니다. 이것이 없는 수신 확인은 거부됩니다. 비우면 주소 안의 비밀만으로 확인합니다.',
    },
    baseURL: { label: '서비스 주소', help: 'Meizu의 주소. 비우면 https://server-api-push.meizu.com입니다.' },
  },
}
